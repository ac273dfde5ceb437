{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='id') }} {{ source_rows() }} {% if is_incremental() %} where ts >= (select max(ts) from {{ this }}){% endif %}
