{# What `clone` makes of a node: a copy of the relation in the other state where tables can be cloned, else a view of it. #}
{%- materialization clone, default -%}
  {%- if not defer_relation -%}
      {{ log("No relation found in state manifest for " ~ model.unique_id, info=True) }}
      {{ return({'relations': []}) }}
  {%- endif -%}
  {%- set old = load_cached_relation(this) -%}
  {%- if old and not flags.FULL_REFRESH -%}
      {{ log("Relation " ~ old ~ " already exists", info=True) }}
      {{ return({'relations': []}) }}
  {%- endif -%}

  {%- set other = load_cached_relation(defer_relation) -%}
  {%- if not (other and other.type == 'table' and can_clone_table()) -%}
      {% set name = "materialization_view_" ~ adapter.type() %}
      {% set make_view = context[name if name in context else "materialization_view_default"] %}
      {{ return(make_view()) }}
  {%- endif -%}

  {%- set target_relation = this.incorporate(type='table') -%}
  {% if old is not none and not old.is_table %}
    {{ log("Dropping relation " ~ old.render() ~ " because it is of type " ~ old.type) }}
    {{ drop_relation_if_exists(old) }}
  {% endif %}
  {% if target_relation.render() == defer_relation.render() %}
    {{ log("Target relation and defer relation are the same, skipping clone for relation: " ~ target_relation.render()) }}
  {% else %}
    {% call statement('main') %}
        {{ create_or_replace_clone(target_relation, defer_relation) }}
    {% endcall %}
  {% endif %}
  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(old, full_refresh_mode=True)) %}
  {% do persist_docs(target_relation, model) %}
  {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}
