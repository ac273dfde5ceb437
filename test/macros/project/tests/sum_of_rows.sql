{{ config(severity='warn', error_if='>1000', warn_if='>0', fail_calc='sum(n)') }}
select * from {{ ref('tab') }}
