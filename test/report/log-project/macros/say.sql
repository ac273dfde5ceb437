{% macro say(what='hello') %}{{ log(what, info=true) }}{{ print('printed ' ~ what) }}{% endmacro %}
{% macro fail_now() %}{{ exceptions.raise_compiler_error('failed on purpose') }}{% endmacro %}
{% macro query() %}{% do run_query('select 1 as a') %}{% endmacro %}
