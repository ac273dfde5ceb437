{% snapshot snap_one %}
{{ config(unique_key=['id','name'], strategy='check', check_cols=['name'], target_database='rich', dbt_valid_to_current="to_date('9999-12-31')") }}
select * from {{ ref('stg_two') }}
{% endsnapshot %}
{% snapshot snap_two %}
{{ config(unique_key='id', strategy='timestamp', updated_at='d', schema='own', invalidate_hard_deletes=true) }}
select * from {{ ref('stg_two') }}
{% endsnapshot %}
