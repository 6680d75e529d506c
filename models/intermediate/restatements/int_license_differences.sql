{{ config(enabled=keeps_records()) }}
{%- set deciding_columns = deciding_license_columns() -%}
{#- Grace and extension carry a change beyond the dates of the licence. -#}
{%- set is_bounded = not setting('auto_renew_past_end') and setting('renewal_grace_days') == 0 -%}

with intervals as (
    select * from {{ ref('product_retention', 'int_license_version_intervals') }}
),

versions as (
    select * from {{ ref('product_retention', 'license_versions') }}
),

product_names as (
    select * from {{ ref('product_retention', 'int_product_names') }}
),

-- For texts that only the history has.
product_keys as (
    select
        product_key,
        min(product_id) as product_id
    from product_names
    group by product_key
),

customer_ids as (
    select * from {{ ref('product_retention', 'int_customer_ids') }}
),

compared_ids as (
    select version_id
    from (
        select version_id from intervals
        union all
        select present_version_id as version_id from intervals
    ) as interval_versions
    group by version_id
),

status_words as (
    {{ input_words('status') | indent(4) }}
),

resolved as (
    select
        versions.*,
        coalesce(status_words.meaning, versions.status_text, 'active') as status,
        coalesce(customer_ids.customer_id, versions.customer_id) as counted_customer_id,
        coalesce(
            product_names.product_id, product_keys.product_id, versions.product_text, '(unassigned)'
        ) as product_id
    from versions
    inner join compared_ids
        on versions.dbt_scd_id = compared_ids.version_id
    left join status_words
        on versions.status_text = status_words.word
    left join product_names
        on versions.product_text = product_names.product_text
    left join product_keys
        on {{ text_key('versions.product_text') }} = product_keys.product_key
    left join customer_ids
        on versions.customer_id = customer_ids.company_id
),

compared as (
    select
        intervals.license_id,
        was.counted_customer_id as was_customer_id,
        was.product_id as was_product_id,
        was.renewal_of_license_id as was_renewal_of_license_id,
        present.counted_customer_id as customer_id,
        present.product_id,
        present.renewal_of_license_id,
        case
            when present.license_id is null then 'licence_removed'
            when was.license_id is null then 'licence_added'
            else 'licence_changed'
        end as change_type,
        -- Such as: arr 100.0000 -> 120.0000; to_date 2025-12-31 -> 2025-06-30
        substring(
            {%- for column, name in deciding_columns.items() %}
            {%- set old, new = 'was.' ~ column, 'present.' ~ column %}
            {{ '|| ' if not loop.first }}case
                when {{ is_not_distinct_from(old, new) }} then ''
                when was.license_id is null then '; {{ name }} ' || {{ text_of(new) }}
                when present.license_id is null then '; {{ name }} ' || {{ text_of(old) }}
                else '; {{ name }} ' || {{ text_of(old) }} || ' -> ' || {{ text_of(new) }}
            end
            {%- endfor %}, 3
        ) as what_changed,
        {% if is_bounded -%}
        case
            when was.from_date < present.from_date then was.from_date
            else coalesce(present.from_date, was.from_date)
        end as affects_from,
        case
            when coalesce(was.renewal_of_license_id, present.renewal_of_license_id) is not null
                then null
            when was.license_id is null then present.to_date
            when present.license_id is null or was.to_date > present.to_date then was.to_date
            when was.to_date is not null then present.to_date
        end as affects_until,
        {%- else -%}
        cast(null as date) as affects_from,
        cast(null as date) as affects_until,
        {%- endif %}
        intervals.known_from, intervals.known_until
    from intervals
    left join resolved as was
        on intervals.version_id = was.dbt_scd_id
    left join resolved as present
        on intervals.present_version_id = present.dbt_scd_id
)

select * from compared
where what_changed <> ''
