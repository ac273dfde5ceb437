select
    project,
    date_trunc('month', due_on) as month,
    count(*) as due,
    count(finished_on) as finished,
    count(*) filter (where finished_on > due_on) as late
from {{ ref('stg_milestones') }}
group by all
