select c.id, c.name, e.name as other, {{ today() }} as today from {{ ref('raw_customers') }} c left join {{ ref('eph') }} e on e.id = c.id
