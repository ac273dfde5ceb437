{{ config(fail_calc='max(n)', error_if='is null', warn_if='is null') }}
select date '2020-01-01' as n
