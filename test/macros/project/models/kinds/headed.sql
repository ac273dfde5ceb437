{{ config(materialized='table', sql_header="set variable zz = 7;") }} select getvariable('zz') as z
