{# The latest version of a row says that the row was deleted already. #}
{% macro snapshot_is_deleted_already(columns) -%}
    snapshotted_data.{{ columns.dbt_is_deleted }} = 'True'
            and
            {% if config.get('dbt_valid_to_current') -%}
                snapshotted_data.{{ columns.dbt_valid_to }} = {{ config.get('dbt_valid_to_current') }}
            {%- else -%}
                snapshotted_data.{{ columns.dbt_valid_to }} is null
            {%- endif %}
{%- endmacro %}

{# What all strategies answer with. #}
{% macro snapshot_strategy_result(updated_at, row_changed) %}
    {% set unique_key = config.get('unique_key') %}
    {% set hard_deletes = adapter.get_hard_deletes_behavior(config) %}
    {% do return({
        "unique_key": unique_key,
        "updated_at": updated_at,
        "row_changed": row_changed,
        "scd_id": snapshot_hash_arguments(api.Relation.scd_args(unique_key, updated_at)),
        "invalidate_hard_deletes": hard_deletes == 'invalidate',
        "hard_deletes": hard_deletes
    }) %}
{% endmacro %}
