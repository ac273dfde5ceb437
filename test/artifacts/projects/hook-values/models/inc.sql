{{ config(materialized='incremental', unique_key='id', on_schema_change='append_new_columns') }}
select f.id, f.name from {{ ref('first') }} f join {{ source('src', 'people') }} p2 on f.id = p2.id {% if is_incremental() %} and 1=1 {% endif %}
