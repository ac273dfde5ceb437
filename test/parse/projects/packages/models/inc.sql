{{ config(materialized='incremental', database='other') }} select 1 as id, 'b' as s from {{ ref('a') }} {% if is_incremental() %} where 1=1 {% endif %}
