{# Whether templates run under the second major version of dbt, of which packages ask. #}
{% macro is_core_v2() -%}
  {{ return(dbt_version.split('.')[0] | int == 2) }}
{%- endmacro %}
