select id, cast('{{ inner.shout() }}' as {{ dbt.type_string() }}) as said from {{ source('raw', 'people') }}
union all select id, '{{ inner.shout() }}' from {{ source('other', 'people') }}
