{# Tables with foreign keys. DuckDB neither renames nor drops a table that another one references, and it remembers a table that
   references others under the name it was made with. So such tables are made under their own names, and those that point at
   them are put aside meanwhile. #}

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

{# Whether the engine has to be asked about keys at all: it is when the contract declares any. #}
{% macro duckdb__has_keys() -%}
  {{ return((enforced_constraint_types() | select('in', ['primary_key', 'unique', 'foreign_key']) | list | length) > 0) }}
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


{# The tables whose foreign keys lead to this one, the farthest first, one row for each reference. #}
{% macro duckdb__foreign_key_dependents(relation) -%}
  {% set sql %}
    with recursive keys as (
      select table_name, referenced_table
      from duckdb_constraints()
      where constraint_type = 'FOREIGN KEY'
        and lower(database_name) = lower('{{ adapter.escape_sql_string(relation.database) }}')
        and lower(schema_name) = lower('{{ adapter.escape_sql_string(relation.schema) }}')
        and lower(table_name) <> lower(referenced_table)
    ),
    reached(table_name, depth) as (
      select table_name, 1 from keys
      where lower(referenced_table) = lower('{{ adapter.escape_sql_string(relation.identifier) }}')
      union
      select keys.table_name, reached.depth + 1
      from keys join reached on lower(keys.referenced_table) = lower(reached.table_name)
    ),
    farthest as (select table_name, max(depth) as depth from reached group by table_name)
    select farthest.table_name, keys.referenced_table
    from farthest join keys using (table_name)
    order by farthest.depth desc, farthest.table_name, keys.referenced_table
  {% endset %}
  {{ return(run_query(sql)) }}
{%- endmacro %}

{# Why a table cannot be put aside: only a model that this run builds anew afterwards may be. None when it can. #}
{% macro duckdb__dependent_problem(table, node, upstream_ids) -%}
  {% if node is none %}
    {{ return(table ~ " (not built by a dbt model in this project)") }}
  {% elif node.unique_id not in selected_resources %}
    {{ return(table ~ " (model " ~ node.name ~ " is not selected in this run)") }}
  {% elif upstream_ids | select('in', node.depends_on.nodes) | list | length == 0 %}
    {{ return(table ~ " (model " ~ node.name ~ " does not ref() the table its foreign key points at, so dbt may not rebuild it afterwards; use `to: ref(...)` in the constraint)") }}
  {% endif %}
  {% set refreshes = flags.FULL_REFRESH if node.config.full_refresh is none else node.config.full_refresh %}
  {% if node.config.materialized == 'table' or (node.config.materialized == 'incremental' and refreshes) %}
    {{ return(none) }}
  {% endif %}
  {{ return(table ~ " (model " ~ node.name ~ " is materialized as " ~ node.config.materialized ~ " and would lose its data; run with --full-refresh)") }}
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

{# Drops a relation so that it can be made anew under its name. A failed build rolls all of it back, so there must be a
   transaction, whatever the profile says. #}
{% macro drop_relation_for_rebuild(relation) -%}
  {% do adapter.ensure_transaction() %}
  {% set dropped = drop_foreign_key_dependents(relation) if relation.is_table and may_be_foreign_key_target(relation) else [] %}
  {% do adapter.drop_relation(relation) %}
  {{ return(dropped) }}
{%- endmacro %}
