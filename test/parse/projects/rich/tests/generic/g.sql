{% test my_generic(model, x=1) %}
{{ config(fail_calc='sum(x)', warn_if='>1') }}
select {{ x }} as x from {{ model }} where false
{% endtest %}

