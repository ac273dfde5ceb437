{{ config(materialized='table') }} select * from {{ ref('tf') }}(1,2)
