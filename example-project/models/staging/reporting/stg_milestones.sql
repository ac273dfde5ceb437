{#- The second export repeats milestones that have moved: the later one counts. -#}
select
    milestone_id,
    project,
    title,
    cast(due_on as date) as due_on,
    max(cast(finished_on as date)) as finished_on
from {{ source('work', 'milestones') }}
group by all
