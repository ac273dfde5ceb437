{{ config(
    materialized='table',
    tags=['x'],
    meta={'m': 1},
    pre_hook="create table if not exists hooked as select '{{ tojson(model) | replace(\"'\", \"''\") }}' as seen",
    post_hook="select 1"
) }}
select * from {{ ref('people') }} join {{ ref('eph') }} using (id)
{% if execute %}{{ late() }}{% endif %}
