select 1 as id, {{ function('fn', 'tab') }} as off
