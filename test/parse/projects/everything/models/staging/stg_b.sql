{{ config(
    alias='b_alias',
    materialized="table",
    lookback=3,
    flag=true,
    nothing=none,
    ratio=1.50,
    listing=['a', "b'c", 1, 2.0, True, none],
    mapping={'a': 1, 'b': {'c': [1]}},
    tup=('a', 'b'),
    joined='a' ~ 'b',
    from_env=env_var('HOME_X', 'dflt'),
    from_var=var('cutoff'),
    neg=-1,
    cmp=1 < 2,
    nt=not true,
    ao=(true and false or true),
    attr=target.name,
    item=target['name'],
    callkw=var('nope', default='z'),
    post_hook=["select 1", "insert into x select * from {{ ref('seed_a') }}"]
) }}

{# a comment #}
select * from {{ source('raw', 'b') }}
{% if is_incremental() %} where id > {{ my_macro('x') }} {% endif %}
{{ full.other_macro() }} {{ dbt.current_timestamp() }} {{ adapter.dispatch('disp')() }}
-- {{ ref('stg_a') }} {{ ref('full', 'stg_a') }}
