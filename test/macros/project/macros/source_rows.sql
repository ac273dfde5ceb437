{% macro source_rows() %}{% if var('day') == 1 %}select * from (values (1,'a',10,timestamp '2020-01-01'),(2,'b',20,timestamp '2020-01-01'),(3,'c',30,timestamp '2020-01-01')) t(id,k,n,ts)
{% else %}select * from (values (2,'b',21,timestamp '2020-01-02'),(3,'c',30,timestamp '2020-01-01'),(4,'d',40,timestamp '2020-01-02')) t(id,k,n,ts){% endif %}{% endmacro %}
{% test is_positive(model, column_name, least=0) %}
select * from {{ model }} where {{ column_name }} <= {{ least }}
{% endtest %}
