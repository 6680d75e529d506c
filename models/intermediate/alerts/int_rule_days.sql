with condition_days as (
    select
        *,
        -- A rule about customers looks at all their products.
        case when scope = 'customer_product' then product_id end as subject_product_id
    from {{ ref('product_retention', 'int_condition_days') }}
),

conditions as (
    select
        rule_id,
        count(*) as conditions,
        min(condition_no) as first_condition_no
    from {{ ref('product_retention', 'alert_conditions') }}
    group by rule_id
),

-- What a condition says of a customer holds for each of its products that meets another one.
subjects as (
    select
        rule_id,
        customer_id,
        subject_product_id,
        monday
    from condition_days
    where subject_product_id is not null or scope <> 'customer_product'
    group by rule_id, customer_id, subject_product_id, monday
),

met as (
    select
        subjects.rule_id,
        subjects.customer_id,
        subjects.subject_product_id as product_id,
        subjects.monday,
        condition_days.condition_no,
        condition_days.threshold,
        condition_days.metric_value,
        condition_days.reported_days,
        row_number() over (
            partition by
                subjects.rule_id,
                subjects.customer_id,
                subjects.subject_product_id,
                subjects.monday
            order by
                condition_days.condition_no asc,
                case
                    when condition_days.operator in ('<', '<=') then condition_days.metric_value
                    else -condition_days.metric_value
                end asc,
                condition_days.product_id asc nulls last
        ) as place
    from subjects
    inner join condition_days
        on
            subjects.rule_id = condition_days.rule_id
            and subjects.customer_id = condition_days.customer_id
            and subjects.monday = condition_days.monday
            and (
                condition_days.subject_product_id is null
                or subjects.subject_product_id = condition_days.subject_product_id
            )
),

-- How many conditions hold: each counts once, at whatever product.
counted as (
    select
        rule_id,
        customer_id,
        product_id,
        monday,
        count(distinct condition_no) as conditions_met,
        max(case when place = 1 then threshold end) as threshold,
        max(case when place = 1 then metric_value end) as metric_value,
        max(case when place = 1 then reported_days end) as reported_days
    from met
    group by rule_id, customer_id, product_id, monday
)

select
    counted.rule_id,
    counted.customer_id,
    counted.product_id,

    counted.threshold,
    counted.metric_value,
    counted.reported_days,

    counted.monday
from counted
inner join conditions
    on
        counted.rule_id = conditions.rule_id
        and counted.conditions_met = conditions.conditions
