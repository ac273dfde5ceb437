with messages as (

    select
        project,
        author,
        date_trunc('month', sent_on) as month,
        count(*) as messages
    from {{ ref('silver_messages') }}
    where project is not null
    group by all

),

commits as (

    select
        project,
        author,
        cast(date_trunc('month', committed_at) as date) as month,
        count(*) as commits,
        sum(lines_added) as lines_added,
        sum(lines_removed) as lines_removed
    from {{ ref('stg_git_commits') }}
    group by all

)

select
    project,
    author,
    month,
    coalesce(messages.messages, 0) as messages,
    coalesce(commits.commits, 0) as commits,
    coalesce(commits.lines_added, 0) as lines_added,
    coalesce(commits.lines_removed, 0) as lines_removed
from messages
full join commits using (project, author, month)
