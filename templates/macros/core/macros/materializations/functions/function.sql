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
