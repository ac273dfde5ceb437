{# Called while running alone: parsing does not see it. #}
{% macro late() %}-- late{% endmacro %}
