{{ config(materialized='table') }}
{% do print('printed') %}
select 1 as id, 'de' as country
union all select 2, 'fr'
