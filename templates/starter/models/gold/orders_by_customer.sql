select
    customer,
    count(*) as orders,
    sum(amount) as amount,
    max(ordered_on) as last_ordered_on
from {{ ref('stg_orders') }}
group by customer
order by amount desc
