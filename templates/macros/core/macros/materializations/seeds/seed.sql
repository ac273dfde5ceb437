{# A seed: the table is made once and emptied and filled from then on; a full refresh makes it anew. #}
{% materialization seed, default %}
  {%- set full_refresh = should_full_refresh() -%}
  {%- set old = adapter.get_relation(database=database, schema=schema, identifier=model['alias']) -%}
  {%- set is_table = old is not none and old.is_table -%}
  {%- set rows = load_agate_table() -%}
  {%- do store_result('agate_table', response='OK', agate_table=rows) -%}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% if old is not none and old.is_view %}
    {{ exceptions.raise_compiler_error("Cannot seed to '{}', it is a view".format(old.render())) }}
  {% elif is_table %}
    {% set make_sql = reset_csv_table(model, full_refresh, old, rows) %}
  {% else %}
    {% set make_sql = create_csv_table(model, rows) %}
  {% endif %}

  {% set count = rows.rows | length %}
  {% set fill_sql = load_csv_rows(model, rows) if count > 0 else '' %}
  {% set code = 'CREATE' if full_refresh else 'INSERT' %}
  {% call noop_statement('main', code ~ ' ' ~ count, code, count) %}
    {{ get_csv_sql(make_sql, fill_sql) }};
  {% endcall %}

  {% set target_relation = this.incorporate(type='table') %}
  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(old, full_refresh)) %}
  {% do persist_docs(target_relation, model) %}
  {% if full_refresh or not is_table %}
    {% do create_indexes(target_relation) %}
  {% endif %}

  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {% do adapter.commit() %}
  {{ run_hooks(post_hooks, inside_transaction=False) }}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
