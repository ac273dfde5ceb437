select
    {{ surrogate_key(['customer_id']) }} as customer_key,
    customer_id,
    full_name,
    email,
    country,
    segment,
    created_at,
    updated_at
from {{ ref('stg_customers') }}
