{{ cfg() }} select {{ lib.lib_macro() }} from {{ use('two') }} join {{ ref('lib', 'two') }}
