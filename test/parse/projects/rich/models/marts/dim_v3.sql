{{ config(alias='dim_three', latest_version_pointer={'enabled': true, 'alias': 'dim_pointer'}) }}
select * from {{ ref('dim', v=1) }} union all select * from {{ ref('dim', version=2) }}
