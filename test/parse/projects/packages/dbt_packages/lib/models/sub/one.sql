{{ config(tags='insql') }} select {{ var('lv') }} as x, {{ lib_macro() }} {{ lib.lib_macro() }} from {{ ref('libseed') }}
