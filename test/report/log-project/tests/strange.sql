select * from {{ ref('orders') }} where nothing = 1
