-- Who bought most, for a look by hand: `sluice compile -s best_customers`.
select
    customers.full_name,
    sum(orders.amount_usd) as amount_usd
from {{ ref('silver_orders') }} as orders
inner join {{ ref('dim_customers') }} as customers using (customer_id)
group by all
order by amount_usd desc
limit 20
