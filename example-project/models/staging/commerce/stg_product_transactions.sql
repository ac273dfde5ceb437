select
    transaction_id,
    product_id,
    kind,
    quantity,
    warehouse,
    happened_at,
    loaded_at
from {{ source('shop', 'product_transactions') }}
