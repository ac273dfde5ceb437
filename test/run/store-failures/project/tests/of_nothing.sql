{{ config(fail_calc='sum(n)') }}
select 1 as n where false
