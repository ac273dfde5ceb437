{#- On an incremental run, the condition that keeps rows loaded after the newest one that the table has. -#}
{% macro since_last_load(column='loaded_at') -%}
{%- if is_incremental() -%}
where {{ column }} > (select coalesce(max({{ column }}), timestamp '1970-01-01') from {{ this }})
{%- endif -%}
{%- endmacro %}
