{{ monthly_report('cascade') }}
