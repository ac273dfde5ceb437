{# A view. Where the engine can replace it in one statement, that is done; else the new one is made beside the old one and
   takes its place by renaming, inside a transaction. #}
{%- materialization view, default -%}
  {%- set old = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set backup = make_backup_relation(target_relation, 'view' if old is none else old.type) -%}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ drop_relation_if_exists(load_cached_relation(staged)) }}
  {{ drop_relation_if_exists(load_cached_relation(backup)) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {%- set written -%}
      {{ get_create_view_as_sql(staged, sql) }}
  {%- endset -%}
  {%- set plan = plan_in_place(old, staged, target_relation, written, sql) -%}
  {% if plan %}
    {% do build_in_place(plan, target_relation) %}
  {% else %}
    {% call statement('main') -%}
      {{ written }}
    {%- endcall %}
    {# A hook may have dropped it in the meantime. #}
    {% set old = none if old is none else load_cached_relation(old) %}
    {% if old is not none %}
      {% do adapter.rename_relation(old, backup) %}
    {% endif %}
    {% do adapter.rename_relation(staged, target_relation) %}
  {% endif %}

  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(old, full_refresh_mode=True)) %}
  {% do persist_docs(target_relation, model) %}
  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {% do adapter.commit() %}

  {% if not plan and old is not none %}
    {% do adapter.drop_relation(backup) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=False) }}

  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}


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
   written, as if the relation had been staged. #}
{% macro build_in_place(plan, target_relation) -%}
  {% do write(plan.written) %}
  {% call statement('in_place', auto_begin=not plan.alone) -%}
    {{- plan.runs }}
  {%- endcall %}
  {% set done = load_result('in_place') %}
  {% do store_result('main', response=done['response'], agate_table=done['table']) %}
  {% do adapter.cache_added(target_relation) %}
{%- endmacro %}
