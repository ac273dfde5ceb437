{# A file or a folder of files, and a view that reads them. #}
{% materialization external, adapter="duckdb", supported_languages=['sql', 'python'] %}
  {%- set location = render(config.get('location', default=external_location(this, config))) -%}
  {%- set options = render_write_options(config) -%}
  {%- set write_options = adapter.external_write_options(location, options) -%}
  {%- set format = duckdb__external_format(options) -%}
  {%- set read_location = adapter.external_read_location(location, options) -%}

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

  {# Files cannot be made of nothing: an empty result is written as one row of nulls, which the view leaves out. #}
  {%- set is_empty = run_query('select count(*) from (from ' ~ written ~ ' limit 1)')[0][0] == 0 -%}
  {%- set names = [] -%}
  {% if is_empty %}
    {%- for column in get_columns_in_relation(written) -%}
      {%- do names.append(adapter.quote(column.column)) -%}
    {%- endfor -%}
    {% call statement('empty_row') -%}
      insert into {{ written }} values ({{ (['null'] * (names | length)) | join(', ') }})
    {%- endcall %}
  {% endif %}
  {{ write_to_file(written, location, write_options) }}

  {% call statement('main') -%}
      create or replace view {{ staged }} as (
        select * from read_{{ format }}('{{ read_location }}'{{ duckdb__external_read_options(format, options) }})
        {{ 'where ' ~ names | join(' is not null and ') ~ ' is not null' if is_empty }}
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


{# The format in which the files are read: the configured one, else that in which they were written. #}
{% macro duckdb__external_format(options) %}
  {%- set known = ['csv', 'parquet', 'json'] -%}
  {%- set configured = config.get('format') -%}
  {%- if configured and configured not in known -%}
      {{ exceptions.raise_compiler_error("Invalid format: " ~ configured ~ ". Allowed formats are: " ~ known | join(', ')) }}
  {%- endif -%}
  {%- set format = configured or options['format'] | lower -%}
  {{ return(format if format in known else 'parquet') }}
{% endmacro %}


{# The further arguments of the reading function. The compression is not always told by the name of a file. #}
{% macro duckdb__external_read_options(format, options) -%}
  {%- set defaults = {'parquet': {'union_by_name': False}, 'json': {'auto_detect': True}, 'csv': {'auto_detect': True}} -%}
  {%- set arguments = dict(config.get(format ~ '_read_options', defaults[format])) -%}
  {%- if format != 'parquet' and options.get('compression') and 'compression' not in arguments -%}
    {%- do arguments.update({'compression': options['compression']}) -%}
  {%- endif -%}
  {%- for name, value in arguments.items() -%}
    , {{ name }}={{ "'" ~ value ~ "'" if value is string else value }}
  {%- endfor -%}
{%- endmacro %}


{%- macro external_location(relation, config) -%}
  {%- set path = adapter.external_root() ~ '/' ~ relation.identifier -%}
  {{- path if config.get('options', {}).get('partition_by') is not none else path ~ '.' ~ config.get('format', 'parquet') -}}
{%- endmacro -%}


{% macro location_exists(location) -%}
  {% do return(adapter.location_exists(location)) %}
{% endmacro %}


{# Relative paths count from the project, as they do when files are read. #}
{% macro write_to_file(relation, location, options) -%}
  {% set path = adapter.get_seed_file_path({'original_file_path': location}) %}
  {% call statement('write_to_file') -%}
    copy {{ relation }} to '{{ path }}' ({{ options }})
  {%- endcall %}
{% endmacro %}


{% macro store_relation(plugin, relation, location, format, config) -%}
  {% do adapter.store_relation(plugin, relation, adapter.get_columns_in_relation(relation), location, format, config) %}
{% endmacro %}


{# Options of COPY from the config, rendered; `format` and `delimiter` may stand beside them. #}
{% macro render_write_options(config) -%}
  {% set configured = config.get('options', {}) %}
  {% if configured is not mapping %}
    {% do exceptions.raise_compiler_error("The options argument must be a dictionary") %}
  {% endif %}
  {% set options = {} %}
  {% for name, value in configured.items() %}
    {% do options.update({name: render(value)}) %}
  {% endfor %}
  {% for name in ['format', 'delimiter'] if config.get(name) %}
    {% do options.update({name: render(config.get(name))}) %}
  {% endfor %}
  {% do return(options) %}
{%- endmacro %}


{# Makes the views of external models that the selected nodes read and that are not built in this run: a database in memory
   has forgotten them. For an on-run-start hook. #}
{%- macro register_upstream_external_models() -%}
{% if execute %}
  {% set wanted = {} %}
  {% for id in selected_resources if id in graph['nodes'] %}
    {% for upstream_id in graph['nodes'][id]['depends_on']['nodes'] if upstream_id not in selected_resources %}
      {% set upstream = graph['nodes'].get(upstream_id) %}
      {% if upstream and upstream.resource_type in ('model', 'seed') and upstream.config.materialized == 'external' %}
        {% do wanted.update({upstream_id: upstream}) %}
      {% endif %}
    {% endfor %}
  {% endfor %}
  {% set schemas = [] %}
  {% for upstream in wanted.values() %}
    {%- set relation = api.Relation.create(
      database=upstream['database'], schema=upstream['schema'], identifier=upstream['alias']) -%}
    {%- set location = upstream.config.get('location', external_location(relation, upstream.config)) -%}
    {%- set read_location = adapter.external_read_location(location, render_write_options(upstream.config)) -%}
    {% if relation.schema not in schemas %}
      {% call statement('main') -%}
        create schema if not exists {{ relation.without_identifier() }}
      {%- endcall %}
      {% do schemas.append(relation.schema) %}
    {% endif %}
    {% call statement('main') -%}
      create or replace view {{ relation }} as (
        select * from '{{ read_location }}'
      );
    {%- endcall %}
  {% endfor %}
  {% if schemas %}
    {% do adapter.commit() %}
  {% endif %}
{% endif %}
{%- endmacro -%}
