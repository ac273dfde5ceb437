{% macro default__lib_macro() %}2{% endmacro %}
{% macro generate_database_name(custom_database_name=none, node=none) %}{{ 'DB' if custom_database_name else target.database }}{% endmacro %}
{% macro use(x) %}{{ ref(x) }}{% endmacro %}
{% macro cfg() %}{{ config(materialized='view', tags=['viamacro']) }}{% endmacro %}
