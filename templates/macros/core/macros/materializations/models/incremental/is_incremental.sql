{# Whether this run adds to what is there: not while parsing, not when it is a view, not with a full refresh. #}
{% macro is_incremental() %}
    {% if execute and model.config.materialized == 'external' %}
        {{ return(adapter.dispatch('adds_to_external', 'dbt')()) }}
    {% endif %}
    {% if not execute or model.config.materialized != 'incremental' %}
        {{ return(False) }}
    {% endif %}
    {% set relation = adapter.get_relation(this.database, this.schema, this.table) %}
    {{ return(relation is not none and relation.type == 'table' and not should_full_refresh()) }}
{% endmacro %}
