{# The name under which MotherDuck would run a Python model. Nothing asks for it here; projects replace or call it. #}
{% macro flight_name(parsed_model) -%}
  {% do return(adapter.dispatch('flight_name', 'dbt')(parsed_model)) %}
{%- endmacro %}

{% macro default__flight_name(parsed_model) -%}
  {% do return(duckdb__flight_name(parsed_model)) %}
{%- endmacro %}

{% macro duckdb__flight_name(parsed_model) -%}
  {%- set relation = parsed_model.get('alias') or parsed_model.get('name') -%}
  {%- set places = [parsed_model.get('package_name'), parsed_model.get('database'), parsed_model.get('schema')] -%}
  {% do return((['dbt'] + places + [relation]) | select | join('-')) %}
{%- endmacro %}
