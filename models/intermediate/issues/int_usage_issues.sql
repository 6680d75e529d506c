{%- set tables = {
    'product_usage': {'day': 'usage_date', 'numbers': [
        'active_users', 'used_units', 'entitled_units', 'features_used', 'features_available',
    ]},
    'account_signals': {'day': 'signal_date', 'numbers': [
        'open_tickets', 'stakeholder_contacts', 'engagement_score', 'health_score',
    ]},
} %}

with usage_products as (
    select * from {{ ref('product_retention', 'int_usage_products') }}
),

reporting_date as (
    select * from {{ ref('product_retention', 'int_reporting_date') }}
),

known_companies as (
    select customer_id from {{ ref('product_retention', 'int_licenses_landed') }}
    where customer_id is not null
    union distinct
    select customer_id from {{ ref('product_retention', 'int_companies_landed') }}
    where customer_id is not null
),
{% for table_name, table in tables.items() %}
{%- set day = table.day %}
{{ table_name }}_rows as (
    select
        stated.*,
        stated.company_id is not null
        and stated.{{ day }} <= reporting_date.last_usage_day as is_counted,
        stated.{{ day }} > reporting_date.last_usage_day as is_ahead,
        known_companies.customer_id is null as is_new_company,
        {%- if table_name == 'product_usage' %}
        coalesce(usage_products.product_id, '(unassigned)') as product_id,
        not coalesce(usage_products.is_known, false) as is_new_product
        {%- else %}
        '' as product_id,
        false as is_new_product
        {%- endif %}
    from {{ ref('product_retention', 'int_' ~ table_name ~ '_landed') }} as stated
    cross join reporting_date
    left join known_companies
        on stated.company_id = known_companies.customer_id
    {%- if table_name == 'product_usage' %}
    left join usage_products
        on stated.product_text = usage_products.product_text
    {%- endif %}
    where
        coalesce(stated.company_id, stated.{{ day }}_text, stated.unread_fields) is not null
        or coalesce(stated.{{ table.numbers | join(', stated.') }}) is not null
),
{%- set differing = [] %}
{%- for number in table.numbers %}
{%- do differing.append('min(' ~ number ~ ') <> max(' ~ number ~ ')') %}
{%- do differing.append('count(' ~ number ~ ') not in (0, count(*))') %}{% endfor %}
{{ table_name }}_doubles as (
    select
        min(company_id || ' on ' || {{ text_of(day) }}) as detail,
        sum(raw_rows) as raw_rows
    from (
        select
            company_id,
            {{ day }},
            count(*) as raw_rows
        from {{ table_name }}_rows
        where is_counted
        group by company_id, product_id, {{ day }}
        having {{ differing | join('\n            or ') }}
    ) as doubles
),
{% endfor %}
found as (
    {%- for table_name, table in tables.items() %}
    {%- set stated_day = "coalesce(" ~ table.day ~ "_text, '')" %}
    {%- for issue, rule in {
        'row_without_company_or_day': {
            'if': 'company_id is null or ' ~ table.day ~ ' is null',
            'detail': "'company \"' || coalesce(company_id, '') || '\" on \"' || " ~ stated_day
                ~ " || '\"'",
        },
        'day_in_the_future': {
            'if': 'company_id is not null and is_ahead',
            'detail': 'company_id || \' on \' || ' ~ stated_day,
        },
        'unusable_measure': {
            'if': 'is_counted and unread_fields is not null', 'detail': 'unread_fields',
        },
        'usage_of_unknown_company': {'if': 'is_counted and is_new_company', 'detail': 'company_id'},
        'usage_of_unknown_product': {'if': 'is_counted and is_new_product', 'detail': 'product_id'},
    }.items() %}
    select
        '{{ table_name }}' as raw_table,
        '{{ issue }}' as issue,
        min({{ rule.detail }}) as detail,
        count(*) as raw_rows
    from {{ table_name }}_rows
    where {{ rule.if }}
    union all
    {%- endfor %}
    select
        '{{ table_name }}' as raw_table,
        'day_listed_twice' as issue,
        detail,
        raw_rows
    from {{ table_name }}_doubles
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select
    raw_table,
    '' as row_key,
    issue,
    detail,

    raw_rows,
    cast(null as {{ money_total_type() }}) as arr
from found
where raw_rows > 0
