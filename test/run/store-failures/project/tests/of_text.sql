{{ config(fail_calc="max('1')") }}
select 1 as n
