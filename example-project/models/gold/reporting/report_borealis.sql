{{ monthly_report('borealis') }}
