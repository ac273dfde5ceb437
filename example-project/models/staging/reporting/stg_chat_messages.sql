select
    message_id,
    sent_at,
    author,
    body,
    reply_to,
    channel
from {{ source('work', 'chat_messages') }}
