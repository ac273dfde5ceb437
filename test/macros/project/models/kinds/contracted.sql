{{ config(materialized='table') }} select id, k, n from ({{ source_rows() }})
