{#- Newer files call the e-mail column `email`; all files together have both columns. -#}
with changes as (

    select
        customer_id,
        full_name,
        nullif(lower(trim(coalesce(email, email_address))), '') as email,
        country,
        segment,
        created_at,
        updated_at,
        loaded_at
    from {{ source('shop', 'customers') }}

)

{{ latest_per_key('changes', key='customer_id', newest_by='updated_at') }}
