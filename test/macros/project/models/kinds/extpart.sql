{{ config(materialized='external', location='files/part', options={'partition_by':'k','overwrite_or_ignore':true}) }} {{ source_rows() }}
