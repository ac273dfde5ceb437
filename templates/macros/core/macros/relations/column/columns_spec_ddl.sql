{# The columns of an enforced contract with their types and constraints, in parentheses. #}
{%- macro get_table_columns_and_constraints() -%}
  {{ adapter.dispatch('get_table_columns_and_constraints', 'dbt')() }}
{%- endmacro -%}

{% macro default__get_table_columns_and_constraints() -%}
  {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{% macro table_columns_and_constraints() %}
  {# A line for the count. #}
    {%- set described = {} -%}
    {%- for name, column in model['columns'].items() -%}
      {%- do described.update({name: dict(column, constraints=constraints_with_relations(column.get('constraints')))}) -%}
    {%- endfor -%}
    {%- set columns = adapter.render_raw_columns_constraints(raw_columns=described) -%}
    {%- set constraints = adapter.render_raw_model_constraints(raw_constraints=constraints_with_relations(model['constraints'])) -%}
    (
    {% for column in columns -%}
      {{ column }}{{ "," if constraints or not loop.last }}
    {% endfor %}
    {% for constraint in constraints -%}
        {{ constraint }}{{ "," if not loop.last }}
    {% endfor -%}
    )
{% endmacro %}


{# Ends the model when its query does not give the columns of its contract. #}
{%- macro get_assert_columns_equivalent(sql) -%}
  {{ adapter.dispatch('get_assert_columns_equivalent', 'dbt')(sql) }}
{%- endmacro -%}

{% macro default__get_assert_columns_equivalent(sql) -%}
  {{ return(assert_columns_equivalent(sql)) }}
{%- endmacro %}

{% macro assert_columns_equivalent(sql) %}
  {%- set declared = model['columns'] -%}
  {%- if not declared -%}
      {{ exceptions.raise_contract_error([], []) }}
  {%- endif -%}
  {%- set given = format_columns(get_column_schema_from_query(sql, config.get('sql_header', none))) -%}
  {%- set wanted = format_columns(get_column_schema_from_query(get_empty_schema_sql(declared))) -%}
  {%- set by_name = {} -%}
  {%- for column in wanted | reverse -%}
    {%- do by_name.update({column['name']: column['formatted']}) -%}
  {%- endfor -%}
  {%- set wrong = [] -%}
  {%- for column in given if by_name.get(column['name']) != column['formatted'] -%}
    {%- do wrong.append(column) -%}
  {%- endfor -%}
  {%- if wrong or given | length != wanted | length -%}
    {%- do exceptions.raise_contract_error(wanted, given) -%}
  {%- endif -%}
{% endmacro %}


{# Columns in a form that can be compared. #}
{% macro format_columns(columns) %}
  {% set formatted = [] %}
  {% for column in columns %}
    {%- do formatted.append(adapter.dispatch('format_column', 'dbt')(column)) -%}
  {% endfor %}
  {{ return(formatted) }}
{% endmacro %}

{% macro default__format_column(column) -%}
  {{ return({'name': column.name, 'data_type': column.dtype, 'formatted': column.column.lower() ~ " " ~ column.dtype}) }}
{%- endmacro -%}
