select
    date_trunc('hour', logged_at) as hour,
    user_key,
    action,
    count(*) as entries,
    count(*) filter (where outcome = 'denied') as denied
from {{ ref('silver_audit_events') }}
group by all
