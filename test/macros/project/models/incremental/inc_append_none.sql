{{ config(materialized='incremental', incremental_strategy='append') }} {{ source_rows() }} {% if is_incremental() %} where ts >= (select max(ts) from {{ this }}){% endif %}
