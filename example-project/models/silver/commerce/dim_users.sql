select
    {{ surrogate_key(['users.user_id']) }} as user_key,
    users.user_id,
    customers.customer_key,
    users.login,
    users.role,
    users.is_active,
    users.registered_at
from {{ ref('stg_users') }} as users
left join {{ ref('dim_customers') }} as customers using (customer_id)
