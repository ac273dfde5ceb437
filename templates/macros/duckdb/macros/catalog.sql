{# What `docs generate` reads: one row for each column. #}

{% macro duckdb__get_catalog(information_schema, schemas) -%}
  {{ return(run_query(duckdb__catalog_sql(information_schema, duckdb__get_catalog_schemas_where_clause_sql(schemas)))) }}
{%- endmacro %}

{% macro duckdb__get_catalog_relations(information_schema, relations) -%}
  {{ return(run_query(duckdb__catalog_sql(information_schema, duckdb__get_catalog_relations_where_clause_sql(relations)))) }}
{%- endmacro %}

{% macro duckdb__get_catalog_tables_sql(information_schema) -%}
    {%- set here = "upper(database_name) = upper('" ~ information_schema.database ~ "')" -%}
    select *
    from (
        select database_name as table_database, schema_name as table_schema, table_name,
            'BASE TABLE' as table_type, comment as table_comment
        from duckdb_tables()
        where {{ here }}
        union all
        select database_name, schema_name, view_name, 'VIEW', comment
        from duckdb_views()
        where {{ here }}
    ) catalog_tables
{%- endmacro %}

{% macro duckdb__get_catalog_columns_sql(information_schema) -%}
    select *
    from (
        select database_name as table_database, schema_name as table_schema, table_name,
            column_name, column_index, data_type as column_type, comment as column_comment
        from duckdb_columns()
        where upper(database_name) = upper('{{ information_schema.database }}')
    ) catalog_columns
{%- endmacro %}

{% macro duckdb__get_catalog_results_sql() -%}
    select
        tables.table_database,
        tables.table_schema,
        tables.table_name,
        tables.table_type,
        tables.table_comment,
        columns.column_name,
        columns.column_index,
        columns.column_type,
        columns.column_comment,
        null as table_owner
    from tables
    join columns using (table_database, table_schema, table_name)
    order by table_schema, table_name, column_index
{%- endmacro %}

{% macro duckdb__get_catalog_schemas_where_clause_sql(schemas) -%}
    {%- set conditions = [] -%}
    {%- for schema in schemas -%}
        {%- do conditions.append("upper(table_schema) = upper('" ~ schema ~ "')") -%}
    {%- endfor -%}
    where ({{ conditions | join(' or ') or '1 = 0' }})
{%- endmacro %}

{% macro duckdb__get_catalog_relations_where_clause_sql(relations) -%}
    {%- set conditions = [] -%}
    {%- for relation in relations -%}
        {%- if not relation.schema -%}
            {% do exceptions.raise_compiler_error(
                '`get_catalog_relations` requires a list of relations, each with a schema'
            ) %}
        {%- endif -%}
        {%- set name = " and upper(table_name) = upper('" ~ relation.identifier ~ "')" if relation.identifier else '' -%}
        {%- do conditions.append("(upper(table_schema) = upper('" ~ relation.schema ~ "')" ~ name ~ ")") -%}
    {%- endfor -%}
    where ({{ conditions | join(' or ') or '1 = 0' }})
{%- endmacro %}
