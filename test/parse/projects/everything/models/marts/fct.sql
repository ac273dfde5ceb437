{{ config(contract={'enforced': true}, on_schema_change='fail') }}
select id::int as id, '' as name from {{ ref('stg_b') }} {{ doc_stuff() if false }}
