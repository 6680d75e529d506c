-- Each issue of usage and of account signals counts the raw rows that show it.
{%- set days = {'product_usage': 'usage_date', 'account_signals': 'signal_date'} %}
with listed as (
    select * from {{ ref('product_retention', 'dq_table_issues') }}
    where
        raw_table in ('{{ days | join("', '") }}')
        and issue in (
            'day_in_the_future', 'unusable_measure', 'usage_of_unknown_company',
            'usage_of_unknown_product'
        )
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

licenses as (
    select * from {{ ref('product_retention', 'int_licenses_landed') }}
),

companies as (
    select * from {{ ref('product_retention', 'int_companies_landed') }}
),

usage_products as (
    select * from {{ ref('product_retention', 'int_usage_products') }}
),

raw_rows as (
    {%- for raw_table, day in days.items() %}
    select
        '{{ raw_table }}' as raw_table,
        company_id,
        {{ 'product_text' if raw_table == 'product_usage' else "''" }} as product_text,
        {{ day }} as day_of_row,
        unread_fields is not null as is_unread
    from {{ ref('product_retention', 'int_' ~ raw_table ~ '_landed') }}
    where company_id is not null and {{ day }} is not null
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

judged as (
    select
        raw_rows.raw_table,
        raw_rows.is_unread,
        raw_rows.day_of_row > reporting_date.last_usage_day as is_ahead,
        (
            exists (
                select 1 from licenses
                where licenses.customer_id = raw_rows.company_id
            )
            or exists (
                select 1 from companies
                where companies.customer_id = raw_rows.company_id
            )
        ) as is_known_company,
        raw_rows.raw_table <> 'product_usage' or exists (
            select 1 from usage_products
            where usage_products.product_text = raw_rows.product_text and usage_products.is_known
        ) as is_known_product
    from raw_rows
    cross join reporting_date
),

counted as (
    {%- for issue, rule in {
        'day_in_the_future': 'is_ahead',
        'unusable_measure': 'is_unread and not is_ahead',
        'usage_of_unknown_company': 'not is_known_company and not is_ahead',
        'usage_of_unknown_product': 'not is_known_product and not is_ahead',
    }.items() %}
    select
        raw_table,
        '{{ issue }}' as issue,
        count(*) as raw_rows
    from judged
    where {{ rule }}
    group by raw_table
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    coalesce(listed.raw_table, counted.raw_table) as raw_table,
    coalesce(listed.issue, counted.issue) as issue,
    listed.raw_rows as listed_rows,
    counted.raw_rows as counted_rows
from listed
full outer join counted
    on listed.raw_table = counted.raw_table and listed.issue = counted.issue
where coalesce(listed.raw_rows, 0) <> coalesce(counted.raw_rows, 0)
