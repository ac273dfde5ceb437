{# Adds new rows to a table in one statement, where dbt collects them in a temporary table first: half the work, as they are
   written once. Only where nothing can tell the difference: nothing else belongs to the node, no project or package has
   macros of its own for it, and both statements (`fill` collects the rows) are those that the built-in macros write. False
   when that is not so, or when the statement fails: then dbt's statements are run, and fail in dbt's words. #}
{% macro duckdb__append_at_once(old, target_relation, waiting, fill) -%}
  {%- set is_bare = not (pre_hooks or post_hooks or config.get('sql_header') or config.get('contract').enforced
      or config.persist_relation_docs() or config.persist_column_docs()) -%}
  {#- By default DuckDB deletes and inserts, which without a key is an insert. #}
  {%- set strategy = config.get('incremental_strategy') or ('append' if not config.get('unique_key') else 'delete+insert') -%}
  {%- if not is_bare or not waiting.temporary or strategy != 'append' or adapter.is_ducklake(target_relation)
      or adapter.overrides(['get_incremental_append_sql', 'get_incremental_default_sql', 'get_incremental_delete_insert_sql',
      'get_delete_insert_merge_sql', 'get_insert_into_sql', 'get_quoted_csv', 'process_schema_changes', 'statement']) -%}
    {{ return(false) }}
  {%- endif -%}
  {%- set new = waiting.relation.include(database=false, schema=false) | string -%}
  {%- set start, end = 'create temporary table\n      ' ~ new, 'as (\n      ' ~ compiled_code ~ '\n    );' -%}
  {%- set text = fill | trim -%}
  {%- if not (text.startswith(start) and text.endswith(end)) or text[start | length : -(end | length)] | trim != '' -%}
    {{ return(false) }}
  {%- endif -%}
  {%- set columns = process_schema_changes('ignore', waiting.relation, old) or adapter.get_columns_in_relation(old) -%}
  {%- if not adapter.gives_columns(compiled_code, columns) -%}
    {#- A column that the table lacks is read in dbt, and may fail. #}
    {{ return(false) }}
  {%- endif -%}
  {%- set names = get_quoted_csv(columns | map(attribute='name')) -%}
  {%- set strategy_macro = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') -%}
  {%- set written = strategy_macro({
      'target_relation': target_relation,
      'temp_relation': waiting.relation,
      'unique_key': config.get('unique_key'),
      'dest_columns': columns,
      'incremental_predicates': config.get('predicates', none) or config.get('incremental_predicates', none)
  }) -%}
  {%- if written | trim != get_insert_into_sql(target_relation, waiting.relation, columns) | trim -%}
    {{ return(false) }}
  {%- endif -%}
  {%- set result = adapter.attempt('insert into ' ~ target_relation ~ ' (' ~ names ~ ')\n(\n  select ' ~ names ~ '\n  from (\n'
      ~ compiled_code ~ '\n  )\n)') -%}
  {%- if result is none -%}
    {{ return(false) }}
  {%- endif -%}
  {% do write(written) %}
  {% do store_result('main', response=result[0], agate_table=result[1]) %}
  {{ return(true) }}
{%- endmacro %}
