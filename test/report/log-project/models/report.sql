{{ log('debugging') }}
select b.*, c.name from {{ ref('base') }} b join {{ ref('countries') }} c on c.code = b.country
