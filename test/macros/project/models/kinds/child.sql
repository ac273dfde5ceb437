{{ config(materialized='table') }} select id as cid, id as parent from ({{ source_rows() }}) -- {{ ref('contracted') }}
