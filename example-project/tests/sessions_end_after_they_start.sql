select *
from {{ ref('silver_sessions') }}
where ended_at < started_at
