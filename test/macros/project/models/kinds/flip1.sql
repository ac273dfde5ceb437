{{ config(materialized='view' if var('day')==1 else 'table') }} select 1 as a
