{{ config(materialized='incremental', unique_key='id', on_schema_change='sync_all_columns') }} select id, {% if var('day') == 1 %}n::int{% else %}n::varchar{% endif %} as n from ({{ source_rows() }})
