{# A function resource. Which macro writes it follows from its type and language. #}
{% materialization function, default, supported_languages=['sql', 'python', 'javascript'] %}
    {% set old = load_cached_relation(this) %}
    {% set target_relation = this.incorporate(type=this.Function) %}
    {{ run_hooks(pre_hooks) }}
    {# Not called as adapter.dispatch, since its argument is not known before it runs. #}
    {% set dispatch = adapter.dispatch %}
    {% set write_function = dispatch(this.get_function_macro_name(this.get_function_config(model)), 'dbt') %}
    {{ function_execute_build_sql(write_function(target_relation), old, target_relation) }}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{% macro function_execute_build_sql(build_sql, existing_relation, target_relation) %}
    {{ return(adapter.dispatch('function_execute_build_sql', 'dbt')(build_sql, existing_relation, target_relation)) }}
{% endmacro %}

{% macro default__function_execute_build_sql(build_sql, existing_relation, target_relation) %}
    {% call statement(name="main") %}
        {{ build_sql }}
    {% endcall %}
    {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing_relation, full_refresh_mode=True)) %}
    {% do persist_docs(target_relation, model) %}
    {{ adapter.commit() }}
{% endmacro %}
