{# A data test: counts what its query finds and asks whether that is too much. With failures kept, what it found becomes a
   relation first, and that is counted. #}
{%- materialization test, default -%}
  {% set kept = [] %}
  {% set sql_header = config.get('sql_header') if flags.REQUIRE_SQL_HEADER_IN_TEST_CONFIGS else none %}
  {% set counted %}
    {{ get_limit_subquery_sql(sql, config.get('limit')) }}
  {% endset %}

  {% if should_store_failures() %}
    {% set store_as = config.get('store_failures_as') or 'table' %}
    {% if store_as not in ['table', 'view'] %}
        {{ exceptions.raise_compiler_error(
            "'" ~ store_as ~ "' is not a valid value for `store_failures_as`. "
            "Accepted values are: ['ephemeral', 'table', 'view']"
        ) }}
    {% endif %}
    {% set identifier = model['alias'] %}
    {% set old = adapter.get_relation(database=database, schema=schema, identifier=identifier) %}
    {% set failures = api.Relation.create(
        identifier=identifier, schema=schema, database=database, type=store_as) %}
    {% if old %}
        {% do adapter.drop_relation(old) %}
    {% endif %}
    {% call statement(auto_begin=True) %}
        {{ sql_header or '' }}
        {{ get_create_sql(failures, counted) }}
    {% endcall %}
    {% do adapter.commit() %}
    {% do kept.append(failures) %}
    {% set counted %}
        select *
        from {{ failures }}
    {% endset %}
  {% endif %}

  {% call statement('main', fetch_result=True, auto_begin=False) -%}
    {{ sql_header or '' }}
    {# A line for the count. #}
    {{ get_test_sql(counted, config.get('fail_calc'), config.get('warn_if'), config.get('error_if'), limit=none) }}
  {%- endcall %}
  {{ return({'relations': kept}) }}
{%- endmaterialization -%}
