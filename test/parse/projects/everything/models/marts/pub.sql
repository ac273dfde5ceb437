{% set q %} select {{ var('cutoff') }} {% endset %}
{% call statement('x') %} select * from {{ ref('stg_c') }} {% endcall %}
{% do config(materialized='table') %}
{{ config(tags='second') }} {{ config(meta={'z': 1}) }}
select 1 as id from {{ ref('fct') }} union all select * from {{ ref('stg_eph') }}
