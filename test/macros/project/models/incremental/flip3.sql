{{ config(materialized='view' if var('day')==1 else 'incremental') }} select 1 as a
