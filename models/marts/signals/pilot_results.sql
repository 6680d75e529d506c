{%- set figures = [
    'exposed_matched', 'control_rows', 'nrr_exposed', 'nrr_control', 'nrr_ratio', 'ci_low', 'ci_high',
    'evidence', 'verdict',
] -%}
{%- set names = {
    'exposed_matched': 'matched_members', 'control_rows': 'controls', 'nrr_exposed': 'nrr_members',
    'nrr_control': 'nrr_controls',
} -%}
with pilots as (
    select * from {{ ref('product_retention', 'int_pilot_windows') }}
),

listed_members as (
    select * from {{ ref('product_retention', 'pilot_members') }}
),

measured_members as (
    select * from {{ ref('product_retention', 'int_pilot_members') }}
    where is_member
),

customers as (
    select * from {{ ref('product_retention', 'dim_customers') }}
),

findings as (
    select * from {{ ref('product_retention', 'int_growth_findings') }}
),

-- Whoever is listed is counted, customer or not.
members as (
    select
        listed_members.pilot_id,
        count(*) as members,
        sum(case when customers.customer_id is null then 1 else 0 end) as unknown_members,
        count(measured_members.customer_id) as measured_members
    from listed_members
    left join customers
        on listed_members.customer_id = customers.customer_id
    left join measured_members
        on
            listed_members.pilot_id = measured_members.pilot_id
            and listed_members.customer_id = measured_members.customer_id
    group by listed_members.pilot_id
)

select
    pilots.pilot_id,
    during.level,
    pilots.pilot_name,
    pilots.owner,
    pilots.starts_on,
    pilots.ends_on,
    cast({{ month_start('pilots.index_month_index') }} as date) as index_month,
    case
        when pilots.window_months > 0
            then cast({{ month_start('pilots.closing_month_index') }} as date)
    end as closing_month,

    cast(pilots.window_months as integer) as pilot_months,
    cast(coalesce(members.members, 0) as integer) as members,
    cast(coalesce(members.unknown_members, 0) as integer) as unknown_members,
    cast(
        coalesce(members.members - members.unknown_members - members.measured_members, 0) as integer
    ) as members_without_arr,
    cast(coalesce(members.measured_members, 0) as integer) as measured_members,
    {%- for side, prefix in {'during': '', 'earlier': 'before_'}.items() %}
    {%- for figure in figures %}
    {{ side }}.{{ figure }} as {{ prefix }}{{ names.get(figure, figure) }},
    {%- endfor %}
    {%- endfor %}

    during.is_chosen,
    pilots.is_over
from pilots
inner join findings as during
    on 'pilot ' || pilots.pilot_id = during.study
inner join findings as earlier
    on
        'before pilot ' || pilots.pilot_id = earlier.study
        and during.level = earlier.level
left join members
    on pilots.pilot_id = members.pilot_id
