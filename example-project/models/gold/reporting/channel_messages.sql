select
    channel,
    date_trunc('month', sent_on) as month,
    count(*) as message_count,
    list({'at': sent_at, 'author': author, 'body': body} order by sent_at, message_id) as messages
from {{ ref('silver_messages') }}
group by all
