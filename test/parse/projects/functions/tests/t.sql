select {{ function('double_it') }}(1) as x where false
