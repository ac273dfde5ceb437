{#- The monthly report of one project: talk, code and milestones side by side. -#}
{% macro monthly_report(project) -%}
with months as (
    select month from {{ ref('author_activity') }} where project = '{{ project }}'
    union
    select month from {{ ref('milestones_by_month') }} where project = '{{ project }}'
),

activity as (
    select
        month,
        sum(messages) as messages,
        sum(commits) as commits,
        sum(lines_added) as lines_added,
        sum(lines_removed) as lines_removed,
        count(distinct author) as active_authors,
        list(author order by messages + commits * 3 desc, author)[1] as most_active_author
    from {{ ref('author_activity') }}
    where project = '{{ project }}'
    group by month
)

select
    '{{ project }}' as project,
    months.month,
    coalesce(activity.messages, 0) as messages,
    coalesce(activity.commits, 0) as commits,
    coalesce(activity.lines_added, 0) as lines_added,
    coalesce(activity.lines_removed, 0) as lines_removed,
    coalesce(activity.active_authors, 0) as active_authors,
    activity.most_active_author,
    coalesce(milestones.due, 0) as milestones_due,
    coalesce(milestones.finished, 0) as milestones_finished,
    coalesce(milestones.late, 0) as milestones_late
from months
left join activity using (month)
left join {{ ref('milestones_by_month') }} as milestones
    on milestones.month = months.month and milestones.project = '{{ project }}'
order by months.month
{%- endmacro %}
