{{ config(severity='error', tags=['s']) }} select * from {{ ref('leaf') }} where false
