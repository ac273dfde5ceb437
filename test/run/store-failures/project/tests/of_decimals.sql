{{ config(fail_calc='max(n)') }}
select 2.50 as n
