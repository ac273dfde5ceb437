select 1 as id from {{ ref('base') }} where {{ function('expr') }}(id) > 1
