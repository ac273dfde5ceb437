{# MERGE with everything that DuckDB's has. The clauses come from `merge_clauses`, or are made of the simpler configs. #}

{% macro duckdb__get_incremental_merge_sql(args_dict) %}
  {{ return(duckdb__get_merge_sql(
      args_dict['target_relation'],
      args_dict['temp_relation'],
      args_dict['unique_key'],
      args_dict['dest_columns'],
      normalize_incremental_predicates(args_dict.get('incremental_predicates')))) }}
{% endmacro %}


{# What belongs together: USING with columns of the same name, or ON with the key; on nothing without a key. #}
{% macro duckdb__merge_join_clause(unique_key, merge_on_using_columns, incremental_predicates) -%}
    {%- set predicates = (incremental_predicates or []) | list -%}
    {%- if merge_on_using_columns -%}
        USING ({{ merge_on_using_columns | join(', ') }})
        {%- if predicates %}
        ON ({{ predicates | join(") AND (") }})
        {%- endif -%}
    {%- else -%}
        {%- set lists = unique_key is sequence and unique_key is not mapping and unique_key is not string -%}
        {%- set matches = [] -%}
        {%- for key in (unique_key if lists else [unique_key]) if unique_key -%}
            {%- do matches.append("DBT_INTERNAL_SOURCE." ~ key ~ " = DBT_INTERNAL_DEST." ~ key) -%}
        {%- endfor -%}
        ON ({{ ((matches or ['FALSE']) + predicates) | join(") AND (") }})
    {%- endif -%}
{%- endmacro %}


{% macro duckdb__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {{ validate_merge_config(config, target) }}
    {%- set updated = config.get('merge_update_columns', []) -%}
    {%- set excluded = config.get('merge_exclude_columns', []) -%}
    {%- set expressions = config.get('merge_update_set_expressions', {}) -%}
    {%- set defaults = merge_clause_defaults(
        config.get('merge_update_condition', none), config.get('merge_insert_condition', none), updated, excluded, expressions
    ) -%}
    {%- set clauses = config.get('merge_clauses', {}) -%}
    {%- set picks_columns = updated | length > 0 or excluded | length > 0 or expressions | length > 0 -%}
    {%- set matched_clauses = clauses.get('when_matched',
        [defaults.when_matched_update_explicit if picks_columns else defaults.when_matched_update_by_name]) -%}
    {%- set unmatched_clauses = clauses.get('when_not_matched', [defaults.when_not_matched_insert_by_name]) -%}
    {%- set returning = config.get('merge_returning_columns', none) -%}

    {{ config.get('sql_header', none) or '' }}

    MERGE INTO {{ target }} AS DBT_INTERNAL_DEST
        USING {{ source }} AS DBT_INTERNAL_SOURCE
        {{ duckdb__merge_join_clause(unique_key, config.get('merge_on_using_columns', none), normalize_incremental_predicates(incremental_predicates)) }}

    {%- for clause in matched_clauses %}
    WHEN MATCHED {{- duckdb__merge_condition(clause) }}
    THEN
        {{ duckdb__merge_action(clause, true, dest_columns) }}
    {%- endfor %}

    {%- for clause in unmatched_clauses %}
    WHEN NOT MATCHED {{- ' BY ' ~ (clause.get('by') | upper) if clause.get('by') }} {{- duckdb__merge_condition(clause) }}
    THEN
        {{ duckdb__merge_action(clause, false, dest_columns) }}
    {%- endfor %}

    {%- if returning %}
    RETURNING {{ returning if returning is string else returning | join(', ') }}
    {%- endif %}
{% endmacro %}
