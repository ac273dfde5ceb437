{{ config(materialized='table' if var('day')==1 else 'view') }} select 1 as a
