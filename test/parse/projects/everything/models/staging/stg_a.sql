{{ config(materialized='incremental', unique_key='id', tags=['x','daily'], meta={'level': 'two', 'k': True}, grants={'+select': ['b']}) }}
select * from {{ source('raw', 'a') }} join {{ ref('seed_a') }} using (id)
