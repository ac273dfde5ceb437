select id, amount * {{ var('factor') }} as amount, name, day, flag, ratio, seen, {{ plus('id') }} as next, '{{ env_var("WHO", "nobody") }}' as who
from {{ ref('src') }}
where id > 0
