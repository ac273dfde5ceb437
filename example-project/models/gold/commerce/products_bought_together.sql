with baskets as (

    select distinct
        customer_id,
        order_id,
        product_id
    from {{ ref('silver_sales') }}
    where customer_id is not null

),

pairs as (

    select
        a.customer_id,
        a.product_id as product_id,
        b.product_id as other_product_id,
        count(*) as times
    from baskets as a
    inner join baskets as b
        on a.order_id = b.order_id
        and a.customer_id = b.customer_id
        and a.product_id < b.product_id
    group by all

)

select
    customers.customer_key,
    pairs.product_id,
    pairs.other_product_id,
    pairs.times,
    row_number() over (
        partition by pairs.customer_id
        order by pairs.times desc, pairs.product_id, pairs.other_product_id
    ) as rank_for_customer
from pairs
inner join {{ ref('dim_customers') }} as customers using (customer_id)
qualify rank_for_customer <= 10
