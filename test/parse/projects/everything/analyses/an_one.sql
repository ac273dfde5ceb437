select * from {{ ref('stg_a') }} {{ config(materialized='table') }}
