{#- Ads and mailings in one shape. -#}
select
    spend_date,
    channel,
    campaign,
    spend_usd,
    impressions,
    clicks
from {{ source('shop', 'ad_spend') }}

union all by name

select
    sent_on as spend_date,
    'email' as channel,
    campaign,
    cast(cost_usd as decimal(12, 2)) as spend_usd,
    recipients as impressions,
    null as clicks
from {{ source('mailing', 'email_spend') }}
