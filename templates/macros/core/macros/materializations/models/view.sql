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
    {%- call statement_text() -%}
      {{ get_create_view_as_sql(staged, sql) }}
    {%- endcall -%}
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
