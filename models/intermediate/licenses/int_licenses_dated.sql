{{ config(materialized='view') }}
with licenses as (
    select * from {{ ref('product_retention', 'int_licenses_deduplicated') }}
),

dated as (
    select
        *,
        from_date as starts_on,
        case
            when to_date > {{ last_plausible_date() }} then null
            when to_date < {{ first_plausible_date() }} then to_date
            when coalesce(is_end_date_included, {{ setting('end_date_is_inclusive') }})
                then {{ add_days('to_date', 1) }}
            else to_date
        end as stated_ends_before
    from licenses
),

measured as (
    select
        *,
        case
            when
                starts_on between {{ first_plausible_date() }} and {{ last_plausible_date() }}
                and stated_ends_before > starts_on
                then {{ days_between('starts_on', 'stated_ends_before') }}
        end as term_days
    from dated
),

nearest as (
    select
        *,
        cast(round(term_days / 30.44, 0) as integer) as nearest_months
    from measured
),

-- The stated length counts first, then the months from start to end where they are whole, give or
-- take a day. From the last day of a month, a month ends on the last day of the next one, too.
termed as (
    select
        *,
        cast(case
            when length_months > 0 then length_months
            when
                nearest_months > 0
                and stated_ends_before
                between {{ add_days(add_months('starts_on', 'nearest_months'), -1) }}
                and greatest(
                    {{ add_days(add_months('starts_on', 'nearest_months'), 1) }},
                    {{ add_months(add_days('starts_on', 1), 'nearest_months') }}
                )
                then nearest_months
        end as {{ amount_type() }}) as term_months,
        cast(case
            -- A total says what a year costs only where the term is fixed.
            when
                '{{ setting("value_basis") }}' <> 'term_total'
                or not coalesce(
                    is_fixed_term, length_months is not null or stated_ends_before is not null
                )
                then null
            when length_months > 0
                then least(length_months, 100000) * {{ setting('days_in_year') }} / 12
            else term_days
        end as {{ amount_type() }}) as total_days
    from nearest
)

select * from termed
