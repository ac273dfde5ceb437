select i as order_id, case when i % 3 = 0 then null else 'c' || i end as customer, (i*1.5)::decimal(10,2) as amount, case when i = 7 then 'odd' else 'ok' end as status from range(20) t(i)
