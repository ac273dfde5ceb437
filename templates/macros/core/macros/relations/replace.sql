{# The statements that put a relation in the place of another: at once where the engine can, else by way of other names,
   as far as the two types can be renamed. #}
{% macro get_replace_sql(existing_relation, target_relation, sql) %}
    {{- log('Applying REPLACE to: ' ~ existing_relation) -}}
    {{- adapter.dispatch('get_replace_sql', 'dbt')(existing_relation, target_relation, sql) -}}
{% endmacro %}

{% macro default__get_replace_sql(existing_relation, target_relation, sql) %}
    {%- set at_once = existing_relation.type == target_relation.type and existing_relation.can_be_replaced -%}
    {%- if at_once and existing_relation.is_view -%}
        {{ get_replace_view_sql(target_relation, sql) }}
    {%- elif at_once and existing_relation.is_table -%}
        {{ get_replace_table_sql(target_relation, sql) }}
    {%- elif at_once and existing_relation.is_materialized_view -%}
        {{ get_replace_materialized_view_sql(target_relation, sql) }}
    {%- else -%}
        {%- set stages = target_relation.can_be_renamed -%}
        {%- set backs_up = existing_relation.can_be_renamed -%}
        {%- if stages %}
        {{ get_create_intermediate_sql(target_relation, sql) }};
        {%- endif %}
        {{ get_create_backup_sql(existing_relation) if backs_up else get_drop_sql(existing_relation) }};
        {{ get_rename_intermediate_sql(target_relation) if stages else get_create_sql(target_relation, sql) }}
        {%- if backs_up %};
        {{ get_drop_backup_sql(existing_relation) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
