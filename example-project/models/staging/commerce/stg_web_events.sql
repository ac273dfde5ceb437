select
    event_id,
    event_at,
    payload ->> '$.session' as session_id,
    payload ->> '$.user' as user_id,
    payload ->> '$.type' as event_type,
    payload ->> '$.page.path' as page_path,
    cast(payload ->> '$.page.ms' as integer) as milliseconds,
    payload ->> '$.utm.channel' as channel,
    payload ->> '$.utm.campaign' as campaign,
    loaded_at
from {{ source('shop', 'web_events') }}
