{{ config(alias='expr_alias', schema='udf', meta={'b': 2}) }}
-- comment
price * {{ var('m', 3) }} + (select count(*) from {{ ref('base') }})
