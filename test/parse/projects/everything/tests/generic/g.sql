{% test my_generic(model, x, column_name=none, l=none, n=none, f=none, t=none, long_argument_name_here=none) %}
  {{ config(severity='error', fail_calc='sum(x)') }}
  select * from {{ model }} join {{ ref('seed_a') }} {{ my_macro(x) }}
{% endtest %}
