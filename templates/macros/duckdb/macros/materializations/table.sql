{# A table: replaced in one statement where that is safe, else made beside the old one, which makes room by renaming; with
   foreign keys, made anew under its own name. Always one transaction, so that a failure leaves everything as it was. #}
{% materialization table, adapter="duckdb", supported_languages=['sql', 'python'] %}
  {%- set language = model['language'] -%}
  {%- set old = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set backup = make_backup_relation(target_relation, 'table' if old is none else old.type) -%}
  {%- set has_keys = duckdb__has_keys() -%}
  {{ drop_relation_if_exists(load_cached_relation(staged)) }}
  {{ drop_relation_if_exists(load_cached_relation(backup)) }}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {%- set partitioned_by = duckdb__get_partitioned_by(target_relation, false) -%}
  {%- set sorted_by = duckdb__get_sorted_by(target_relation, false) -%}
  {%- set query = duckdb__clustered_sql(compiled_code) if language == 'sql' else compiled_code -%}
  {%- set rebuilds = has_keys and has_foreign_key_constraints(old) -%}
  {%- set dropped = drop_relation_for_rebuild(old) if rebuilds and old is not none else [] -%}
  {%- set build -%}
    {%- call statement_text() -%}
      {{- duckdb__write_table(target_relation if rebuilds else staged, query, language, partitioned_by, sorted_by) -}}
    {%- endcall -%}
  {%- endset -%}
  {%- set plan = plan_in_place(old, staged, target_relation, build, query) if language == 'sql' else none -%}
  {%- set swaps = false -%}

  {% if plan %}
    {% do build_in_place(plan, target_relation) %}
  {% elif rebuilds %}
    {% call statement('main') -%}
      {{- build }}
    {%- endcall %}
    {% do adapter.cache_added(target_relation) %}
    {% do restore_foreign_key_dependents(dropped) %}
  {% else %}
    {% set swaps = old is not none %}
    {% call statement('main', language=language) -%}
      {{- build }}
    {%- endcall %}
    {% set dropped = duckdb__make_room(old, backup) if swaps else [] %}
    {% do adapter.rename_relation(staged, target_relation) %}
    {% do restore_foreign_key_dependents(dropped) %}
  {% endif %}

  {% do create_indexes(target_relation) %}
  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(old, full_refresh_mode=True)) %}
  {% do persist_docs(target_relation, model) %}
  {% do adapter.commit() %}

  {% if swaps %}
    {% do adapter.drop_relation(backup) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=False) }}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
