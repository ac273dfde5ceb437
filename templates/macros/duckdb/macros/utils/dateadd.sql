{# A multiple of one part, so that the number can be any expression; quarters and weeks as months and days. #}
{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) %}

    {# The blank lines above belong to the text. #}

    {%- set unit = datepart | lower -%}
    {%- set factor, part = {'quarter': (3, 'month'), 'week': (7, 'day')}.get(unit, (1, unit)) -%}
    {%- if factor == 1 -%}
        ({{ from_date_or_timestamp }} + cast({{ interval }} as bigint) * interval 1 {{ unit }})
    {%- else -%}
        ({{ from_date_or_timestamp }} + (cast({{ interval }} as bigint) * {{ factor }}) * interval 1 {{ part }})
    {%- endif -%}

{% endmacro %}
