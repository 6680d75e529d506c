{{ config(enabled=uses_source('chargebee')) }}
{%- set version = ['source_connection', 'subscription_id', 'version_number'] -%}
{%- set never = "cast('9999-12-31' as date)" %}
with subscriptions as (
    select * from {{ ref('product_retention', 'stg_chargebee__subscriptions') }}
),

discounts as (
    select * from {{ ref('product_retention', 'stg_chargebee__discounts') }}
),

-- A cancellation may be dated before the day on which it was asked for.
versions as (
    select
        *,
        case when version_number = 1 or status = 'future' then starts_on else changed_on end
            as valid_from,
        version_number = 1 and status not in ('future', 'in_trial')
        and coalesce(trial_ends_before > starts_on, false) as had_trial,
        lead(changed_on) over (
            partition by source_connection, subscription_id order by version_number
        ) as next_from,
        min(case when is_over then stated_ends_before end) over (
            partition by source_connection, subscription_id
            order by version_number
            rows between 1 following and unbounded following
        ) as next_end
    from subscriptions
),

dated as (
    select
        *,
        nullif(
            least(
                {%- for day in ['stated_ends_before', 'next_end', 'next_from'] %}
                coalesce({{ day }}, {{ never }}){{ ',' if not loop.last }}
                {%- endfor %}
            ), {{ never }}
        ) as valid_to
    from versions
),

-- Of the time before the first version only the end of the trial is known.
stretches as (
    select
        {{ version | join(', ') }}, status, changed_on, is_start_known, mrr_units,
        had_trial or status = 'in_trial' as is_trial,
        valid_from,
        case
            when had_trial and (valid_to is null or valid_to > trial_ends_before)
                then trial_ends_before
            else valid_to
        end as valid_to
    from dated
    union all
    select
        {{ version | join(', ') }}, status, changed_on, is_start_known, mrr_units,
        false as is_trial, trial_ends_before as valid_from, valid_to
    from dated
    where had_trial
),

held as (
    select * from stretches
    where valid_to is null or valid_to > valid_from
),

-- A day twice is one cut.
days as (
    select
        *,
        valid_from as cut_on
    from held
    union distinct
    select
        held.*,
        discounts.ends_before as cut_on
    from held
    inner join discounts
        on
            held.source_connection = discounts.source_connection
            and held.subscription_id = discounts.subscription_id
            and held.version_number = discounts.version_number
            and held.valid_from < discounts.ends_before
            and (held.valid_to is null or held.valid_to > discounts.ends_before)
),

pieces as (
    select
        *,
        coalesce(
            lead(cut_on) over (partition by {{ version | join(', ') }}, valid_from order by cut_on),
            valid_to
        ) as cut_before
    from days
)

select
    {{ version | join(', ') }},
    is_trial,
    status = 'future' as is_pending,
    status <> 'future' and not is_trial
    {%- if chargebee_history() != 'current' %}
    and version_number = 1 and not is_start_known and changed_on > cut_on
    {%- endif %} as is_assumed,
    -- What Chargebee states is of the day of the version.
    case
        when
            status in ('active', 'non_renewing') and changed_on >= cut_on
            and (cut_before is null or changed_on < cut_before)
            then mrr_units
    end as mrr_units,
    cut_on as valid_from,
    cut_before as valid_to
from pieces
