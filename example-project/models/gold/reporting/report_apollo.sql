{{ monthly_report('apollo') }}
