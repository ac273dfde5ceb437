{# Two statements instead of a MERGE: they touch only the rows that change. #}
{% macro duckdb__snapshot_merge_sql(target, source, insert_cols) -%}
    {%- set columns = config.get("snapshot_table_column_names") or get_snapshot_table_column_names() -%}
    {%- set current = config.get("dbt_valid_to_current") -%}
    {%- set valid_to = 'DBT_INTERNAL_TARGET.' ~ columns.dbt_valid_to -%}
    {%- set inserted = [] -%}
    {%- for name in insert_cols -%}
      {%- do inserted.append('DBT_INTERNAL_SOURCE.' ~ name) -%}
    {%- endfor -%}

    update {{ target }} as DBT_INTERNAL_TARGET
    set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
    from {{ source }} as DBT_INTERNAL_SOURCE
    where DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }}::text = DBT_INTERNAL_TARGET.{{ columns.dbt_scd_id }}::text
      and DBT_INTERNAL_SOURCE.dbt_change_type::text in ('update'::text, 'delete'::text)
      and {{ '(' ~ valid_to ~ ' = ' ~ current ~ ' or ' ~ valid_to ~ ' is null)' if current else valid_to ~ ' is null' }};

    insert into {{ target }} ({{ insert_cols | join(', ') }})
    select {{ inserted | join(', ') }}
    from {{ source }} as DBT_INTERNAL_SOURCE
    where DBT_INTERNAL_SOURCE.dbt_change_type::text = 'insert'::text;

{% endmacro %}

{% macro build_snapshot_staging_table(strategy, sql, target_relation) %}
    {% set staged = duckdb__dispatch_temporary_relation(target_relation) %}
    {% set changes = snapshot_staging_table(strategy, sql, target_relation) %}
    {% call statement('build_snapshot_staging_relation') %}
        {{ create_table_as(staged.temporary, staged.relation, changes) }}
    {% endcall %}
    {% do return(staged.relation) %}
{% endmacro %}

{% macro duckdb__post_snapshot(temporary_relation) %}
    {% do return(drop_relation(temporary_relation)) %}
{% endmacro %}
