{# The condition of a clause, a string or a list of them. #}
{% macro duckdb__merge_condition(clause) -%}
    {%- set condition = clause.get('condition') -%}
    {%- if condition is string and condition %} AND {{ condition }}
    {%- elif condition %} AND ({{ condition | join(') AND (') }})
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__merge_error(clause) -%}
    ERROR{{ " '" ~ (clause.get('error_message') | replace("'", "''")) ~ "'" if clause.get('error_message') }}
{%- endmacro %}

{# Expressions of the config first, then the columns that have none. #}
{% macro duckdb__merge_assignments(expressions, columns) -%}
    {%- set taken = [] -%}
    {%- for column in columns if (column | replace('"', '') | replace("'", '')) not in expressions -%}
        {%- do taken.append(column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}
    {%- endfor -%}
    {%- set assignments = [] -%}
    {%- for name, expression in expressions.items() -%}
        {%- do assignments.append(name ~ ' = ' ~ expression) -%}
    {%- endfor -%}
    {{ (assignments + taken) | join(', ') }}
{%- endmacro %}

{% macro duckdb__merge_update(clause, dest_columns) -%}
    {%- set mode = clause.get('mode') -%}
    {%- set plain = {'by_name': 'UPDATE BY NAME', 'by_position': 'UPDATE BY POSITION', 'star': 'UPDATE SET *'} -%}
    {%- if mode == 'explicit' -%}
        {%- set update = clause.get('update', {}) -%}
        {%- set columns = get_merge_update_columns(update.get('include', []), update.get('exclude', []), dest_columns) -%}
        UPDATE SET
                {{ duckdb__merge_assignments(update.get('set_expressions', {}), columns) }}
    {%- else -%}
        {{ plain.get(mode, '') }}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__merge_insert(clause) -%}
    {%- set mode = clause.get('mode') -%}
    {%- set plain = {'by_name': 'INSERT BY NAME', 'by_position': 'INSERT BY POSITION', 'star': 'INSERT *'} -%}
    {%- if mode == 'explicit' -%}
        {%- set insert = clause.get('insert', {}) -%}
        INSERT
                ({{ insert.get('columns', []) | join(', ') }})
                VALUES ({{ insert.get('values', []) | join(', ') }})
    {%- else -%}
        {{ plain.get(mode, '') }}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__merge_action(clause, matched, dest_columns) -%}
    {%- set action = clause.get('action') -%}
    {%- if action == 'update' and matched -%}
        {{ duckdb__merge_update(clause, dest_columns) }}
    {%- elif action == 'update' -%}
        UPDATE SET
            {{ duckdb__merge_assignments(clause.get('set_expressions', {}), []) }}
    {%- elif action == 'insert' and not matched -%}
        {{ duckdb__merge_insert(clause) }}
    {%- elif action == 'delete' -%}
        DELETE
    {%- elif action == 'do_nothing' -%}
        DO NOTHING
    {%- elif action == 'error' -%}
        {{ duckdb__merge_error(clause) }}
    {%- endif -%}
{%- endmacro %}
