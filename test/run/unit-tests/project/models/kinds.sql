select 12345678901234567890::hugeint as big, 0.1::double as small, 1.5::decimal(5,2) as price, '{{ "{{ x }}" }}' as text,
    [1, 2] as list, {'a': 1} as pair, timestamptz '2024-01-01 10:00:00' as moment, false as flag, '{"a": {"b": 1}}'::json as json
