{%- set is_by_parent = var('customer_grain') == 'parent' -%}
{%- set conditions = license_conditions() -%}

with licenses as (
    select * from {{ ref('int_licenses_judged') }}
),

issue_types as (
    select * from {{ ref('license_issue_types') }}
),
{% if is_by_parent %}
parents as (
    select * from {{ ref('int_customer_parents') }}
),
{% endif %}
-- One row: which issues the seed has rejected, beyond those that always are.
chosen as (
    select
        {% for issue in conditions -%}
        max(case when issue = '{{ issue }}' then action end) = 'rejected' as rejects_{{ issue }},
        {% endfor -%}
        count(*) as issue_count
    from issue_types
),

licenses_and_choices as (
    select
        licenses.*,
        chosen.*
    from licenses
    cross join chosen
),

judged as (
    select
        *,
        case
            when broken_rule is not null then broken_rule
            {%- for issue, condition in conditions.items() %}
            when rejects_{{ issue }} and ({{ condition }}) then '{{ issue }}'
            {%- endfor %}
        end as rejection_reason
    from licenses_and_choices
),

decided as (
    select
        *,
        rejection_reason is null as is_accepted,
        -- Where an amount is in question, all are told.
        rejection_reason is not null
        or has_unusable_amount
        or {{ conditions['amounts_contradict'] }} as are_amounts_told,
        coalesce(currency, '{{ var("reporting_currency") }}') as stated_currency,
        coalesce(
            arr_in_currency,
            cast(coalesce(valid_arr, valid_mrr * 12, valid_value, 0) as {{ money_type() }})
        ) as raw_amount
    from judged
)

select
    decided.license_id,
    {% if is_by_parent -%}
    coalesce(parents.customer_id, decided.customer_id) as customer_id,
    {%- else -%}
    decided.customer_id,
    {%- endif %}
    decided.customer_id as company_id,
    decided.product_id,
    decided.product_text,
    decided.renewal_of_license_id,
    decided.rejection_reason,
    decided.status,
    decided.status_text,
    decided.renewal_status,
    decided.lost_reason,
    decided.stated_currency as currency,
    {%- for attribute in list_var('license_attributes') %}
    decided.{{ attribute }},
    {%- endfor %}

    decided.arr,
    decided.arr_in_currency,
    decided.raw_amount,
    {%- for basis in ['arr', 'mrr', 'value'] %}
    case when decided.are_amounts_told then decided.arr_from_{{ basis }} end as arr_from_{{ basis }},
    {%- endfor %}
    cast(
        case
            when decided.quantity >= 0 and decided.quantity < {{ largest_quantity() }}
                then decided.quantity
        end as {{ amount_type() }}
    ) as quantity,
    decided.length_months,
    decided.exchange_rate,

    decided.is_accepted,
    decided.is_in_catalog,
    decided.is_alias_used,
    decided.is_company_listed,
    decided.is_currency_assumed,
    decided.has_unusable_amount,
    decided.has_unusable_quantity,
    decided.has_placeholder_end,
    coalesce(decided.auto_renews, false) as auto_renews,

    decided.starts_on,
    decided.stated_ends_before,
    decided.from_date,
    decided.to_date,
    decided.renewal_date,
    decided.notice_date,
    decided.created_at,
    decided.updated_at,
    decided.unread_from_date,
    decided.unread_to_date,
    decided.unread_arr,
    decided.unread_mrr,
    decided.unread_value,
    decided.unread_fields,
    decided.unread_line
from decided
{%- if is_by_parent %}
left join parents
    on decided.customer_id = parents.company_id
{%- endif %}
