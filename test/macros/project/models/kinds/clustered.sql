{{ config(materialized='table', cluster_by=['n'], partition_by={'field':'ts'} if false else none) }} select * from ({{ source_rows() }}) order by n desc
