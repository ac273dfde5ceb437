{{
    config(
        materialized='incremental',
        unique_key='sale_id',
        incremental_strategy='delete+insert',
        cluster_by=['sold_on', 'product_id']
    )
}}

with arrived as (

    select *
    from {{ source('shop', 'sales') }}
    {{ since_last_load() }}

),

latest as (

    {{ latest_per_key('arrived', key='sale_id', newest_by='loaded_at') }}

),

typed as (

    select
        *,
        try_cast(unit_price as decimal(12, 2)) as price
    from latest

)

select
    typed.sale_id,
    typed.order_id,
    typed.line_number,
    typed.customer_id,
    typed.product_id,
    typed.quantity,
    typed.currency,
    -- Amounts that are no numbers stay visible as null and are counted by a test; negative ones are typing errors.
    abs(typed.price) as unit_price,
    cast(abs(typed.price) * typed.quantity * rates.usd_rate as decimal(14, 2)) as amount_usd,
    coalesce(typed.price, 0) <= 0 as is_amount_suspect,
    typed.sold_at,
    cast(typed.sold_at as date) as sold_on,
    typed.loaded_at
from typed
left join {{ ref('currency_rates') }} as rates using (currency)
