{{ config(materialized='incremental', unique_key=['id','k'], incremental_predicates=['DBT_INCREMENTAL_TARGET.n > 0']) }} {{ source_rows() }}
