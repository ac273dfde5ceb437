select id as "Group", name as "two words" from {{ ref('src') }}
