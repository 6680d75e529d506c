{%- set counts_always = (setting('fx_mode') == 'monthly') | lower -%}
{%- set reporting_currency = text_literal(setting('reporting_currency')) %}

with rates as (
    select * from {{ ref('product_retention', 'stg_planhat__exchange_rates') }}
    where coalesce(currency, rate_text, rate_date_text) is not null
),

newest_days as (
    select
        currency,
        max(rate_date) as newest_day
    from {{ ref('product_retention', 'int_daily_exchange_rates') }}
    group by currency
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

stated_arr as (
    select * from {{ ref('product_retention', 'int_stated_arr') }}
    where currency <> {{ reporting_currency }}
),

stakes as (
    select
        currency,
        sum(arr) as arr
    from stated_arr
    group by currency
    union all
    select
        {{ reporting_currency }} as currency,
        sum(arr) as arr
    from stated_arr
),

dated as (
    select
        rates.*,
        newest_days.newest_day,
        'rate is "' || coalesce(rates.rate_text, '') || '" on "'
        || coalesce(rates.rate_date_text, '') || '"' as detail,
        rates.rate_date is null or rates.rate_date <= reporting_date.as_of_date as is_known,
        rates.currency = {{ reporting_currency }} as is_reporting_currency,
        coalesce(rates.exchange_rate > 0, false)
        and rates.currency is not null and rates.rate_date is not null as is_usable
    from rates
    cross join reporting_date
    left join newest_days
        on rates.currency = newest_days.currency
),

judged as (
    select
        *,
        case
            when is_reporting_currency
                then case when is_usable and exchange_rate <> 1 then 'rate_of_another_base' end
            when not is_usable then 'unusable_rate'
            when exchange_rate < 0.001 and {{ has_form('rate_text', 'long_fraction') }}
                then 'rate_loses_digits'
        end as issue,
        is_known and (
            {{ counts_always }}
            or is_reporting_currency
            or rate_date is null
            or newest_day is null
            or rate_date > newest_day
            or (is_usable and rate_date = newest_day)
        ) as is_in_use
    from dated
),

found as (
    select
        currency,
        issue,
        detail,
        1 as raw_rows,
        is_in_use
    from judged
    where issue is not null
    union all
    select
        currency,
        'two_rates_of_a_day' as issue,
        {{ text_of('count(distinct exchange_rate)') }} || ' rates on ' || {{ text_of('rate_date') }}
            as detail,
        count(*) as raw_rows,
        is_in_use
    from judged
    where is_usable and not is_reporting_currency
    group by currency, rate_date, is_in_use
    having count(distinct exchange_rate) > 1
),

listed as (
    select
        currency,
        issue,
        min(detail) as detail,
        sum(raw_rows) as raw_rows,
        max(case when is_in_use then 1 else 0 end) as is_in_use
    from found
    group by currency, issue
)

select
    'exchange_rates' as raw_table,
    coalesce(listed.currency, '') as row_key,
    listed.issue,
    listed.detail,

    listed.raw_rows,
    coalesce(listed.is_in_use * stakes.arr, 0) as arr
from listed
left join stakes
    on listed.currency = stakes.currency
