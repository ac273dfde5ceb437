{# Models in Python are read and listed; there is no Python here to run them. These macros exist because projects and
   packages override or call them. #}

{% macro resolve_model_name(input_model_name) %}
    {{ return(adapter.dispatch('resolve_model_name', 'dbt')(input_model_name)) }}
{% endmacro %}

{%- macro default__resolve_model_name(input_model_name) -%}
    {{ input_model_name | string | replace('"', '\"') }}
{%- endmacro -%}

{% macro python_models_cannot_run() %}
    {{ submit_python_job(model, none) }}
{% endmacro %}

{% macro build_ref_function(model) %}
    {{ python_models_cannot_run() }}
{% endmacro %}

{% macro build_source_function(model) %}
    {{ python_models_cannot_run() }}
{% endmacro %}

{% macro build_config_dict(model) %}
    {{ python_models_cannot_run() }}
{% endmacro %}

{% macro py_script_postfix(model) %}
    {{ python_models_cannot_run() }}
{% endmacro %}

{% macro py_script_comment() %}
{% endmacro %}
