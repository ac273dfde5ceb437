{# An incremental model: built like a table when there is none yet, or on a full refresh; else the new rows go into a temporary
   table, and from there into the table in the way that the strategy writes. #}
{% materialization incremental, adapter="duckdb", supported_languages=['sql', 'python'] -%}
  {%- set language = model['language'] -%}
  {%- set old = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set staged = make_intermediate_relation(target_relation) -%}
  {%- set backup = make_backup_relation(target_relation, 'table' if old is none else old.type) -%}
  {%- set full_refresh = should_full_refresh() or (old is not none and old.is_view) -%}
  {%- set builds = old is none or full_refresh -%}
  {%- set on_schema_change = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
  {%- set partitioned_by = duckdb__get_partitioned_by(target_relation, false) if builds else none -%}
  {%- set sorted_by = duckdb__get_sorted_by(target_relation, false) if builds else none -%}
  {{ drop_relation_if_exists(load_cached_relation(staged)) }}
  {{ drop_relation_if_exists(load_cached_relation(backup)) }}
  {% set waiting = duckdb__dispatch_temporary_relation(target_relation, adapter.batch_id_for_model(model)) %}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% set plan = none %}
  {% set swaps = false %}
  {% set dropped = [] %}
  {% set begins = true %}
  {% set at_once = false %}
  {% if builds %}
    {% set has_keys = duckdb__has_keys() %}
    {% set query = duckdb__clustered_sql(compiled_code) if language == 'sql' else compiled_code %}
    {% set rebuilds = old is not none and has_keys and has_foreign_key_constraints(old) %}
    {% set dropped = drop_relation_for_rebuild(old) if rebuilds else [] %}
    {% set written_as = target_relation if rebuilds or old is none else staged %}
    {% set build_sql = duckdb__write_table(written_as, query, language, partitioned_by, sorted_by) %}
    {% set plan = plan_in_place(old, written_as, target_relation, build_sql, query) if language == 'sql' else none %}
    {% set swaps = not plan and written_as is sameas staged %}
    {% set begins = not (partitioned_by or sorted_by) %}
  {% else %}
    {% set fill -%}
      {%- call statement_text() -%}
        {{- create_table_as(waiting.temporary, waiting.relation, compiled_code, language) -}}
      {%- endcall -%}
    {%- endset %}
    {% set at_once = language == 'sql' and on_schema_change == 'ignore' and duckdb__append_at_once(old, target_relation, waiting, fill) %}
    {% if not at_once %}
      {% call statement('pre', language=language, auto_begin=false) %}
    {{ fill }}
      {% endcall %}
      {% set dest_columns = process_schema_changes(on_schema_change, waiting.relation, old) or adapter.get_columns_in_relation(old) %}
      {% set strategy_macro = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') %}
      {% set build_sql = strategy_macro({
          'target_relation': target_relation,
          'temp_relation': waiting.relation,
          'unique_key': config.get('unique_key'),
          'dest_columns': dest_columns,
          'incremental_predicates': config.get('predicates', none) or config.get('incremental_predicates', none)
      }) %}
      {% set language = 'sql' %}
    {% endif %}
  {% endif %}

  {% if plan %}
    {# For hooks a table that was just made for the first time is none that is added to. #}
    {% do build_in_place(plan, target_relation, cached=old is not none) %}
  {% elif not at_once %}
    {% call statement("main", language=language, auto_begin=begins) %}
      {{- build_sql }}
    {% endcall %}
  {% endif %}

  {% if swaps %}
    {% set dropped = duckdb__make_room(old, backup) %}
    {% do adapter.rename_relation(staged, target_relation) %}
  {% endif %}
  {% do restore_foreign_key_dependents(dropped) %}

  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(old, full_refresh)) %}
  {% if builds %}
    {% do create_indexes(target_relation) %}
  {% endif %}
  {% do persist_docs(target_relation, model) %}
  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {% do adapter.commit() %}

  {% if swaps %}
    {% do adapter.drop_relation(backup) %}
  {% elif not builds and not at_once %}
    {# A connection keeps temporary tables in memory for as long as it lives. #}
    {% do adapter.drop_relation(waiting.relation) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=False) }}

  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization %}
