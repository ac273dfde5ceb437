{# The statements that make tables and views. Their text is part of what errors show: lines are counted in it. #}

{# The declared columns of a model in parentheses. #}
{% macro get_column_names() %}
  (
    {% for column in model['columns'].values() %}
      {% set name = column['name'] %}
      {% set shown = adapter.quote(name) if column.get('quote') else name %}
      {{ shown }} {{ "," if not loop.last }}
    {% endfor %}
  )
{% endmacro %}


{% macro create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
  {{ return(adapter.dispatch('create_table_as', 'dbt')(temporary, relation, compiled_code, language, partitioned_by=partitioned_by, sorted_by=sorted_by)) }}
{%- endmacro %}

{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
  {%- if language == 'python' -%}
    {{ return(py_write_table(temporary, relation, compiled_code, partitioned_by, sorted_by)) }}
  {%- elif language != 'sql' -%}
    {% do exceptions.raise_compiler_error("duckdb__create_table_as macro didn't get supported language, it got %s" % language) %}
  {%- endif -%}
    {% set contracted = config.get('contract').enforced %}
    {% if contracted %}
      {{ get_assert_columns_equivalent(compiled_code) }}
    {% endif %}
    {%- set sql_header = config.get('sql_header', none) -%}

    {{ sql_header if sql_header is not none }}

    create {% if temporary: -%}temporary{%- endif %} table
      {{ relation.include(database=(not temporary), schema=(not temporary)) }}
  {% if contracted and not temporary %}
    {#- Constraints cannot stand in CREATE TABLE AS, and temporary tables have none. #}
    {{- get_table_columns_and_constraints() }} ;
    {{ duckdb__table_layout(relation, partitioned_by, sorted_by) }}
    insert into {{ relation }} {{ get_column_names() }} (
      {{ get_select_subquery(compiled_code) }}
    );
  {% elif partitioned_by or sorted_by %}
    as (
      select * from (
        {{ compiled_code }}
      ) as model_subq
      limit 0
    );
    {{ duckdb__table_layout(relation, partitioned_by, sorted_by) }}
    insert into {{ relation }}
      select * from (
        {{ compiled_code }}
      ) as model_subq;
  {% else %}
    {# Nothing here: the line stays for the count. #}
    as (
      {{ compiled_code }}
    );
    {# The same. #}
  {% endif %}
{%- endmacro %}


{# The same call without arguments that say nothing: a project's own create_table_as may be of the shorter form. #}
{% macro duckdb__write_table(relation, compiled_code, language, partitioned_by, sorted_by) -%}
  {%- if partitioned_by or sorted_by -%}
    {{ return(create_table_as(False, relation, compiled_code, language, partitioned_by=partitioned_by, sorted_by=sorted_by)) }}
  {%- endif -%}
  {{ return(create_table_as(False, relation, compiled_code, language)) }}
{%- endmacro %}


{% macro duckdb__create_view_as(relation, sql) -%}
  {% set contracted = config.get('contract').enforced %}
  {% if contracted %}
    {{ get_assert_columns_equivalent(sql) }}
  {%- endif %}
  {%- set sql_header = config.get('sql_header', none) -%}

  {{ sql_header if sql_header is not none }}
  create view {{ relation }} as (
    {{ sql }}
  );
{% endmacro %}


{# Making a relation at once, under its own name. What is replaced must be of the same kind, and the text must be the one
   statement that the macros above write, after a header at most: when a project overrides them, or a contract declares the
   columns, the longer way through another name is safe for any text. #}
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
