select
    sales.sold_on as day,
    count(distinct sales.order_id) as orders,
    count(distinct sales.customer_id) as customers,
    sum(sales.quantity) as items,
    sum(sales.amount_usd) as revenue_usd,
    avg(sum(sales.amount_usd)) over (
        order by sales.sold_on
        rows between 6 preceding and current row
    ) as revenue_usd_7_days
from {{ ref('silver_sales') }} as sales
inner join {{ ref('stg_orders') }} as orders using (order_id)
where orders.status <> 'cancelled'
group by sales.sold_on
