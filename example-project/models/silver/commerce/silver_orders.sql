select
    orders.order_id,
    orders.customer_id,
    orders.status,
    orders.currency,
    orders.ordered_at,
    cast(orders.ordered_at as date) as ordered_on,
    coalesce(lines.line_count, 0) as line_count,
    coalesce(lines.amount_usd, 0) as amount_usd
from {{ ref('stg_orders') }} as orders
left join (
    select
        order_id,
        count(*) as line_count,
        sum(amount_usd) as amount_usd
    from {{ ref('silver_sales') }}
    group by order_id
) as lines using (order_id)
