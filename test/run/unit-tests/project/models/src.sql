select 1 as id, 10.5::decimal(10,2) as amount, 'a' as name, date '2024-01-01' as day, true as flag, 1.5::double as ratio, timestamp '2024-01-01 10:00:00' as seen
union all select 2, 3, 'b', null, false, null, null
