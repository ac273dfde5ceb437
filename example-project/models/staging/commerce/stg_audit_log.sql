select
    entry_id,
    logged_at,
    user_id,
    customer_name,
    action,
    ip_address,
    outcome,
    loaded_at
from {{ source('shop', 'audit_log') }}
