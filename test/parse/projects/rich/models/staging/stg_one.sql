{{ config(
    materialized = var('mat', 'view'),
    tags=['in_file', 'staging'],
    meta={'in_file': true, 'level': 'file'},
    pre_hook="select 'file'",
    post_hook=["select 4", {"sql": "select 5", "transaction": False}],
    unknown_config='kept',
    persist_docs={"columns": true},
    grants={'+select': ['z'], 'insert': 'y'},
    docs={'show': True}
) }}
select id, name from {{ source('raw', 't1') }} where id > {{ var('top') }}
