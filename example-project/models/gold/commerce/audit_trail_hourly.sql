{{
    config(
        materialized='external',
        location='data/audit_trail',
        options={'partition_by': 'day', 'overwrite': true},
        incremental_strategy='replace_partition',
    )
}}

{#- Parquet by date. A load writes the days again of which it brought entries, and leaves the files of all others alone. -#}
with entries as (
    select
        *,
        cast(logged_at as date) as day
    from {{ ref('silver_audit_events') }}
)

select
    day,
    date_trunc('hour', logged_at) as hour,
    user_key,
    action,
    count(*) as entries,
    count(*) filter (where outcome = 'denied') as denied,
    max(loaded_at) as loaded_at
from entries
{% if is_incremental() %}
where day in (select day from entries where loaded_at > (select max(loaded_at) from {{ this }}))
{% endif %}
group by all
