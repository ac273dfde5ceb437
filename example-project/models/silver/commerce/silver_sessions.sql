{{
    config(
        materialized='incremental',
        unique_key='session_id',
        incremental_strategy='merge'
    )
}}

with touched as (

    select distinct session_id
    from {{ ref('stg_web_events') }}
    {{ since_last_load() }}

),

events as (

    -- A session that goes on is built again from all of its events, then merged by its id.
    select events.*
    from {{ ref('stg_web_events') }} as events
    semi join touched using (session_id)

)

select
    session_id,
    max(user_id) as user_id,
    arg_min(channel, event_at) as channel,
    arg_min(campaign, event_at) as campaign,
    min(event_at) as started_at,
    max(event_at) as ended_at,
    cast(min(event_at) as date) as started_on,
    count(*) as events,
    count(*) filter (where event_type = 'page_view') as page_views,
    bool_or(event_type = 'purchase') as has_purchase,
    max(loaded_at) as loaded_at
from events
group by session_id
