{{ config(enabled=adds_to_totals(), tags=['by_customer']) }}
{{ added_up(
    'select * from ' ~ ref('int_cohort_changes'),
    keys=['scope', 'product_id', 'quarter_month_index', 'months_since_start'],
    sums=['opening_change', 'arr_change', 'retained_change'],
    counts=['opening_customers_change', 'customers_change']
) }}
