{# Tables with foreign keys. DuckDB neither renames nor drops a table that another one references, and it remembers a table that
   references others under the name it was made with. So such tables are made under their own names, and those that point at
   them are put aside meanwhile. The macros that other packages know by name are in adapters.sql. #}

{# Whether the engine has to be asked about keys at all: it is when the contract declares any. #}
{% macro duckdb__has_keys() -%}
  {{ return((enforced_constraint_types() | select('in', ['primary_key', 'unique', 'foreign_key']) | list | length) > 0) }}
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
