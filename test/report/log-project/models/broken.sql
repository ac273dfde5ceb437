select nothing from {{ ref('report') }}
