{{ config(materialized='view') }}
select * from {{ ref('int_customer_positions') }}
where opening_arr >= {{ var('method_floor_arr') }}
