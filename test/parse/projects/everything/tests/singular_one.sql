{{ config(tags=['in_sql'], limit=5) }} select * from {{ ref('stg_a') }} where {{ my_macro(1) }} > 1
