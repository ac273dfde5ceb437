select * from {{ ref('dim') }} join {{ ref('pkg', 'p_one') }} using (id) join {{ ref('stg_two') }} using (id)
