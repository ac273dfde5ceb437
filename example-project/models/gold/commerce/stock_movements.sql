select
    warehouse,
    product_id,
    cast(happened_at as date) as day,
    sum(quantity) filter (where quantity > 0) as items_in,
    -sum(quantity) filter (where quantity < 0) as items_out,
    sum(sum(quantity)) over (
        partition by warehouse, product_id
        order by cast(happened_at as date)
    ) as stock
from {{ ref('stg_product_transactions') }}
group by warehouse, product_id, cast(happened_at as date)
