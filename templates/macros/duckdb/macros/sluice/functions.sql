{# Functions are DuckDB's macros. All overloads of one stand in one statement, so each is written together with those that were
   made before it: `function_definitions` holds them, the one that is made now at the end.

   A macro's text takes the place of its call, and what is given for an argument takes the argument's place in the text. Two
   things need a second macro, which has the text while the one that is called hands its arguments on: a text that reads tables,
   whose columns would catch names given by the caller, and a database of a storage version below 1.4, which keeps no types of
   arguments, so that they have to be converted. #}

{% macro duckdb__scalar_function_sql(target_relation) %}
    {% do drop_other_function_kind(target_relation, 'macro table') %}
    {{ duckdb_function_helper_sql(target_relation) }}
    {{ scalar_function_create_replace_signature_sql(target_relation) }} {{ scalar_function_body_sql() }};
{% endmacro %}

{# An aggregate within the text makes the macro one. #}
{% macro duckdb__aggregate_function_sql(target_relation) %}
    {% do drop_other_function_kind(target_relation, 'macro table') %}
    {{ duckdb_function_helper_sql(target_relation) }}
    {{ get_aggregate_function_create_replace_signature(target_relation) }} {{ scalar_function_body_sql() }};
{% endmacro %}

{% macro duckdb__table_function_sql(target_relation) %}
    {% do drop_other_function_kind(target_relation, 'macro') %}
    {{ duckdb_function_helper_sql(target_relation) }}
    {{ scalar_function_create_replace_signature_sql(target_relation) }} {{ scalar_function_body_sql() }};
{% endmacro %}


{% macro duckdb__scalar_function_create_replace_signature_sql(target_relation) %}
    create or replace macro {{ target_relation.render() }}
    {%- for definition in function_definitions[:-1] %}
      ({{ duckdb_function_arguments(target_relation, definition) }}) as {{ duckdb_function_body(target_relation, definition) }},
    {%- endfor %}
      ({{ formatted_scalar_function_args_sql() }}) as
{%- endmacro %}

{% macro duckdb__get_aggregate_function_create_replace_signature(target_relation) %}
    {{ scalar_function_create_replace_signature_sql(target_relation) }}
{% endmacro %}

{% macro duckdb__formatted_scalar_function_args_sql() %}
    {{- return(duckdb_function_arguments(this, function_definitions[-1])) -}}
{% endmacro %}

{% macro duckdb__scalar_function_body_sql() %}
    {{- return(duckdb_function_body(this, function_definitions[-1])) -}}
{% endmacro %}

{# The engine sees for itself whether a call may be answered once for many rows. #}
{% macro duckdb__scalar_function_volatility_sql() %}{% endmacro %}


{# Arguments, with their types where those are kept; a default is an expression, as in SQL. #}
{% macro duckdb_function_arguments(relation, definition) %}
    {%- set typed = duckdb_keeps_argument_types(relation) -%}
    {%- set parts = [] -%}
    {%- for argument in definition.arguments -%}
        {%- set type = argument.data_type -%}
        {%- set given = '' if argument.default_value is none else ' := cast(' ~ argument.default_value ~ ' as ' ~ type ~ ')' -%}
        {%- do parts.append(adapter.quote(argument.name) ~ (' ' ~ type if typed else '') ~ given) -%}
    {%- endfor -%}
    {{ return(parts | join(', ')) }}
{% endmacro %}

{# What stands behind the arguments: the text itself, or a call of the macro that holds it. #}
{% macro duckdb_function_body(relation, definition) %}
    {%- set shape = duckdb_function_shape(definition) -%}
    {%- if not duckdb_function_needs_helper(relation, definition, shape) -%}
        {{ return(duckdb_function_text(definition, shape)) }}
    {%- endif -%}
    {%- set casts = [] -%}
    {%- for argument in definition.arguments -%}
        {%- do casts.append('cast(' ~ adapter.quote(argument.name) ~ ' as ' ~ argument.data_type ~ ')') -%}
    {%- endfor -%}
    {%- set called = duckdb_function_helper(relation).render() ~ '(' ~ casts | join(', ') ~ ')' -%}
    {{ return('table (select * from ' ~ called ~ ')' if model.config.get('type') == 'table' else '(' ~ called ~ ')') }}
{% endmacro %}

{# The text of a function as a macro has it, so that it gives the type that is declared. #}
{% macro duckdb_function_text(definition, shape) %}
    {%- set type = definition.returns.data_type -%}
    {%- if model.config.get('type') == 'table' -%}
        {{ return('table ' ~ duckdb_function_rows(shape.text, type)) }}
    {%- endif -%}
    {{ return('(cast((' ~ shape.text ~ '\n) as ' ~ type ~ '))') }}
{% endmacro %}


{# The macro with the text of a function, where one is needed. #}
{% macro duckdb_function_helper(relation) %}
    {{ return(relation.incorporate(path={'identifier': relation.identifier ~ '__dbt_body'})) }}
{% endmacro %}

{% macro duckdb_function_needs_helper(relation, definition, shape) %}
    {{ return(definition.arguments | length > 0 and (shape.is_query or not duckdb_keeps_argument_types(relation))) }}
{% endmacro %}

{% macro duckdb_function_helper_sql(relation) %}
    {%- set typed = duckdb_keeps_argument_types(relation) -%}
    {%- if not typed -%}{%- do duckdb_refuse_same_arity(relation) -%}{%- endif -%}
    {%- set parts = [] -%}
    {%- for definition in function_definitions -%}
        {%- set shape = duckdb_function_shape(definition) -%}
        {%- if duckdb_function_needs_helper(relation, definition, shape) -%}
            {%- do parts.append(duckdb_helper_overload(definition, shape, typed)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if parts -%}
    create or replace macro {{ duckdb_function_helper(relation).render() }}
      {{ parts | join(',\n      ') }};
    {%- endif -%}
{% endmacro %}

{# Names that no column has, where the text reads tables: there the arguments are columns of one row beside it. #}
{% macro duckdb_helper_overload(definition, shape, typed) %}
    {%- set names = [] -%}
    {%- set row = [] -%}
    {%- for argument in definition.arguments -%}
        {%- set own = adapter.quote('__dbt_' ~ loop.index) if shape.is_query else adapter.quote(argument.name) -%}
        {%- do names.append(own ~ (' ' ~ argument.data_type if typed else '')) -%}
        {%- do row.append('cast(' ~ own ~ ' as ' ~ argument.data_type ~ ') as ' ~ adapter.quote(argument.name)) -%}
    {%- endfor -%}
    {%- if shape.is_query -%}
        {%- set text = '(select (' ~ shape.text ~ '\n) from (select ' ~ row | join(', ') ~ ') as __dbt_arguments)' -%}
        {{ return('(' ~ names | join(', ') ~ ') as (cast(' ~ text ~ ' as ' ~ definition.returns.data_type ~ '))') }}
    {%- endif -%}
    {{ return('(' ~ names | join(', ') ~ ') as ' ~ duckdb_function_text(definition, shape)) }}
{% endmacro %}

{% macro duckdb_refuse_same_arity(relation) %}
    {% set counts = function_definitions | map(attribute='arguments') | map('length') | list %}
    {% if counts | unique | list | length < counts | length %}
        {% do exceptions.raise_compiler_error("Two overloads of " ~ relation.identifier ~ " take the same number of arguments. DuckDB tells them apart by their types only in a database of storage version 1.4 or later, and '" ~ relation.database ~ "' is older.") %}
    {% endif %}
{% endmacro %}

{# Whether the database keeps types of arguments. What the engine said is noted in the first definition. #}
{% macro duckdb_keeps_argument_types(relation) %}
    {%- set first = function_definitions[0] -%}
    {%- if 'is_typed' not in first -%}
        {%- set found = run_query(duckdb_storage_version_sql(relation)).rows -%}
        {%- do first.update({'is_typed': found | length > 0 and found[0][0]}) -%}
    {%- endif -%}
    {{ return(first.is_typed) }}
{% endmacro %}

{% macro duckdb_storage_version_sql(relation) %}
    select type = 'duckdb' and coalesce(
      list_transform(string_split(regexp_extract(tags['storage_version'], '\d+\.\d+'), '.'), lambda part: try_cast(part as integer)) >= [1, 4],
      true
    ) from duckdb_databases() where lower(database_name) = lower('{{ (relation.database or '').replace("'", "''") }}')
{% endmacro %}


{# `table(id integer, name varchar)` names and types the columns in their order; `table` alone leaves them as they are. #}
{% macro duckdb_function_rows(text, type) %}
    {%- set columns = duckdb_table_columns(type) -%}
    {%- if not columns -%}
        {{ return('(' ~ text ~ '\n)') }}
    {%- endif -%}
    {%- set casts = [] -%}
    {%- for column in columns -%}
        {%- do casts.append('cast(' ~ column.name ~ ' as ' ~ column.type ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    {%- set names = columns | map(attribute='name') | join(', ') -%}
    {{ return('(select ' ~ casts | join(', ') ~ ' from (' ~ text ~ '\n) as __dbt_rows(' ~ names ~ '))') }}
{% endmacro %}

{# Names and types within `table(...)`: commas inside of brackets or quotes part nothing. #}
{% macro duckdb_table_columns(type) %}
    {%- set found = modules.re.match('(?is)^\\s*table\\s*\\((.*)\\)\\s*$', type) -%}
    {%- if not found -%}{{ return([]) }}{%- endif -%}
    {%- set columns = [] -%}
    {%- for part in modules.re.findall('(?s)(?:[^,()"\\[\\]]|"(?:[^"]|"")*"|\\[[^\\]]*\\]|\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*\\))+', found.group(1)) -%}
        {%- set named = modules.re.match('(?s)^\\s*("(?:[^"]|"")*"|\\S+)\\s+(.*?)\\s*$', part) -%}
        {%- do columns.append({'name': named.group(1), 'type': named.group(2)}) if named -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}

{# The text of a function and whether it reads tables. It may be an expression or a query; a query that only computes one is
   taken for the expression, since the engine answers a subquery in every row far slower. One that counts or sorts, or calls what
   might, stays a query. The answer is noted in the definition. #}
{% macro duckdb_function_shape(definition) %}
    {%- if 'shape' not in definition -%}
        {%- do definition.update({'shape': duckdb_read_function_shape(definition)}) -%}
    {%- endif -%}
    {{ return(definition.shape) }}
{% endmacro %}

{% macro duckdb_read_function_shape(definition) %}
    {%- set text = definition.compiled_code.strip().rstrip(';').strip() -%}
    {%- set type = model.config.get('type') -%}
    {%- if type == 'table' -%}{{ return({'text': text, 'is_query': false}) }}{%- endif -%}
    {%- set start = modules.re.match('(?is)^(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*select\\b\\s*(.*)$', text) -%}
    {%- set shape = run_query(duckdb_query_shape_sql(text if start else 'select (' ~ text ~ '\n)')).rows[0] -%}
    {%- set reads = (not shape['is_expression'] or shape['has_subquery']) and type != 'aggregate' -%}
    {%- if not start -%}
        {%- set query = 'select (' ~ text ~ '\n)' if reads and shape['is_expression'] else text -%}
        {{ return({'text': query, 'is_query': reads}) }}
    {%- endif -%}
    {%- if shape['is_expression'] and (shape['is_rowwise'] or type == 'aggregate') -%}
        {%- set unnamed = duckdb_without_alias(start.group(1), shape['alias']) -%}
        {%- if unnamed is not none and not reads -%}{{ return({'text': unnamed, 'is_query': false}) }}{%- endif -%}
    {%- endif -%}
    {{ return({'text': text, 'is_query': type != 'aggregate'}) }}
{% endmacro %}

{% macro duckdb_without_alias(expression, alias) %}
    {%- if not alias -%}{{ return(expression) }}{%- endif -%}
    {%- set found = modules.re.match('(?is)^(.*?)\\s+as\\s+("?)' ~ modules.re.escape(alias) ~ '\\2\\s*$', expression) -%}
    {{ return(found.group(1) if found else none) }}
{% endmacro %}

{# Of a query: whether it is one expression and nothing else, that one's alias, whether all it calls are functions of the engine
   that look at one row, and whether it has a query inside. Macros are not looked into. #}
{% macro duckdb_query_shape_sql(text) %}
    with tree as (
      select json_extract(json_serialize_sql('{{ text.replace("'", "''") }}'), '$.statements') as statements
    ),
    query as (
      select json_array_length(statements) as statement_count, json_extract(statements, '$[0].node') as node from tree
    )
    select
      coalesce(
        statement_count = 1
        and json_extract_string(node, '$.type') = 'SELECT_NODE'
        and json_array_length(node, '$.select_list') = 1
        and json_extract_string(node, '$.from_table.type') = 'EMPTY'
        and json_array_length(node, '$.modifiers') = 0
        and json_array_length(node, '$.cte_map.map') = 0
        and json_array_length(node, '$.group_expressions') = 0
        and json_extract_string(node, '$.where_clause') is null
        and json_extract_string(node, '$.having') is null
        and json_extract_string(node, '$.qualify') is null
        and json_extract_string(node, '$.sample') is null
        and not list_has_any(json_extract_string(node, '$..class'), ['STAR', 'WINDOW']),
        false
      ) as is_expression,
      json_extract_string(node, '$.select_list[0].alias') as alias,
      coalesce(
        list_has_all(
          (select list(function_name) from duckdb_functions() where function_type = 'scalar'),
          json_extract_string(node, '$..function_name')
        )
        and not list_has_any(
          (select list(function_name) from duckdb_functions() where function_type <> 'scalar'),
          json_extract_string(node, '$..function_name')
        ),
        false
      ) as is_rowwise,
      coalesce(list_contains(json_extract_string(node, '$..class'), 'SUBQUERY'), false) as has_subquery
    from query
{% endmacro %}

{# Scalar and table macros of one name live side by side; a function is only one of them. #}
{% macro drop_other_function_kind(relation, kind) %}
    {% do run_query('drop ' ~ kind ~ ' if exists ' ~ relation.render()) %}
{% endmacro %}
