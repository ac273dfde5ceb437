{# Adds columns that the source has got since the snapshot was made. #}
{% macro create_columns(relation, columns) %}
  {{ adapter.dispatch('create_columns', 'dbt')(relation, columns) }}
{% endmacro %}

{% macro default__create_columns(relation, columns) %}
  {% for column in columns %}
    {% call statement() %}
      alter table {{ relation.render() }} add column {{ adapter.quote(column.name) }} {{ column.expanded_data_type }};
    {% endcall %}
  {% endfor %}
{% endmacro %}


{# Clears up when a snapshot is done. #}
{% macro post_snapshot(staging_relation) %}
  {{ adapter.dispatch('post_snapshot', 'dbt')(staging_relation) }}
{% endmacro %}

{% macro default__post_snapshot(staging_relation) %}
{% endmacro %}


{% macro get_true_sql() %}
  {{ adapter.dispatch('get_true_sql', 'dbt')() }}
{% endmacro %}

{% macro default__get_true_sql() %}
    {{ return('TRUE') }}
{% endmacro %}


{# Names of the columns that a snapshot adds; `snapshot_meta_column_names` renames them. #}
{% macro get_snapshot_table_column_names() %}
    {% set names = {} %}
    {% set renamed = config.get('snapshot_meta_column_names') or {} %}
    {% for name in ['dbt_valid_to', 'dbt_valid_from', 'dbt_scd_id', 'dbt_updated_at', 'dbt_is_deleted'] %}
        {% do names.update({name: renamed.get(name) or name}) %}
    {% endfor %}
    {{ return(names) }}
{% endmacro %}


{# The first version of every row. #}
{% macro build_snapshot_table(strategy, sql) -%}
  {{ adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql) }}
{% endmacro %}

{% macro default__build_snapshot_table(strategy, sql) %}
    {% set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() %}

    select *,
        {{ strategy.scd_id }} as {{ columns.dbt_scd_id }},
        {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
        {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
        {{ get_dbt_valid_to_current(strategy, columns) }}
      {%- if strategy.hard_deletes == 'new_record' -%}
        , 'False' as {{ columns.dbt_is_deleted }}
      {% endif -%}
    from (
        {{ sql }}
    ) sbq

{% endmacro %}


{# Writes the changes into a temporary table, so that they are computed once. #}
{% macro build_snapshot_staging_table(strategy, sql, target_relation) %}
    {% set staged = make_temp_relation(target_relation) %}
    {% set changes = snapshot_staging_table(strategy, sql, target_relation) %}
    {% call statement('build_snapshot_staging_relation') %}
        {{ create_table_as(True, staged, changes) }}
    {% endcall %}
    {% do return(staged) %}
{% endmacro %}


{# The type of a query's dbt_updated_at. #}
{% macro get_updated_at_column_data_type(snapshot_sql) %}
    {% for column in get_column_schema_from_query(snapshot_sql) if column.column | lower == 'dbt_updated_at' %}
        {{ return(column.dtype or none) }}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}


{# Warns when the source's timestamps and those of the snapshot are of different types. #}
{% macro check_time_data_types(sql) %}
  {% set written = get_updated_at_column_data_type(sql) %}
  {% set now = get_snapshot_get_time_data_type() %}
  {% if written is not none and now is not none and written != now and exceptions.warn_snapshot_timestamp_data_types %}
    {{ exceptions.warn_snapshot_timestamp_data_types(now, written) }}
  {% endif %}
{% endmacro %}


{# The end of a version that is still valid: null, or what `dbt_valid_to_current` says, with the type of the timestamps. #}
{% macro get_dbt_valid_to_current(strategy, columns) %}
  {% set current = config.get('dbt_valid_to_current') or "null" %}
  coalesce(nullif({{ strategy.updated_at }}, {{ strategy.updated_at }}), {{current}})
  as {{ columns.dbt_valid_to }}
{% endmacro %}


{# The key of a snapshot under names of dbt's own: one column, or one for each part of a key of several columns. #}
{% macro unique_key_fields(unique_key) %}
    {% if unique_key | is_list %}
        {% for key in unique_key %}
            {{ key }} as dbt_unique_key_{{ loop.index }}
            {%- if not loop.last %} , {%- endif %}
        {% endfor %}
    {% else %}
        {{ unique_key }} as dbt_unique_key
    {% endif %}
{% endmacro %}

{% macro unique_key_join_on(unique_key, identifier, from_identifier) %}
    {% if unique_key | is_list %}
        {% for key in unique_key %}
            {{ equals(identifier ~ ".dbt_unique_key_" ~ loop.index, from_identifier ~ ".dbt_unique_key_" ~ loop.index) }}
            {%- if not loop.last %} and {%- endif %}
        {% endfor %}
    {% else %}
        {{ identifier }}.dbt_unique_key = {{ from_identifier }}.dbt_unique_key
    {% endif %}
{% endmacro %}

{% macro unique_key_is_null(unique_key, identifier) %}
    {% set name = 'dbt_unique_key_1' if unique_key | is_list else 'dbt_unique_key' %}
        {{ identifier }}.{{ name }} is null
    {# A line for the count. #}
{% endmacro %}

{% macro unique_key_is_not_null(unique_key, identifier) %}
    {% set name = 'dbt_unique_key_1' if unique_key | is_list else 'dbt_unique_key' %}
        {{ identifier }}.{{ name }} is not null
    {# A line for the count. #}
{% endmacro %}
