select
    sent_on as day,
    channel,
    project,
    count(*) as messages,
    count(distinct author) as authors,
    count(reply_to) as replies
from {{ ref('silver_messages') }}
group by all
