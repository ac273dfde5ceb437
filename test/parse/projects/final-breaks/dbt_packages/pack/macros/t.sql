{% test listed(model, column_name, among) %}select 1 from {{ model }} where {{ column_name }} not in ({{ among | join(', ') }}) {{ helped() }}{% endtest %}
{% macro helped() %}{% endmacro %}
{% macro apart() %}'a'{% endmacro %}
