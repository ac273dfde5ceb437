{% macro add(a, b=1) %}{{ a + b }}{% endmacro %}
{% macro uses(x) -%}{{ add(x) }}{{ dbt.concat(['a']) }}{{ adapter.dispatch('thing', 'rich')() }}{{ pkg.pm() }}{% endmacro %}
{% macro default__thing() %}{% endmacro %}{% macro duckdb__thing() %}{{ return(1) }}{% endmacro %}
{% materialization mymat, adapter='duckdb', supported_languages=['sql','python'] %}{{ return({'relations': []}) }}{% endmaterialization %}
