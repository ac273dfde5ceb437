{# How the rows of a table lie in its files. #}

{% macro duckdb__layout_columns(relation, temporary, wanted, name) -%}
  {%- if temporary or wanted is none or wanted == '' -%}
    {{ return([]) }}
  {%- endif -%}
  {%- if not adapter.is_ducklake(relation) -%}
    {% do adapter.warn_once(name ~ " is only supported for DuckLake relations; ignoring for " ~ relation) %}
    {{ return([]) }}
  {%- endif -%}
  {%- set columns = normalize_string_or_list(wanted, name) -%}
  {%- if not columns -%}
    {% do exceptions.raise_compiler_error(name ~ " must contain at least one column") %}
  {%- endif -%}
  {#- Only the final relation is laid out, not those on the way to it. -#}
  {%- if this is defined and config.get('materialized') in ['table', 'incremental']
      and relation.identifier and this.identifier and relation.identifier != this.identifier -%}
    {{ return([]) }}
  {%- endif -%}
  {{ return(columns) }}
{%- endmacro %}

{% macro duckdb__table_layout(relation, partitioned_by, sorted_by) -%}
    {% if partitioned_by %}
    {{ duckdb__alter_table_set_partitioned_by(relation, partitioned_by) }}
    {% endif %}
    {% if sorted_by %}
    {{ duckdb__alter_table_set_sorted_by(relation, sorted_by) }}
    {% endif %}
{%- endmacro %}


{# `cluster_by` sorts what a table build writes, as rows that lie together are read together: row groups are skipped by the
   smallest and largest value in them. Only columns of the result can be sorted by; a config with anything else in it was meant
   for another warehouse and has no effect. #}
{% macro duckdb__clustered_sql(sql) -%}
  {%- set wanted = config.get('cluster_by', none) -%}
  {%- if not wanted or wanted is mapping -%}
    {{ return(sql) }}
  {%- endif -%}
  {%- set entries = wanted.split(',') if wanted is string else wanted -%}
  {%- set by_name = {} -%}
  {%- for name in get_columns_in_query(sql) -%}
    {%- do by_name.update({name | lower: adapter.quote(name)}) -%}
  {%- endfor -%}
  {%- set sorting = [] -%}
  {%- for entry in entries if entry is string and (entry | trim(' "') | lower) in by_name -%}
    {%- do sorting.append(by_name[entry | trim(' "') | lower]) -%}
  {%- endfor -%}
  {%- if sorting | length != entries | length -%}
    {{ return(sql) }}
  {%- endif -%}
  {{ return('select * from (' ~ sql ~ '\n) as clustered order by ' ~ sorting | join(', ')) }}
{%- endmacro %}
