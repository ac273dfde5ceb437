{# Deletes the rows that come again and inserts all. A key of several columns is compared column by column. #}
{% macro duckdb__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
    {%- set columns = get_quoted_csv(dest_columns | map(attribute="name")) -%}
    {%- set predicates = normalize_incremental_predicates(incremental_predicates) -%}

    {%- if unique_key is string or unique_key is not sequence -%}
        {% if unique_key %}
        {# A line for the count. #}
            delete from {{ target }}
            where (
                {{ unique_key }}) in (
                select ({{ unique_key }})
                from {{ source }}
            )
            {%- for predicate in predicates %}
                and {{ predicate }}
            {%- endfor -%};
        {%- endif -%}
    {%- elif unique_key %}
        {%- set matches = [] -%}
        {%- for key in unique_key -%}
            {%- do matches.append(source ~ '.' ~ key ~ ' = DBT_INCREMENTAL_TARGET.' ~ key) -%}
        {%- endfor %}
            delete from {{ target }} as DBT_INCREMENTAL_TARGET
            using {{ source }}
            where (
                {{ (matches + predicates) | join('\n                and ') }}
            );
    {%- endif %}

    insert into {{ target }} ({{ columns }})
    (
        select {{ columns }}
        from {{ source }}
    )

{%- endmacro %}
