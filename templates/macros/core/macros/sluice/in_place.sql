{# What stands in a `statement` block, before it is known how to run it. Errors tell of this macro as of `statement`. #}
{% macro statement_text() -%}
  {{ return(caller()) }}
{%- endmacro %}

{# How to make a relation under its own name at once, where `written` would make it as `staged` from the query `sql`: that
   text, the text to run instead of it (`runs`), and `alone` when that is the only statement and needs no transaction around
   it. None when the engine, the relation that is there or what the project overrides does not allow it. #}
{% macro plan_in_place(old, staged, target_relation, written, sql) -%}
  {{ return(adapter.dispatch('plan_in_place', 'dbt')(old, staged, target_relation, written, sql)) }}
{%- endmacro %}

{% macro default__plan_in_place(old, staged, target_relation, written, sql) -%}
  {{ return(none) }}
{%- endmacro %}

{# Does what was planned, as the statement by which the node is judged. What is kept in target/run is the text that was
   written, as if the relation had been staged. Without `cached` the relation counts as new until the node is done. #}
{% macro build_in_place(plan, target_relation, cached=true) -%}
  {% do write(plan.written) %}
  {% call statement('in_place', auto_begin=not plan.alone) -%}
    {{- plan.runs }}
  {%- endcall %}
  {% set done = load_result('in_place') %}
  {% do store_result('main', response=done['response'], agate_table=done['table']) %}
  {% if cached %}
    {% do adapter.cache_added(target_relation) %}
  {% endif %}
{%- endmacro %}
