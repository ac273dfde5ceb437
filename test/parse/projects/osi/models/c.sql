select 1 as cust
