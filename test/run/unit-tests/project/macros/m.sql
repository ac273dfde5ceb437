{% macro today() %}current_date{% endmacro %}
{% macro plus(a) %}{{ a }} + 1{% endmacro %}
