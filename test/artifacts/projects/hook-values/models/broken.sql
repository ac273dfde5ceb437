select 1 as broken from nowhere_at_all
