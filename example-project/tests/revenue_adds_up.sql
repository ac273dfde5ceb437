-- What the daily table says must be what the sales say.
with by_day as (
    select sum(revenue_usd) as revenue from {{ ref('daily_revenue') }}
),

by_sale as (
    select sum(sales.amount_usd) as revenue
    from {{ ref('silver_sales') }} as sales
    inner join {{ ref('stg_orders') }} as orders using (order_id)
    where orders.status <> 'cancelled'
)

select
    by_day.revenue as daily,
    by_sale.revenue as sales
from by_day
cross join by_sale
where abs(by_day.revenue - by_sale.revenue) > 0.01
