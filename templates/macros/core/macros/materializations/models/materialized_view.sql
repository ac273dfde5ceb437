{# A materialized view, as far as an engine has them. What has to be done is asked first; an empty text means nothing. #}
{% materialization materialized_view, default %}
    {% set old = load_cached_relation(this) %}
    {% set target_relation = this.incorporate(type=this.MaterializedView) %}
    {% set staged = make_intermediate_relation(target_relation) %}
    {% set backup = make_backup_relation(target_relation, target_relation.MaterializedView if old is none else old.type) %}

    {{ materialized_view_setup(backup, staged, pre_hooks) }}
    {% set build_sql = materialized_view_get_build_sql(old, target_relation, backup, staged) %}
    {% if build_sql == '' %}
        {{ materialized_view_execute_no_op(target_relation) }}
    {% else %}
        {{ materialized_view_execute_build_sql(build_sql, old, target_relation, post_hooks) }}
    {% endif %}
    {{ materialized_view_teardown(backup, staged, post_hooks) }}

    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{% macro materialized_view_setup(backup_relation, intermediate_relation, pre_hooks) %}
    {{ drop_relation_if_exists(load_cached_relation(backup_relation)) }}
    {{ drop_relation_if_exists(load_cached_relation(intermediate_relation)) }}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
{% endmacro %}


{% macro materialized_view_teardown(backup_relation, intermediate_relation, post_hooks) %}
    {{ drop_relation_if_exists(backup_relation) }}
    {{ drop_relation_if_exists(intermediate_relation) }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
{% endmacro %}


{# Create, replace, change or only refresh. #}
{% macro materialized_view_get_build_sql(existing_relation, target_relation, backup_relation, intermediate_relation) %}
    {% if existing_relation is none %}
        {{ return(get_create_materialized_view_as_sql(target_relation, sql)) }}
    {% elif should_full_refresh() or not existing_relation.is_materialized_view %}
        {{ return(get_replace_sql(existing_relation, target_relation, sql)) }}
    {% endif %}

    {% set changes = get_materialized_view_configuration_changes(existing_relation, config) %}
    {% if changes is none %}
        {{ return(refresh_materialized_view(target_relation)) }}
    {% endif %}
    {% set reaction = config.get('on_configuration_change') %}
    {% if reaction == 'apply' %}
        {{ return(get_alter_materialized_view_as_sql(target_relation, changes, sql, existing_relation, backup_relation, intermediate_relation)) }}
    {% elif reaction == 'continue' %}
        {{ exceptions.warn("Configuration changes were identified and `on_configuration_change` was set to `continue` for `" ~ target_relation.render() ~ "`") }}
        {{ return('') }}
    {% elif reaction == 'fail' %}
        {{ exceptions.raise_fail_fast_error("Configuration changes were identified and `on_configuration_change` was set to `fail` for `" ~ target_relation.render() ~ "`") }}
    {% else %}
        {{ exceptions.raise_compiler_error("Unexpected configuration scenario") }}
    {% endif %}
{% endmacro %}


{% macro materialized_view_execute_no_op(target_relation) %}
    {% do store_raw_result(name="main", message="skip " ~ target_relation, code="skip", rows_affected="-1") %}
{% endmacro %}


{% macro materialized_view_execute_build_sql(build_sql, existing_relation, target_relation, post_hooks) %}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement(name="main") %}
        {{ build_sql }}
    {% endcall %}
    {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing_relation, full_refresh_mode=True)) %}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
{% endmacro %}
