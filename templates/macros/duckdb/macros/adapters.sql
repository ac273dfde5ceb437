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


{# The statements that make tables and views. Their text is part of what errors show: lines are counted in it. #}

{# The declared columns of a model in parentheses. #}
{% macro get_column_names() %}
  (
    {% for column in model['columns'].values() %}
      {% set name = column['name'] %}
      {% set shown = adapter.quote(name) if column.get('quote') else name %}
      {{ shown }} {{ "," if not loop.last }}
    {% endfor %}
  )
{% endmacro %}

{# The columns of `partitioned_by` or `partition_by`, which DuckLake has; other databases have no partitions, and models written
   for other warehouses carry the config along. #}
{% macro duckdb__get_partitioned_by(relation, temporary) -%}
  {%- set wanted = config.get('partitioned_by', none) or config.get('partition_by', none) -%}
  {{ return(duckdb__layout_columns(relation, temporary, wanted, 'partitioned_by/partition_by') | join(', ') or none) }}
{%- endmacro %}

{% macro duckdb__alter_table_set_partitioned_by(relation, partitioned_by) -%}
  alter table {{ relation }} set partitioned by ({{ partitioned_by }});
{%- endmacro %}

{# The columns of `sorted_by` or `sort_by`, quoted. #}
{% macro duckdb__get_sorted_by(relation, temporary) -%}
  {%- set wanted = config.get('sorted_by', none) -%}
  {%- set wanted = config.get('sort_by', none) if wanted is none else wanted -%}
  {%- set quoted = [] -%}
  {%- for name in duckdb__layout_columns(relation, temporary, wanted, 'sorted_by/sort_by') -%}
    {%- do quoted.append(adapter.quote(name | replace('"', '""'))) -%}
  {%- endfor -%}
  {{ return(quoted | join(', ') or none) }}
{%- endmacro %}

{% macro duckdb__alter_table_set_sorted_by(relation, sorted_by) -%}
  alter table {{ relation }} set sorted by ({{ sorted_by }});
{%- endmacro %}

{% macro create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
  {{ return(adapter.dispatch('create_table_as', 'dbt')(temporary, relation, compiled_code, language, partitioned_by=partitioned_by, sorted_by=sorted_by)) }}
{%- endmacro %}

{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
  {%- if language == 'python' -%}
    {{ return(py_write_table(temporary, relation, compiled_code, partitioned_by, sorted_by)) }}
  {%- elif language != 'sql' -%}
    {% do exceptions.raise_compiler_error("duckdb__create_table_as macro didn't get supported language, it got %s" % language) %}
  {%- endif -%}
    {% set contracted = config.get('contract').enforced %}
    {% if contracted %}
      {{ get_assert_columns_equivalent(compiled_code) }}
    {% endif %}
    {%- set sql_header = config.get('sql_header', none) -%}

    {{ sql_header if sql_header is not none }}

    create {% if temporary: -%}temporary{%- endif %} table
      {{ relation.include(database=(not temporary), schema=(not temporary)) }}
  {% if contracted and not temporary %}
    {#- Constraints cannot stand in CREATE TABLE AS, and temporary tables have none. #}
    {{- get_table_columns_and_constraints() }} ;
    {{ duckdb__table_layout(relation, partitioned_by, sorted_by) }}
    insert into {{ relation }} {{ get_column_names() }} (
      {{ get_select_subquery(compiled_code) }}
    );
  {% elif partitioned_by or sorted_by %}
    as (
      select * from (
        {{ compiled_code }}
      ) as model_subq
      limit 0
    );
    {{ duckdb__table_layout(relation, partitioned_by, sorted_by) }}
    insert into {{ relation }}
      select * from (
        {{ compiled_code }}
      ) as model_subq;
  {% else %}
    {# Nothing here: the line stays for the count. #}
    as (
      {{ compiled_code }}
    );
    {# The same. #}
  {% endif %}
{%- endmacro %}

{# The model with the function that makes a table of its rows. Its layout is that of a table made by SQL. #}
{% macro py_write_table(temporary, relation, compiled_code, partitioned_by=none, sorted_by=none) -%}
{%- set has_layout = partitioned_by or sorted_by -%}
{{ compiled_code }}

def materialize(df, con):
    view = '__dbt_python_model_df_{{ relation.identifier }}'
    con.register(view, df)
    con.execute('create {{ "temporary " if temporary }}table {{ relation.include(database=(not temporary), schema=(not temporary)) }} as from "' + view + '"{{ ' limit 0' if has_layout }}')
    {%- if partitioned_by %}
    con.execute('{{ duckdb__alter_table_set_partitioned_by(relation, partitioned_by) | trim }}')
    {%- endif %}
    {%- if sorted_by %}
    con.execute('{{ duckdb__alter_table_set_sorted_by(relation, sorted_by) | trim }}')
    {%- endif %}
    {%- if has_layout %}
    con.execute('insert into {{ relation }} from "' + view + '"')
    {%- endif %}
    con.unregister(view)
{%- endmacro %}

{% macro duckdb__create_view_as(relation, sql) -%}
  {% set contracted = config.get('contract').enforced %}
  {% if contracted %}
    {{ get_assert_columns_equivalent(sql) }}
  {%- endif %}
  {%- set sql_header = config.get('sql_header', none) -%}

  {{ sql_header if sql_header is not none }}
  create view {{ relation }} as (
    {{ sql }}
  );
{% endmacro %}

{# Without a strategy, rows that come again replace those that are there. #}
{% macro duckdb__get_incremental_default_sql(arg_dict) %}
  {% do return(get_incremental_delete_insert_sql(arg_dict)) %}
{% endmacro %}

{% macro location_exists(location) -%}
  {% do return(adapter.location_exists(location)) %}
{% endmacro %}

{# Relative paths count from the project, as they do when files are read. #}
{% macro write_to_file(relation, location, options) -%}
  {% set path = adapter.get_seed_file_path({'original_file_path': location}) %}
  {% call statement('write_to_file') -%}
    copy {{ relation }} to '{{ path }}' ({{ options }})
  {%- endcall %}
{% endmacro %}

{% macro store_relation(plugin, relation, location, format, config) -%}
  {% do adapter.store_relation(plugin, relation, adapter.get_columns_in_relation(relation), location, format, config) %}
{% endmacro %}

{# Options of COPY from the config, rendered; `format` and `delimiter` may stand beside them. #}
{% macro render_write_options(config) -%}
  {% set configured = config.get('options', {}) %}
  {% if configured is not mapping %}
    {% do exceptions.raise_compiler_error("The options argument must be a dictionary") %}
  {% endif %}
  {% set options = {} %}
  {% for name, value in configured.items() %}
    {% do options.update({name: render(value)}) %}
  {% endfor %}
  {% for name in ['format', 'delimiter'] if config.get(name) %}
    {% do options.update({name: render(config.get(name))}) %}
  {% endfor %}
  {% do return(options) %}
{%- endmacro %}

{% macro duckdb__get_create_index_sql(relation, index_dict) -%}
  {%- set index = adapter.parse_index(index_dict) -%}
  create {{ 'unique ' if index.unique }}index
  "{{ index.render(relation) }}"
  on {{ relation }}
  ({{ ", ".join(index.columns) }});
{%- endmacro %}

{# Indexes stand in the way of renaming a table. No transaction is begun for this. #}
{% macro drop_indexes_on_relation(relation) -%}
  {% call statement('get_indexes_on_relation', fetch_result=True, auto_begin=False) %}
    select index_name
    from duckdb_indexes()
    where database_name = '{{ relation.database }}'
      and schema_name = '{{ relation.schema }}'
      and table_name = '{{ relation.identifier }}'
  {% endcall %}
  {% for row in load_result('get_indexes_on_relation').table %}
    {% call statement('drop_index_' ~ loop.index, auto_begin=false) %}
      drop index "{{ relation.database }}"."{{ relation.schema }}"."{{ row[0] }}"
    {% endcall %}
  {% endfor %}
{%- endmacro %}

{# Copies the tables that reference this one, without their constraints, and drops them. #}
{% macro drop_foreign_key_dependents(relation) -%}
  {% set references = {} %}
  {% for row in duckdb__foreign_key_dependents(relation) %}
    {% do references.setdefault(row[0], []).append(row[1] | lower) %}
  {% endfor %}
  {% if not references %}
    {{ return([]) }}
  {% endif %}

  {% set ids = {relation.identifier | lower: model.unique_id} %}
  {% set nodes = {} %}
  {% for node in graph.nodes.values() if node.resource_type == 'model'
        and (node.database or '') | lower == (relation.database or '') | lower
        and node.schema | lower == relation.schema | lower %}
    {% for table in references if (node.alias or node.name) | lower == table | lower %}
      {% do nodes.update({table: node}) %}
      {% do ids.update({table | lower: node.unique_id}) %}
    {% endfor %}
  {% endfor %}

  {% set problems = [] %}
  {% for table, referenced in references.items() %}
    {% set upstream_ids = [] %}
    {% for name in referenced if name in ids %}
      {% do upstream_ids.append(ids[name]) %}
    {% endfor %}
    {% set problem = duckdb__dependent_problem(table, nodes.get(table), upstream_ids) %}
    {% if problem %}
      {% do problems.append(problem) %}
    {% endif %}
  {% endfor %}
  {% if problems %}
    {% do exceptions.raise_compiler_error(
      "Cannot replace " ~ relation ~ " because DuckDB does not allow replacing a table that a foreign key "
      ~ "references, and dbt-duckdb can only drop referencing tables that this run will rebuild. "
      ~ "Problem tables: " ~ problems | join("; ")) %}
  {% endif %}

  {% set dropped = [] %}
  {% for table in references %}
    {% set dependent = api.Relation.create(database=relation.database, schema=relation.schema, identifier=table, type='table') %}
    {% set backup = dependent.incorporate(path={'identifier': table ~ '__dbt_fk_backup'}, type='table') %}
    {% do adapter.drop_relation(backup) %}
    {% call statement('backup_foreign_key_dependent_' ~ loop.index) %}
      create table {{ backup }} as select * from {{ dependent }}
    {% endcall %}
    {{ log("Dropping " ~ dependent ~ " because it references " ~ relation ~ " through a foreign key; it is rebuilt later in this run", info=True) }}
    {% do adapter.drop_relation(dependent) %}
    {% do dropped.append({'relation': dependent, 'backup': backup}) %}
  {% endfor %}
  {{ return(dropped) }}
{%- endmacro %}

{# Gives the copies the names of their tables, so that their data can be read until they are built anew. #}
{% macro restore_foreign_key_dependents(dropped) -%}
  {% for each in dropped | reverse %}
    {{ log("Restoring data for " ~ each['relation'] ~ "; its constraints are rebuilt later in this run", info=True) }}
    {% do adapter.rename_relation(each['backup'], each['relation']) %}
  {% endfor %}
{%- endmacro %}

{# Kinds of constraints that the model's contract declares. #}
{% macro enforced_constraint_types() -%}
  {% set kinds = [] %}
  {% if config.get('contract').enforced %}
    {% for constraint in model.get('constraints', []) %}
      {% do kinds.append(constraint.type | string) %}
    {% endfor %}
    {% for column in model.get('columns', {}).values() %}
      {% for constraint in column.get('constraints', []) %}
        {% do kinds.append(constraint.type | string) %}
      {% endfor %}
    {% endfor %}
  {% endif %}
  {{ return(kinds) }}
{%- endmacro %}

{# Kinds of key constraints that a table has. #}
{% macro existing_constraint_types(relation) -%}
  {% if relation is none or not relation.is_table %}
    {{ return([]) }}
  {% endif %}
  {% set sql %}
    select distinct replace(lower(constraint_type), ' ', '_')
    from duckdb_constraints()
    where lower(database_name) = lower('{{ adapter.escape_sql_string(relation.database) }}')
      and lower(schema_name) = lower('{{ adapter.escape_sql_string(relation.schema) }}')
      and lower(table_name) = lower('{{ adapter.escape_sql_string(relation.identifier) }}')
      and constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
  {% endset %}
  {{ return(run_query(sql).columns[0].values() | list) }}
{%- endmacro %}

{% macro has_foreign_key_constraints(relation=none) -%}
  {% if not duckdb__has_keys() %}
    {{ return(false) }}
  {% endif %}
  {{ return('foreign_key' in enforced_constraint_types() + existing_constraint_types(relation)) }}
{%- endmacro %}

{# Only a table with a primary key or a unique constraint can be referenced. #}
{% macro may_be_foreign_key_target(relation=none) -%}
  {% if not duckdb__has_keys() %}
    {{ return(false) }}
  {% endif %}
  {% set kinds = enforced_constraint_types() + existing_constraint_types(relation) %}
  {{ return('primary_key' in kinds or 'unique' in kinds) }}
{%- endmacro %}

{# Drops a relation so that it can be made anew under its name. A failed build rolls all of it back, so there must be a
   transaction, whatever the profile says. #}
{% macro drop_relation_for_rebuild(relation) -%}
  {% do adapter.ensure_transaction() %}
  {% set dropped = drop_foreign_key_dependents(relation) if relation.is_table and may_be_foreign_key_target(relation) else [] %}
  {% do adapter.drop_relation(relation) %}
  {{ return(dropped) }}
{%- endmacro %}
