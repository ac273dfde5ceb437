{{ config(materialized='incremental', unique_key='id', incremental_predicates=['n > 0']) }} {{ source_rows() }}
