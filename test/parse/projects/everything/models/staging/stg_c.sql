

select * from {{ ref('stg_a') }} -- {{ ref('dim', v=1) }} {{ ref('dim') }}

