select 1 as id, 2 as cust, current_date as day_d
