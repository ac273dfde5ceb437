{% macro lib_macro() %}{{ return(adapter.dispatch('lib_macro', 'lib')()) }}{% endmacro %}
{% macro default__lib_macro() %}1{% endmacro %}
{% macro generate_alias_name(custom_alias_name=none, node=none) %}{{ (custom_alias_name or node.name) ~ '_lib' }}{% endmacro %}
