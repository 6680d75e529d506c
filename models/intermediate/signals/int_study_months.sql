{%- set lapse_months = setting('lapse_months') %}
{%- set follow_up_months = signal_threshold('follow_up_months') | int %}

with spells as (
    select * from {{ ref('product_retention', 'int_study_spells') }}
),

families as (
    select * from {{ ref('product_retention', 'int_study_families') }}
),

arr_bands as (
    select * from {{ ref('product_retention', 'int_customer_bands') }}
    where segment_type = 'arr_band'
),

age_bands as (
    select * from {{ ref('product_retention', 'int_customer_bands') }}
    where segment_type = 'customer_age'
),

terms as (
    select * from {{ ref('product_retention', 'int_study_terms') }}
),

renewals as (
    select * from {{ ref('product_retention', 'int_study_renewals') }}
),

months as (
    select * from {{ ref('product_retention', 'int_months') }}
),

reporting_window as (
    select * from {{ ref('product_retention', 'int_reporting_window') }}
),

followed as (
    select
        spells.customer_id,
        spells.arr as opening_arr,
        months.month_index as opening_month_index,
        months.month_index + {{ lapse_months + 1 }} as month_index,
        spells.next_settled_gone_month
        <= months.month_index + {{ lapse_months + 1 + follow_up_months }} as has_churned
    from spells
    cross join reporting_window
    inner join months
        on
            spells.from_month <= months.month_index
            and spells.to_month > months.month_index
            and spells.next_gone_month > months.month_index + {{ lapse_months + 1 }}
    where
        months.month_index + {{ lapse_months + 1 + follow_up_months }}
        <= reporting_window.last_month_index
)

select
    followed.customer_id,
    coalesce(arr_bands.segment_value, '') as arr_band,
    coalesce(age_bands.segment_value, '') as age_band,
    terms.term_class,

    followed.month_index,
    followed.opening_arr,
    families.families_held,
    families.secondary_held,

    renewals.customer_id is not null as has_renewed,
    followed.has_churned
from followed
left join families
    on
        followed.customer_id = families.customer_id
        and followed.opening_month_index >= families.from_month
        and followed.opening_month_index < families.to_month
left join terms
    on
        followed.customer_id = terms.customer_id
        and followed.opening_month_index >= terms.from_month
        and followed.opening_month_index < terms.to_month
left join arr_bands
    on
        followed.customer_id = arr_bands.customer_id
        and followed.opening_month_index >= arr_bands.from_month
        and followed.opening_month_index < arr_bands.to_month
left join age_bands
    on
        followed.customer_id = age_bands.customer_id
        and followed.opening_month_index >= age_bands.from_month
        and followed.opening_month_index < age_bands.to_month
left join renewals
    on
        followed.customer_id = renewals.customer_id
        and followed.opening_month_index + 1 = renewals.month_index
