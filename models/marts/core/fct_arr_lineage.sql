{#- As many rows as the spine and more: not to be written out, here or for BI tools. -#}
{{ config(materialized='view', meta={'publish': false}) }}
with terms as (
    select * from {{ ref('int_term_values') }}
),

months as (
    select * from {{ ref('int_reported_months') }}
)

select
    terms.customer_id,
    terms.product_id,
    terms.license_id,

    terms.arr,
    cast(terms.quantity as {{ amount_type() }}) as quantity,

    terms.is_grace,
    terms.is_extended,

    months.arr_month
from terms
inner join months
    on
        terms.first_month_index <= months.month_index
        and (
            terms.until_month_index is null
            or terms.until_month_index > months.month_index
        )
