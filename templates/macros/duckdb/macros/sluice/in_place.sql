{# The same call without arguments that say nothing: a project's own create_table_as may be of the shorter form. #}
{% macro duckdb__write_table(relation, compiled_code, language, partitioned_by, sorted_by) -%}
  {%- if partitioned_by or sorted_by -%}
    {{ return(create_table_as(False, relation, compiled_code, language, partitioned_by=partitioned_by, sorted_by=sorted_by)) }}
  {%- endif -%}
  {{ return(create_table_as(False, relation, compiled_code, language)) }}
{%- endmacro %}


{# Making a relation at once, under its own name. What is replaced must be of the same kind, and the text must be the one
   statement that create_table_as and create_view_as write, after a header at most: when a project overrides them, or a
   contract declares the columns, the longer way through another name is safe for any text. #}
{% macro duckdb__plan_in_place(old, staged, target_relation, written, sql) -%}
  {%- if adapter.is_ducklake(target_relation) or (old is not none and old.type != target_relation.type) -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set create, open, close = ('create view ', ' as (', '\n  );') if target_relation.is_view else ('create  table\n      ', '', '\n    );') -%}
  {%- set beginning = create ~ staged ~ open -%}
  {%- set statement = written | trim -%}
  {%- set before = statement.split(beginning)[0] | trim -%}
  {%- set header = (config.get('sql_header') or '') | trim -%}
  {%- if beginning not in written or before not in ['', header] or not statement.endswith(sql ~ close) -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set is_bare = not (pre_hooks or post_hooks or config.get('indexes') or config.get('contract').enforced
      or config.persist_relation_docs() or config.persist_column_docs()) -%}
  {%- set create = create if old is none else 'create or replace' ~ create[6:] -%}
  {{ return({
    'written': written,
    'runs': written | replace(beginning, create ~ target_relation ~ open, 1),
    'alone': is_bare and before == ''
  }) }}
{%- endmacro %}


{% macro duckdb__get_replace_view_sql(relation, sql) %}
  {%- set beginning = 'create view ' ~ relation -%}
  {{- get_create_view_as_sql(relation, sql) | replace(beginning, 'create or replace view ' ~ relation, 1) -}}
{% endmacro %}

{% macro duckdb__get_replace_table_sql(relation, sql) %}
  {%- set beginning = 'create  table\n      ' ~ relation -%}
  {{- get_create_table_as_sql(False, relation, sql) | replace(beginning, 'create or replace' ~ beginning[6:], 1) -}}
{% endmacro %}
