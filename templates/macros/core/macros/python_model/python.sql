{# What stands behind a model in Python: the object that it knows as `dbt`. #}

{% macro resolve_model_name(input_model_name) %}
    {{ return(adapter.dispatch('resolve_model_name', 'dbt')(input_model_name)) }}
{% endmacro %}

{%- macro default__resolve_model_name(input_model_name) -%}
    {{ input_model_name | string | replace('"', '\"') }}
{%- endmacro -%}

{# Whole relations: --empty and --sample cut none of them. What an override of ref() answers may be text already. #}
{% macro build_ref_function(model) %}
    {%- set found = {} -%}
    {%- for each in model.refs -%}
        {%- set name = [each.get('package'), each['name']] if each.get('package') else [each['name']] -%}
        {%- set relation = ref(*name, v=each.get('version')) -%}
        {%- if relation.render is defined and relation.render is callable -%}
            {%- set relation = relation.render() -%}
        {%- endif -%}
        {%- if each.get('version') -%}
            {%- do name.append('v' ~ each['version']) -%}
        {%- endif -%}
        {%- do found.update({name | join('.'): resolve_model_name(relation)}) -%}
    {%- endfor %}

def ref(*names, v=None, version=None, dbt_load_df_function=None):
    relations = {{ found | tojson }}
    wanted = v or version
    return dbt_load_df_function(relations['.'.join(names) + (f'.v{wanted}' if wanted else '')])

{% endmacro %}

{% macro build_source_function(model) %}
    {%- set found = {} -%}
    {%- for each in model.sources -%}
        {%- do found.update({each | join('.'): resolve_model_name(source(*each))}) -%}
    {%- endfor %}

def source(*names, dbt_load_df_function):
    relations = {{ found | tojson }}
    return dbt_load_df_function(relations['.'.join(names)])

{% endmacro %}

{# The configs that the model reads by name, with their values. #}
{% macro build_config_dict(model) %}
    {%- set values = {} -%}
    {%- for key, default in zip(model.config.config_keys_used, model.config.config_keys_defaults) -%}
        {%- do values.update({key: model.config.get(key, default)}) -%}
    {%- endfor -%}
    {%- set meta = {} -%}
    {%- if model.config.meta_keys_used -%}
        {%- for key, default in zip(model.config.meta_keys_used, model.config.meta_keys_defaults) -%}
            {%- do meta.update({key: (model.config.meta or {}).get(key, default)}) -%}
        {%- endfor -%}
    {%- endif %}
config_dict = {{ values }}
meta_dict = {{ meta }}
{% endmacro %}

{% macro py_script_postfix(model) %}
# From here on: what the model knows as `dbt`.
{{ build_ref_function(model) }}
{{ build_source_function(model) }}
{{ build_config_dict(model) }}

class config:
    def __init__(self, *_, **__):
        pass

    @staticmethod
    def get(key, default=None):
        return config_dict.get(key, default)

    @staticmethod
    def meta_get(key, default=None):
        return meta_dict.get(key, default)


class this:
    database = '{{ this.database }}'
    schema = '{{ this.schema }}'
    identifier = '{{ this.identifier }}'

    def __repr__(self):
        return '{{ resolve_model_name(this) }}'


class dbtObj:
    def __init__(self, load_df_function):
        self.source = lambda *names: source(*names, dbt_load_df_function=load_df_function)
        self.ref = lambda *names, **wanted: ref(*names, **wanted, dbt_load_df_function=load_df_function)
        self.config = config
        self.this = this()
        self.is_incremental = {{ is_incremental() }}

{{ py_script_comment() }}
{% endmacro %}

{# For projects that want to say something to whoever looks at the text. #}
{% macro py_script_comment() %}
{% endmacro %}
