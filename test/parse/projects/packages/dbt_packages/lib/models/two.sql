select * from {{ ref('one') }} {{ source('ls', 't') }}
