{{
    config(
        materialized='incremental',
        unique_key='order_id',
        incremental_strategy='delete+insert',
        on_schema_change='append_new_columns'
    )
}}

with arrived as (

    select
        order_id,
        customer_id,
        status,
        currency,
        ordered_at,
        loaded_at
    from {{ source('shop', 'orders') }}
    {{ since_last_load() }}

)

{{ latest_per_key('arrived', key='order_id', newest_by='loaded_at') }}
