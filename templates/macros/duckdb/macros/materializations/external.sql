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


{# How a run adds to the files of before: `append`, `replace_partition`, or none at all. #}
{% macro duckdb__external_strategy(options) %}
  {%- set strategy = config.get('incremental_strategy') -%}
  {%- if strategy and strategy not in ['append', 'replace_partition'] -%}
    {{ exceptions.raise_compiler_error("Invalid incremental strategy of an external model: " ~ strategy ~ ". Allowed strategies are: append, replace_partition") }}
  {%- endif -%}
  {%- if strategy == 'replace_partition' and not options.get('partition_by') -%}
    {{ exceptions.raise_compiler_error("The incremental strategy replace_partition needs a 'partition_by' in the options of the external model") }}
  {%- endif -%}
  {{ return(strategy or none) }}
{% endmacro %}


{# Whether this run of an external model adds to the files that are there. #}
{% macro duckdb__adds_to_external() %}
  {%- if config.get('incremental_strategy') and not should_full_refresh() -%}
    {%- set location = render(config.get('location', default=external_location(this, config))) -%}
    {%- set relation = adapter.get_relation(this.database, this.schema, this.table) -%}
    {{ return(relation is not none and relation.type == 'view' and adapter.has_external_files(location)) }}
  {%- endif -%}
  {{ return(False) }}
{% endmacro %}


{# What stays of the files of before. COPY leaves files of other names alone where its options say so. #}
{% macro duckdb__external_keeps(strategy, adds, options) %}
  {%- if adds -%}
    {{ return('partitions' if strategy == 'replace_partition' else 'files') }}
  {%- endif -%}
  {%- set keeping = options.get('overwrite_or_ignore') or options.get('append') or 'false' -%}
  {{ return('nothing' if strategy or (keeping | string | lower) in ['false', '0'] else 'files') }}
{% endmacro %}


{# Without rows there are no partitions: an empty file stands in one, with the right columns. Answers what reading them takes. #}
{% macro duckdb__write_empty_partition(written, columns, place, options) %}
  {%- set names = [] -%}
  {%- for name in (options['partition_by'] | string | replace('(', '') | replace(')', '')).split(',') -%}
    {%- do names.append(name | trim | replace('"', '')) -%}
  {%- endfor -%}
  {%- set folder = place ~ '/' ~ names | join('=__HIVE_DEFAULT_PARTITION__/') ~ '=__HIVE_DEFAULT_PARTITION__' -%}
  {%- do adapter.make_external_folder(folder) -%}
  {%- set lowered = names | map('lower') | list -%}
  {%- set parts = [] -%}
  {%- set quoted = [] -%}
  {%- for column in columns if column.column | lower in lowered -%}
    {%- do parts.append(column) -%}
    {%- do quoted.append(adapter.quote(column.column)) -%}
  {%- endfor -%}
  {%- set format = options.get('format', 'parquet') -%}
  {%- call statement('write_to_file') -%}
    copy (select * exclude ({{ quoted | join(', ') }}) from {{ written }}) to '{{ folder }}/data_0.{{ format }}' (format {{ format }})
  {%- endcall -%}
  {{ return(', hive_partitioning=true' ~ duckdb__external_types(parts, 'hive_types', {})) }}
{% endmacro %}


{# The types of columns, for files that keep none: an argument of the reading function, unless the config has it. #}
{% macro duckdb__external_types(columns, argument, configured) %}
  {%- if argument in configured or 'columns' in configured -%}
    {{ return('') }}
  {%- endif -%}
  {%- set types = [] -%}
  {%- for column in columns -%}
    {%- do types.append("'" ~ column.column | replace("'", "''") ~ "': '" ~ column.data_type | replace("'", "''") ~ "'") -%}
  {%- endfor -%}
  {{ return(', ' ~ argument ~ '={' ~ types | join(', ') ~ '}') }}
{% endmacro %}


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


{# The further arguments of the reading function. The compression is not always told by the name of a file; files that came
   one after another may not have the same columns. #}
{% macro duckdb__external_read_options(format, options, strategy=none) -%}
  {%- set defaults = {'parquet': {'union_by_name': strategy is not none}, 'json': {'auto_detect': True}, 'csv': {'auto_detect': True}} -%}
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
