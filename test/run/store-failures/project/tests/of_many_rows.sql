{{ config(fail_calc='n') }}
select unnest([1, 2]) as n
