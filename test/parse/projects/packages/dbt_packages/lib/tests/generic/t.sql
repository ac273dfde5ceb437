{% test lib_generic(model, column_name=none) %} select * from {{ model }} where {{ lib_macro() }} {% endtest %}
