{{ config(materialized='external', location='files/e.parquet') }} {{ source_rows() }}
