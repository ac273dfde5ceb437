{%- macro external_location(relation, config) -%}
  {%- set path = adapter.external_root() ~ '/' ~ relation.identifier -%}
  {{- path if config.get('options', {}).get('partition_by') is not none else path ~ '.' ~ config.get('format', 'parquet') -}}
{%- endmacro -%}
