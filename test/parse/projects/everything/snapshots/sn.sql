{% snapshot snap_block %}
  {{ config(strategy='check', unique_key='id', check_cols='all', target_schema='snp') }}
  select * from {{ ref('stg_a') }}
{% endsnapshot %}

{% snapshot snap_two %}{{ config(strategy='timestamp', unique_key='id', updated_at='u') }} select * from {{ source('raw', 'a') }}{% endsnapshot %}
