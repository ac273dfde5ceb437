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
