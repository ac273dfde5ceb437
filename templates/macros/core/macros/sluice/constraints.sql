{# Constraints with the relations that their foreign keys name by ref() or source(). #}
{% macro constraints_with_relations(constraints) %}
  {%- set resolved = [] -%}
  {%- for constraint in constraints or [] -%}
    {%- set to = constraint.get('to') or '' -%}
    {%- if to.startswith('ref(') or to.startswith('source(') -%}
      {%- do resolved.append(dict(constraint, to=render('{{ ' ~ to ~ ' }}'))) -%}
    {%- else -%}
      {%- do resolved.append(constraint) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(resolved) }}
{% endmacro %}
