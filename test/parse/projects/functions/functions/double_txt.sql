select txt || {{ function('expr') }}(1) || (select count(*) from {{ source('raw', 't') }})
