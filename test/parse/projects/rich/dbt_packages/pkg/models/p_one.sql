{{ config(tags=['pf']) }} select 1 as id, '{{ var('pv') }}' as pv
