{{ config(materialized='ephemeral') }} select 1 as id {{ undefined_macro_here }}
