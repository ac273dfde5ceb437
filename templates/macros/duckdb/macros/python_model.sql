{# The model with the function that makes a table of its rows. Its layout is that of a table made by SQL. #}
{% macro py_write_table(temporary, relation, compiled_code, partitioned_by=none, sorted_by=none) -%}
{%- set has_layout = partitioned_by or sorted_by -%}
{{ compiled_code }}

def materialize(df, con):
    view = '__dbt_python_model_df_{{ relation.identifier }}'
    con.register(view, df)
    con.execute('create {{ "temporary " if temporary }}table {{ relation.include(database=(not temporary), schema=(not temporary)) }} as from "' + view + '"{{ ' limit 0' if has_layout }}')
    {%- if partitioned_by %}
    con.execute('{{ duckdb__alter_table_set_partitioned_by(relation, partitioned_by) | trim }}')
    {%- endif %}
    {%- if sorted_by %}
    con.execute('{{ duckdb__alter_table_set_sorted_by(relation, sorted_by) | trim }}')
    {%- endif %}
    {%- if has_layout %}
    con.execute('insert into {{ relation }} from "' + view + '"')
    {%- endif %}
    con.unregister(view)
{%- endmacro %}
