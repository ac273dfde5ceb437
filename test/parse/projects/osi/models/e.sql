{{ config(materialized='ephemeral') }} select 1 as cust
