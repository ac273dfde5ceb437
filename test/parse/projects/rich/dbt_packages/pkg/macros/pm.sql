{% macro pm() %}{{ return(2) }}{% endmacro %}
