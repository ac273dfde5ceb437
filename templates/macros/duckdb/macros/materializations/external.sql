{# A file or a folder of files, and a view that reads them. The files are written beside their place and exchanged as a whole. #}
{% materialization external, adapter="duckdb", supported_languages=['sql', 'python'] %}
  {%- set location = render(config.get('location', default=external_location(this, config))) -%}
  {%- set options = render_write_options(config) -%}
  {%- set write_options = adapter.external_write_options(location, options) -%}
  {%- set format = duckdb__external_format(options) -%}
  {%- set read_location = adapter.external_read_location(location, options) -%}
  {%- set strategy = duckdb__external_strategy(options) -%}
  {%- set adds = duckdb__adds_to_external() -%}

  {%- set language = model['language'] -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {%- set old = load_cached_relation(this) -%}
  {%- set written = make_intermediate_relation(this.incorporate(type='table'), suffix='__dbt_tmp') -%}
  {%- set staged = make_intermediate_relation(target_relation, suffix='__dbt_int') -%}
  {%- set backup = make_backup_relation(target_relation, 'table' if old is none else old.type) -%}
  {{ drop_relation_if_exists(load_cached_relation(staged)) }}
  {{ drop_relation_if_exists(load_cached_relation(written)) }}
  {{ drop_relation_if_exists(load_cached_relation(backup)) }}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% call statement('create_table', language=language) -%}
    {{- create_table_as(False, written, compiled_code, language) }}
  {%- endcall %}

  {%- set count = run_query('select count(*) from (from ' ~ written ~ ' limit 1)') -%}
  {%- set is_empty = count[0][0] == 0 -%}
  {%- set columns = get_columns_in_relation(written) if is_empty else [] -%}
  {%- set parts = options.get('partition_by') -%}
  {%- set arguments = duckdb__external_read_options(format, options, strategy) -%}
  {% if adds and not parts %}
    {% call statement('rows_of_before') -%}
      insert into {{ written }} by name select * from {{ old }}
    {%- endcall %}
  {% endif %}
  {% if not (adds and is_empty) %}
    {%- set place = adapter.stage_external(location) -%}
    {% if is_empty and parts %}
      {%- set arguments = arguments ~ duckdb__write_empty_partition(written, columns, place, options) -%}
    {% else %}
      {%- if is_empty and format != 'parquet' -%}
        {%- set argument = 'columns' if format == 'json' else 'types' -%}
        {%- set arguments = arguments ~ duckdb__external_types(columns, argument, config.get(format ~ '_read_options', {})) -%}
      {%- endif -%}
      {%- if strategy and parts and not options.get('filename_pattern') -%}
        {%- set write_options = write_options ~ ", filename_pattern 'data_{uuid}'" -%}
      {%- endif -%}
      {{ write_to_file(written, place, write_options) }}
    {% endif %}
    {%- set published = adapter.publish_external(place, location, duckdb__external_keeps(strategy, adds, options)) -%}
    {%- set read_location = adapter.external_read_location(published, options) -%}
  {% endif %}

  {% call statement('main') -%}
      create or replace view {{ staged }} as (
        select * from read_{{ format }}('{{ read_location }}'{{ arguments }})
      );
  {%- endcall %}

  {% if old is not none %}
    {% do adapter.rename_relation(old, backup) %}
  {% endif %}
  {% do adapter.rename_relation(staged, target_relation) %}

  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(old, full_refresh_mode=True)) %}
  {% do persist_docs(target_relation, model) %}
  {% do adapter.commit() %}

  {% if old is not none %}
    {% do adapter.drop_relation(backup) %}
  {% endif %}
  {% do adapter.drop_relation(written) %}
  {%- set plugin = 'glue|' ~ config.get('glue_database', 'default') if config.get('glue_register', default=false) else config.get('plugin') -%}
  {% if plugin is not none %}
    {% do store_relation(plugin, target_relation, location, format, config) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=False) }}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
