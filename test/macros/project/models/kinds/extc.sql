{{ config(materialized='external', location='files/e.csv', format='csv', delimiter='|') }} {{ source_rows() }} where false
