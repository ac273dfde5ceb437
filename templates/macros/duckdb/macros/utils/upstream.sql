{# Makes the views of external models that the selected nodes read and that are not built in this run: a database in memory
   has forgotten them. For an on-run-start hook. #}
{%- macro register_upstream_external_models() -%}
{% if execute %}
  {% set wanted = {} %}
  {% for id in selected_resources if id in graph['nodes'] %}
    {% for upstream_id in graph['nodes'][id]['depends_on']['nodes'] if upstream_id not in selected_resources %}
      {% set upstream = graph['nodes'].get(upstream_id) %}
      {% if upstream and upstream.resource_type in ('model', 'seed') and upstream.config.materialized == 'external' %}
        {% do wanted.update({upstream_id: upstream}) %}
      {% endif %}
    {% endfor %}
  {% endfor %}
  {% set schemas = [] %}
  {% for upstream in wanted.values() %}
    {%- set relation = api.Relation.create(
      database=upstream['database'], schema=upstream['schema'], identifier=upstream['alias']) -%}
    {%- set location = upstream.config.get('location', external_location(relation, upstream.config)) -%}
    {%- set read_location = adapter.external_read_location(location, render_write_options(upstream.config)) -%}
    {% if relation.schema not in schemas %}
      {% call statement('main') -%}
        create schema if not exists {{ relation.without_identifier() }}
      {%- endcall %}
      {% do schemas.append(relation.schema) %}
    {% endif %}
    {% call statement('main') -%}
      create or replace view {{ relation }} as (
        select * from '{{ read_location }}'
      );
    {%- endcall %}
  {% endfor %}
  {% if schemas %}
    {% do adapter.commit() %}
  {% endif %}
{% endif %}
{%- endmacro -%}
