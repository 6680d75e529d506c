with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_validated') }}
)

-- A row that only repeats another one, or is deleted, has no ARR of its own.
select
    coalesce(company_id, '') as company_id,
    product_id,
    coalesce(product_text, '') as product_text,
    currency,

    cast(
        coalesce(
            sum(
                case
                    when
                        rejection_reason is null
                        or rejection_reason not in ('duplicate_row', 'superseded', 'deleted')
                        then abs(stated_arr)
                end
            ), 0
        ) as {{ money_total_type() }}
    ) as arr
from licenses
group by coalesce(company_id, ''), product_id, coalesce(product_text, ''), currency
