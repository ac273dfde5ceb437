{% macro my_macro(x) %}{{ return(x) }}{% endmacro %}
{% macro other_macro(a, b=2) %} {{ my_macro(a) }} {{ dbt.type_string() }}{% endmacro %}
text between {{ ignored }}
{%- macro default__disp() -%} d {%- endmacro -%}
{% macro disp() %}{{ adapter.dispatch('disp', 'full')() }}{% endmacro %}
{% macro log_results(results) %}{% for r in results %}{{ r }}{% endfor %}{% endmacro %}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%}{{ target.schema }}{%- elif node.resource_type == 'seed' -%} seeds_{{ custom_schema_name }} {%- else -%}{{ custom_schema_name | trim }}_{{ node.fqn[1] }}_{{ node.config.materialized }}{%- endif -%}
{%- endmacro %}
{% test in_macros(model, column_name, y=1) %} select 1 {% endtest %}
{% materialization foo, default %} {{ return({'relations': []}) }} {% endmaterialization %}
{% materialization foo2, adapter='duckdb', supported_languages=['sql', 'python'] %} {% endmaterialization %}
