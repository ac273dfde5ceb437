{% set channels = ['search', 'social', 'display', 'email'] %}

with spend as (

    select
        channel,
        spend_date as day,
        sum(spend_usd) as spend_usd,
        sum(clicks) as clicks
    from {{ ref('stg_marketing_spend') }}
    group by all

),

sessions as (

    select
        channel,
        started_on as day,
        count(*) as sessions,
        count(*) filter (where has_purchase) as purchases
    from {{ ref('silver_sessions') }}
    where channel in ({% for channel in channels %}'{{ channel }}'{{ ', ' if not loop.last }}{% endfor %})
    group by all

)

select
    channel,
    day,
    coalesce(spend.spend_usd, 0) as spend_usd,
    spend.clicks,
    coalesce(sessions.sessions, 0) as sessions,
    coalesce(sessions.purchases, 0) as purchases,
    case when sessions.purchases > 0 then cast(spend.spend_usd / sessions.purchases as decimal(14, 2)) end as spend_per_purchase_usd
from spend
full join sessions using (channel, day)
