{# The rows of a fixture as SQL. Columns that a row leaves out are null; types are those of the relation it stands for. #}
{% macro get_fixture_sql(rows, column_name_to_data_types) %}
-- Fixture for {{ model.name }}
{% set nulls = {} %}
{%- set column_name_to_quoted = {} -%}

{#- Types that are given are those of a relation that is not built. -#}
{%- if column_name_to_data_types -%}
{%-   set given = column_name_to_data_types -%}
{%-   set column_name_to_data_types = {} -%}
{%-   for name, type in given.items() -%}
{%-     do column_name_to_data_types.update({name|lower: type}) -%}
{%-     do column_name_to_quoted.update({name|lower: adapter.quote(name)}) -%}
{%-   endfor -%}
{%- else -%}
{%-   set known = defer_relation if (defer_relation and not load_relation(this)) else this -%}
{%-   set column_name_to_data_types = {} -%}
{%-   for column in adapter.get_columns_in_relation(known) -%}
{%-     do column_name_to_data_types.update({column.name|lower: column.data_type}) -%}
{%-     do column_name_to_quoted.update({column.name|lower: column.quoted}) -%}
{%-   endfor -%}
{%- endif -%}

{%- if not column_name_to_data_types -%}
    {{ exceptions.raise_compiler_error("Not able to get columns for unit test '" ~ model.name ~ "' from relation " ~ this ~ " because the relation doesn't exist") }}
{%- endif -%}

{%- for name, type in column_name_to_data_types.items() -%}
    {%- do nulls.update({name: (safe_cast("null", type) | trim )}) -%}
{%- endfor -%}

{{ validate_fixture_rows(rows, row_number) }}

{%- for row in rows -%}
{%-   set values = nulls.copy() -%}
{%-   do values.update(format_row(row, column_name_to_data_types)) -%}
select
{%-   for name, value in values.items() %} {{ value }} as {{ column_name_to_quoted[name] }}{{ ',' if not loop.last }}
{%-   endfor %}
{%-   if not loop.last %}
union all
{%    endif %}
{%- endfor -%}

{%- if not rows -%}
    select
    {%- for name, value in nulls.items() %} {{ value }} as {{ column_name_to_quoted[name] }}{{ ',' if not loop.last }}
    {%- endfor %}
    limit 0
{%- endif -%}
{% endmacro %}


{# The rows that a unit test expects, as SQL. #}
{% macro get_expected_sql(rows, column_name_to_data_types, column_name_to_quoted) %}

{%- if not rows -%}
    select * from dbt_internal_unit_test_actual
    limit 0
{%- else -%}
{%- for row in rows -%}
{%- set values = format_row(row, column_name_to_data_types) -%}
select
{%- for name, value in values.items() %} {{ value }} as {{ column_name_to_quoted[name] }}{{ ',' if not loop.last }}
{%- endfor %}
{%- if not loop.last %}
union all
{% endif %}
{%- endfor -%}
{%- endif -%}

{% endmacro %}


{# The values of one row as expressions with a cast, under lowered names. A length of a string type is left out, as it would cut. #}
{%- macro format_row(row, column_name_to_data_types) -%}
    {% set formatted = {} %}
    {%- for key, value in row.items() -%}
        {% set name = key | lower %}
        {%- if name not in column_name_to_data_types %}
            {% set fixture = "expected output" if model.resource_type == 'unit_test' else ("'" ~ model.name ~ "'") %}
            {{ exceptions.raise_compiler_error(
                "Invalid column name: '" ~ name ~ "' in unit test fixture for " ~ fixture ~ "."
                "\nAccepted columns for " ~ fixture ~ " are: " ~ (column_name_to_data_types.keys()|list)
            ) }}
        {%- endif -%}
        {%- set type = column_name_to_data_types[name] %}
        {%- if value is string -%}
            {%- set type = type.split('(')[0] if 'varying' in type else type -%}
            {%- set literal = dbt.string_literal(dbt.escape_single_quotes(value)) -%}
        {%- else -%}
            {%- set literal = 'null' if value is none else value -%}
        {%- endif -%}
        {%- do formatted.update({name: safe_cast(literal, type)}) -%}
    {%- endfor -%}
    {{ return(formatted) }}
{%- endmacro -%}


{# For engines that cannot take every fixture. #}
{%- macro validate_fixture_rows(rows, row_number) -%}
  {{ return(adapter.dispatch('validate_fixture_rows', 'dbt')(rows, row_number)) }}
{%- endmacro -%}

{%- macro default__validate_fixture_rows(rows, row_number) -%}
{%- endmacro -%}
