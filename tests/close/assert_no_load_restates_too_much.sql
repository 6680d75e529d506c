-- A load restates more of the closed ARR than restated_share_limit allows: the marts stay as they
-- were.
{{ config(severity='error', meta={'has_messages': true}) }}
with shares as (
    select * from {{ ref('product_retention', 'int_restated_share') }}
    where is_over_limit
)

select
    'this load restates '
    || {{ text_of('cast(100 * share_of_all_months as decimal(18, 1))') }}
    || ' % of the ARR of all closed months ('
    || {{ text_of('cast(100 * share_of_last_month as decimal(18, 1))') }}
    || ' % of the last one), at '
    || {{ text_of('restated_customers') }} || ' customers. ARR x months: gone '
    || {{ text_of('gone_arr_months') }} || ', lower ' || {{ text_of('lower_arr_months') }}
    || ', higher ' || {{ text_of('higher_arr_months') }}
    || ', added ' || {{ text_of('added_arr_months') }}
    || '. Is the export whole? If it is right, let it through once: '
    || {{ text_literal("make build VARS='{restated_share_limit: 1000}'") }} as message
from shares
