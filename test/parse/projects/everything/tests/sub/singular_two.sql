select * from {{ ref('stg_off') }}
