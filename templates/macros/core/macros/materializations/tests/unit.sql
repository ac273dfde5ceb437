{# A unit test: the model over its fixtures, and the rows expected of it. An empty table with the model's columns tells the
   types of what is expected. #}
{%- materialization unit, default -%}
  {% set sql_header = config.get('sql_header') if flags.REQUIRE_SQL_HEADER_IN_TEST_CONFIGS else none %}
  {% set rows = config.get('expected_rows') %}
  {% set expected = config.get('expected_sql') %}
  {% set names = rows[0].keys() if rows else get_columns_in_query(sql) %}

  {%- set typed = make_temp_relation(this.incorporate(type='table')) -%}
  {% do run_query(get_create_table_as_sql(True, typed, get_empty_subquery_sql(sql))) %}
  {%- set types = {} -%}
  {%- set quoted = {} -%}
  {%- for column in adapter.get_columns_in_relation(typed) -%}
    {%- do types.update({column.name|lower: column.data_type}) -%}
    {%- do quoted.update({column.name|lower: column.quoted}) -%}
  {%- endfor -%}
  {%- set compared = [] -%}
  {%- for name in names -%}
    {%- do compared.append(quoted[name|lower]) -%}
  {%- endfor -%}
  {% if not expected %}
    {% set expected = get_expected_sql(rows, types, quoted) %}
  {% endif %}

  {% set laid_out = get_unit_test_sql(sql, expected, compared) %}

  {% call statement('main', fetch_result=True) -%}
    {{ sql_header or '' }}
    {{ laid_out }}
  {%- endcall %}

  {% do adapter.drop_relation(typed) %}
  {{ return({'relations': []}) }}
{%- endmaterialization -%}
