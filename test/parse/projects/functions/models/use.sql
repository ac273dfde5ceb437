select {{ function('double_it') }}(id) as x, {{ function('fn', 'agg') }}(id) as y from {{ ref('base') }} group by id
