{# Gives the old relation its other name; what stands in the way of that goes first. The tables that were put aside come back. #}
{% macro duckdb__make_room(old, backup) %}
  {% set dropped = [] %}
  {% if old.is_table %}
    {% do drop_indexes_on_relation(old) %}
    {% set dropped = drop_foreign_key_dependents(old) if may_be_foreign_key_target(old) else [] %}
  {% endif %}
  {% do adapter.rename_relation(old, backup) %}
  {{ return(dropped) }}
{% endmacro %}
