select
    user_id,
    customer_id,
    login,
    role,
    is_active,
    registered_at
from {{ source('shop', 'users') }}
