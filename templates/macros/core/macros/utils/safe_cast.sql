{# A cast that gives null where it fails, on engines that have one; elsewhere the plain cast. #}
{% macro safe_cast(field, type) %}
  {{ return(adapter.dispatch('safe_cast', 'dbt') (field, type)) }}
{% endmacro %}

{% macro default__safe_cast(field, type) %}
    {# keeps the line that the text had #}
    cast({{field}} as {{type}})
{% endmacro %}
