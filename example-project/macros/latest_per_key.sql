{#- The newest version of each row of a relation, by its key. `columns` breaks ties after `newest_by`. -#}
{% macro latest_per_key(relation, key, newest_by) -%}
select distinct on ({{ key }}) *
from {{ relation }}
order by {{ key }}, {{ newest_by }} desc
{%- endmacro %}
