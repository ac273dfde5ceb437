select {{ var('top') }} -- {{ ref('leaf') }}
