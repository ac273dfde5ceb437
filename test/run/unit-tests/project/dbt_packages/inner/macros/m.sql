{% macro shout() %}LOUD{% endmacro %}
