select 1 as id, '{{ var('v') }}' -- {{ source('s','t') }} 
