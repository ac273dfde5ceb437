select
    sales.sold_on as day,
    sales.product_id,
    products.product_name,
    products.category,
    sum(sales.quantity) as items,
    sum(sales.amount_usd) as revenue_usd,
    rank() over (partition by sales.sold_on order by sum(sales.amount_usd) desc, sales.product_id) as rank_of_day
from {{ ref('silver_sales') }} as sales
inner join {{ ref('stg_products') }} as products using (product_id)
group by sales.sold_on, sales.product_id, products.product_name, products.category
