{# A snapshot: the first run writes every row, later ones the differences. #}
{% materialization snapshot, default %}
  {%- set exists, target_relation = get_or_create_relation(
      database=model.database,
      schema=model.schema,
      identifier=model.get('alias', model.get('name')),
      type='table') -%}
  {%- if not target_relation.is_table -%}
    {% do exceptions.relation_wrong_type(target_relation, 'table') %}
  {%- endif -%}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% set strategy_macro = strategy_dispatch(config.get('strategy')) %}
  {% set strategy = strategy_macro(model, "snapshotted_data", "source_data", model['config'], exists) %}
  {% set staged = none %}

  {% if not exists %}
    {% set selected = build_snapshot_table(strategy, model['compiled_code']) %}
    {% set main_sql = create_table_as(False, target_relation, selected) %}
  {% else %}
    {% set columns = config.get("snapshot_table_column_names") or get_snapshot_table_column_names() %}
    {% do adapter.assert_valid_snapshot_target_given_strategy(target_relation, columns, strategy) %}
    {% set selected = snapshot_staging_table(strategy, sql, target_relation) %}
    {% set staged = build_snapshot_staging_table(strategy, sql, target_relation) %}
    {% do adapter.expand_target_column_types(from_relation=staged, to_relation=target_relation) %}

    {% set own = ['dbt_change_type', 'DBT_CHANGE_TYPE', 'dbt_unique_key', 'DBT_UNIQUE_KEY'] %}
    {% if config.get('unique_key') | is_list %}
      {% for key in strategy.unique_key %}
        {% do own.extend(['dbt_unique_key_' ~ loop.index, 'DBT_UNIQUE_KEY_' ~ loop.index]) %}
      {% endfor %}
    {% endif %}
    {% set missing = adapter.get_missing_columns(staged, target_relation) | rejectattr('name', 'in', own) | list %}
    {% do create_columns(target_relation, missing) %}

    {% set inserted = [] %}
    {% for column in adapter.get_columns_in_relation(staged) | rejectattr('name', 'in', own) %}
      {% do inserted.append(adapter.quote(column.name)) %}
    {% endfor %}
    {% set main_sql = snapshot_merge_sql(target=target_relation, source=staged, insert_cols=inserted) %}
  {% endif %}

  {{ check_time_data_types(selected) }}
  {% call statement('main') %}
      {{ main_sql }}
  {% endcall %}

  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(exists, full_refresh_mode=False)) %}
  {% do persist_docs(target_relation, model) %}
  {% if not exists %}
    {% do create_indexes(target_relation) %}
  {% endif %}

  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {% do adapter.commit() %}
  {% if staged is not none %}
    {% do post_snapshot(staged) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=False) }}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
