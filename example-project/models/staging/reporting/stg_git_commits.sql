select
    sha,
    repository as project,
    author,
    committed_at,
    files_changed,
    lines_added,
    lines_removed,
    split_part(message, ':', 1) as commit_type
from {{ source('work', 'git_commits') }}
