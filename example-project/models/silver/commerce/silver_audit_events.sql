{{ config(materialized='ephemeral') }}

{#- The customer's name and the address end here: what follows knows people by key only. -#}
select
    audit.entry_id,
    audit.logged_at,
    users.user_key,
    audit.action,
    audit.outcome,
    audit.loaded_at
from {{ ref('stg_audit_log') }} as audit
left join {{ ref('dim_users') }} as users using (user_id)
