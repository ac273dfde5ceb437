{# What cross-database macros write. Most of it is no complete SQL, so it stands in a comment: compiled text is compared. #}
select 1 as one
/*
[{{ dbt.any_value('a') }}][{{ dbt.array_append('a', '1') }}][{{ dbt.array_concat('a', 'b') }}][{{ dbt.array_construct(['1', '2']) }}]
[{{ dbt.array_construct([], 'text') }}][{{ array_construct() }}][{{ dbt.bool_or('a') }}][{{ dbt.cast('a', 'int') }}][{{ dbt.safe_cast('a', 'int') }}]
[{{ dbt.cast_bool_to_text('a') }}][{{ dbt.concat(['a', 'b', 'c']) }}][{{ dbt.date(2024, 2, 29) }}][{{ dbt.date_trunc('month', 'a') }}]
[{{ dbt.dateadd('day', 1, 'a') }}][{{ dbt.dateadd('Quarter', 'n', 'a') }}][{{ dbt.dateadd('week', -1, 'a') }}]
[{{ dbt.datediff('a', 'b', 'day') }}][{{ dbt.datediff('a', 'b', 'week') }}][{{ dbt.equals('a', 'b') }}][{{ dbt.escape_single_quotes("it's") }}]
[{{ dbt.except() }}][{{ dbt.intersect() }}][{{ dbt.generate_series(5) }}][{{ dbt.get_powers_of_two(9) }}][{{ dbt.hash('a') }}]
[{{ dbt.last_day('a', 'month') }}][{{ dbt.last_day('a', 'quarter') }}][{{ dbt.length('a') }}][{{ dbt.listagg('a') }}]
[{{ dbt.listagg('a', "','", 'order by b') }}][{{ dbt.listagg('a', "','", 'order by b', 2) }}][{{ dbt.position("'a'", 'b') }}]
[{{ dbt.replace('a', "'b'", "'c'") }}][{{ dbt.right('a', 2) }}][{{ dbt.split_part('a', "'-'", 2) }}][{{ dbt.split_part('a', "'-'", -1) }}]
[{{ dbt.string_literal('a') }}][{{ dbt.type_string() }}][{{ dbt.type_timestamp() }}][{{ dbt.type_float() }}][{{ dbt.type_numeric() }}]
[{{ dbt.type_bigint() }}][{{ dbt.type_int() }}][{{ dbt.type_boolean() }}][{{ dbt.current_timestamp() }}][{{ dbt.snapshot_get_time() }}]
[{{ dbt.current_timestamp_backcompat() }}][{{ dbt.current_timestamp_in_utc_backcompat() }}][{{ dbt.is_core_v2() }}]
[{{ dbt.date_spine('day', "date '2024-01-01'", "date '2024-01-03'") }}]
[{{ get_intervals_between("date '2024-01-01'", "date '2024-01-03'", 'day') }}]
[{{ dbt.partition_range('20240101,20240103') }}][{{ dbt.dates_in_range('2024-01-01', '2024-01-02', '%Y-%m-%d', '%d.%m.') }}]
[{{ get_empty_subquery_sql('select 1') }}][{{ get_test_sql('select 1', 'count(*)', '!= 0', '> 1', 5) }}]
[{{ get_limit_subquery_sql('select 1', 5) }}][{{ get_columns_in_query('select 1 as x, 2 as "Y y"') if execute }}][{{ get_quoted_csv(['a', 'b']) }}]
[{{ get_create_view_as_sql(this, 'select 1') }}][{{ get_create_table_as_sql(true, this, 'select 1') }}][{{ get_create_table_as_sql(false, this, 'select 1') }}]
[{{ snapshot_hash_arguments(['a', 'b']) }}][{{ generate_schema_name('x', none) }}][{{ generate_schema_name_for_env('x', none) }}]
*/
