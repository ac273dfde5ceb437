{# Schemas. Attached databases of other kinds take part as far as they have schemas. #}

{% macro duckdb__create_schema(relation) -%}
  {%- call statement('create_schema') -%}
    {% set kinds %}
        select type from duckdb_databases()
        where lower(database_name)='{{ relation.database | lower }}'
        and type != 'duckdb'
    {% endset %}
    {% set found = run_query(kinds) %}
    {% set kind = found.columns[0].values()[0] if found | length > 0 else 'duckdb' %}
    {% if kind == 'sqlite' and relation.schema != 'main' %}
        {{ exceptions.raise_compiler_error(
            "Schema must be 'main' when writing to sqlite "
            ~ "instead got " ~ relation.schema
        )}}
    {% elif kind not in ['sqlite', 'mysql'] %}
        create schema if not exists {{ relation.without_identifier() }}
    {% endif %}
  {%- endcall -%}
{% endmacro %}

{% macro duckdb__drop_schema(relation) -%}
  {%- call statement('drop_schema') -%}
    drop schema if exists {{ relation.without_identifier() }} cascade
  {%- endcall -%}
{% endmacro %}

{% macro duckdb__list_schemas(database) -%}
  {% set sql %}
    select schema_name
    from system.information_schema.schemata
    {% if database is not none %}
    where lower(catalog_name) = '{{ database | lower }}'
    {% endif %}
  {% endset %}
  {{ return(run_query(sql)) }}
{% endmacro %}

{% macro duckdb__check_schema_exists(information_schema, schema) -%}
  {% set sql -%}
        select count(*)
        from system.information_schema.schemata
        where lower(schema_name) = '{{ schema | lower }}'
        and lower(catalog_name) = '{{ information_schema.database | lower }}'
  {%- endset %}
  {{ return(run_query(sql)) }}
{% endmacro %}


{# Relations and their columns. #}

{% macro duckdb__list_relations_without_caching(schema_relation) %}
  {% call statement('list_relations_without_caching', fetch_result=True) -%}
    select
      '{{ schema_relation.database }}' as database,
      table_name as name,
      table_schema as schema,
      case table_type when 'VIEW' then 'view' else 'table' end as type
    from system.information_schema.tables
    where lower(table_schema) = '{{ schema_relation.schema | lower }}'
    and lower(table_catalog) = '{{ schema_relation.database | lower }}'
  {% endcall %}
  {{ return(load_result('list_relations_without_caching').table) }}
{% endmacro %}

{# DESCRIBE looks at one relation; information_schema.columns would look at all of them. #}
{% macro duckdb__get_columns_in_relation(relation) -%}
  {% call statement('get_columns_in_relation', fetch_result=True) %}
      select
          column_name,
          column_type as data_type,
          cast(null as bigint) as character_maximum_length,
          cast(null as bigint) as numeric_precision,
          cast(null as bigint) as numeric_scale
      from (describe {{ relation.render() }})
  {% endcall %}
  {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{% endmacro %}

{# A header cannot stand inside DESCRIBE; it is run on its own, so that what it sets is seen. #}
{% macro duckdb__get_empty_subquery_sql(select_sql, select_sql_header=none) %}
    {%- if select_sql_header is not none -%}
      {%- do run_query(select_sql_header) -%}
    {%- endif -%}
    select * from (
        {{ select_sql }}
    ) as __dbt_sbq
    where false
    limit 0
{% endmacro %}

{# One statement for each column: DuckDB changes one at a time. #}
{% macro duckdb__alter_relation_add_remove_columns(relation, add_columns, remove_columns) %}
  {% for column in add_columns or [] %}
    {% do run_query('alter ' ~ relation.type ~ ' ' ~ relation ~ ' add column ' ~ api.Relation.create(identifier=column.name) ~ ' ' ~ column.data_type) %}
  {% endfor %}
  {% for column in remove_columns or [] %}
    {% do run_query('alter ' ~ relation.type ~ ' ' ~ relation ~ ' drop column ' ~ api.Relation.create(identifier=column.name)) %}
  {% endfor %}
{% endmacro %}

{% macro duckdb__drop_relation(relation) -%}
  {% call statement('drop_relation', auto_begin=False) -%}
    drop {{ relation.type }} if exists {{ relation }}{{ ' cascade' if not adapter.is_ducklake(relation) }}
  {%- endcall %}
{% endmacro %}

{% macro duckdb__rename_relation(from_relation, to_relation) -%}
  {% call statement('rename_relation') -%}
    alter {{ to_relation.type }} {{ from_relation }} rename to {{ adapter.quote_as_configured(to_relation.identifier, 'identifier') }}
  {%- endcall %}
{% endmacro %}


{# A temporary table belongs to its connection and lies in no schema of the project. #}
{% macro duckdb__make_temp_relation(base_relation, suffix) %}
    {% do return(base_relation.incorporate(path={
        "identifier": base_relation.identifier ~ suffix ~ py_current_timestring(),
        "schema": none,
        "database": none
    })) -%}
{% endmacro %}

{# Where new rows wait: `relation`, and whether it is `temporary`. On MotherDuck, which has no temporary tables, it is a table
   in a schema of its own. #}
{% macro duckdb__dispatch_temporary_relation(target_relation, batch_id='') %}
    {% if not adapter.is_motherduck() %}
        {% do return({'relation': make_temp_relation(target_relation), 'temporary': true}) %}
    {% endif %}
    {% set staged = target_relation.incorporate(path=adapter.get_temp_relation_path(target_relation, batch_id)) %}
    {% do run_query(create_schema(staged)) %}
    {% if not adapter.disable_transactions() %}
        {% do adapter.commit() %}
    {% endif %}
    {% do return({'relation': staged, 'temporary': false}) %}
{% endmacro %}


{# Time. #}

{% macro duckdb__current_timestamp() -%}
  now()
{%- endmacro %}

{% macro duckdb__snapshot_string_as_time(timestamp) -%}
    {{ return("'" ~ timestamp ~ "'::timestamp") }}
{%- endmacro %}

{% macro duckdb__snapshot_get_time() -%}
  {{ current_timestamp() }}::timestamp
{%- endmacro %}


{% macro duckdb__apply_grants(relation, grant_config, should_revoke=True) %}
    {% if grant_config %}
      {{ adapter.warn_once('Grants for relations are not supported by DuckDB') }}
    {% endif %}
{% endmacro %}
