{{ config(materialized='ephemeral') }} select * from {{ ref('base') }} where n > 10
