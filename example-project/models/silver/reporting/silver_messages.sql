select
    messages.message_id,
    messages.sent_at,
    cast(messages.sent_at as date) as sent_on,
    messages.author,
    messages.body,
    messages.reply_to,
    messages.channel,
    channels.project,
    channels.purpose
from {{ ref('stg_chat_messages') }} as messages
left join {{ ref('project_channels') }} as channels using (channel)
