{# A table macro: a view with parameters, which finds its tables when it is called. #}
{% materialization table_function, adapter='duckdb' %}
  {%- set target_relation = api.Relation.create(
      identifier=model['alias'], schema=schema, database=database, type='view') -%}
  {%- set parameters = config.get('parameters') -%}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% call statement('main') -%}
    create or replace function {{ target_relation.render() }}(
        {{ (parameters if parameters is string or parameters is number else parameters | join(', ')) if parameters else '' }}
      ) as table (
        {{ sql }});
  {%- endcall %}

  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {% do persist_docs(target_relation, model) %}
  {% do adapter.commit() %}
  {{ run_hooks(post_hooks, inside_transaction=False) }}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
