{{ config(materialized='view', post_hook="insert into main.audit values ('vpost', '{{ this.identifier }}')") }} {{ source_rows() }}
