{# Whether this run of an external model adds to the files that are there. #}
{% macro default__adds_to_external() %}
    {{ return(False) }}
{% endmacro %}
