{# The strategy macro of this name, `package.name` for one of a package. #}
{% macro strategy_dispatch(name) -%}
  {% set place = context %}
  {% set package_name = none %}
  {% set strategy = name %}
  {% if '.' in name %}
    {% set package_name, strategy = name.split(".", 1) %}
    {% if package_name not in context %}
      {{ exceptions.raise_compiler_error("Could not find package '" ~ package_name ~ "', called with '" ~ name ~ "'") }}
    {% endif %}
    {% set place = context[package_name] %}
  {% endif %}
  {%- set macro_name = 'snapshot_' ~ strategy ~ '_strategy' -%}
  {% if macro_name not in place %}
    {{ exceptions.raise_compiler_error("The specified strategy macro '" ~ strategy ~ "' was not found in package '" ~ package_name ~ "'") }}
  {% endif %}
  {{ return(place[macro_name]) }}
{%- endmacro %}


{# The id of one version of a row, from its key and the moment it dates from. #}
{% macro snapshot_hash_arguments(args) -%}
  {{ adapter.dispatch('snapshot_hash_arguments', 'dbt')(args) }}
{%- endmacro %}

{% macro default__snapshot_hash_arguments(args) -%}
    md5({%- for arg in args -%}
        coalesce(cast({{ arg }} as varchar ), '')
        {% if not loop.last %} || '|' || {% endif %}
    {%- endfor -%})
{%- endmacro %}


{# A row has changed when its own timestamp is later than that of its last version. The column that a snapshot keeps is
   compared, as rows from before a change of strategy have no other. #}
{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
    {% set updated_at = config.get('updated_at') %}
    {% set columns = config.get("snapshot_table_column_names") or get_snapshot_table_column_names() %}
    {% set row_changed -%}
        ({{ snapshotted_rel }}.{{ columns.dbt_valid_from }} < {{ current_rel }}.{{ updated_at }})
    {%- endset %}
    {{ return(snapshot_strategy_result(updated_at, row_changed)) }}
{% endmacro %}


{% macro snapshot_string_as_time(timestamp) -%}
    {{ adapter.dispatch('snapshot_string_as_time', 'dbt')(timestamp) }}
{%- endmacro %}

{% macro default__snapshot_string_as_time(timestamp) %}
    {% do exceptions.raise_not_implemented(
        'snapshot_string_as_time macro not implemented for adapter '+adapter.type()
    ) %}
{% endmacro %}


{# Whether a column to check is new in the source, and those that are in the snapshot already, as the database spells them. #}
{% macro snapshot_check_all_get_existing_columns(node, target_exists, check_cols_config) -%}
    {%- if not target_exists -%}
        {{ return((false, query_columns)) }}
    {%- endif -%}

    {% if check_cols_config == 'all' %}
        {%- set query = node['compiled_code'] -%}
    {% elif check_cols_config is iterable and (check_cols_config | length) > 0 %}
        {%- set query -%}
            select {{ check_cols_config | join(', ') }} from (
                {{ node['compiled_code'] }}
            ) subq
        {%- endset -%}
    {% else %}
        {% do exceptions.raise_compiler_error("Invalid value for 'check_cols': " ~ check_cols_config) %}
    {% endif %}

    {%- set snapshot = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
    {%- set known = adapter.get_columns_in_relation(snapshot) | map(attribute = 'name') | list -%}
    {%- set shared = [] -%}
    {%- set added = [] -%}
    {%- for name in get_columns_in_query(query) -%}
        {%- if name in known -%}
            {%- do shared.append(adapter.quote(name)) -%}
        {%- else -%}
            {%- do added.append(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return((added | length > 0, shared)) }}
{%- endmacro %}


{# A row has changed when one of its columns has, null counting as a value; and every row when a column was added. #}
{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) %}
    {% set updated_at = config.get('updated_at') or snapshot_get_time() %}
    {% set is_added, names = snapshot_check_all_get_existing_columns(node, target_exists, config.get('check_cols')) %}
    {%- set row_changed -%}
    (
    {%- if is_added -%}
        {{ get_true_sql() }}
    {%- else -%}
    {%- for name in names -%}
        {%- set before = snapshotted_rel ~ '.' ~ name -%}
        {%- set now = current_rel ~ '.' ~ name -%}
        {{ before }} != {{ now }}
        or
        (
            (({{ before }} is null) and not ({{ now }} is null))
            or
            ((not {{ before }} is null) and ({{ now }} is null))
        )
        {%- if not loop.last %} or {% endif -%}
    {%- endfor -%}
    {%- endif -%}
    )
    {%- endset %}
    {{ return(snapshot_strategy_result(updated_at, row_changed)) }}
{% endmacro %}
