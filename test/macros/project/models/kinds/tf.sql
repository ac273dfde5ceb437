{{ config(materialized='table_function', parameters=['a','b']) }} select a + b as s, n from {{ ref('base') }}
