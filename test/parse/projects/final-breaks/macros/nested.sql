{% macro nested(items) %}{% if items %}{{ breaks.nested(items[1:]) }}{% endif %}{% endmacro %}
{% macro plain(items) %}{% if items %}{{ plain(items[1:]) }}{% endif %}{% endmacro %}
