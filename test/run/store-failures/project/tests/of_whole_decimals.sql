{{ config(fail_calc='sum(n)', severity='warn') }}
select unnest([0.5, 1.5]) as n
