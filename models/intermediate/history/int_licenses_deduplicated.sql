{{ config(materialized='view') }}
{#- Rows of one id that agree in all of these columns are copies of one row. -#}
{%- set columns = [
    'stated_license_id', 'customer_id', 'product_text', 'renewal_of_license_id', 'currency',
    'status_text', 'renewal_status', 'lost_reason', 'arr_amount', 'mrr_amount', 'value_amount',
    'quantity', 'length_months', 'unread_arr', 'unread_mrr', 'unread_value', 'unread_quantity',
    'is_end_date_included', 'is_fixed_term', 'auto_renews', 'is_recurring', 'is_trial',
    'is_deleted', 'from_date', 'to_date', 'unread_from_date', 'unread_to_date', 'unread_flags',
    'renewal_date', 'notice_date', 'created_at', 'updated_at', 'unread_created_at',
    'unread_updated_at',
] + list_var('license_attributes') + source_columns_kept() -%}
{%- set all_columns = ['license_id'] + columns
    + ['unread_fields', 'missing_words', 'unread_line'] -%}
{#- Two ways to read a time such as 01/04/2024. -#}
{%- set formats = ['dmy', 'mdy'] -%}

with licenses as {{ not_materialized() }}(
    {% if setting('known_at') is none -%}
    select * from {{ ref('product_retention', 'int_licenses_across_sources' if other_sources()
        else 'int_licenses_landed') }}
    {%- else -%}
    select {{ all_columns | join(', ') }}
    from {{ license_versions_relation() }}
    where
        {{ is_known_on(setting('known_at')) | indent(8) }}
    {%- endif %}
),

repeated_ids as (
    select license_id
    from licenses
    where license_id is not null
    group by license_id
    having count(*) > 1
),

-- Rows without an id are numbered too, so that the history can tell them apart.
repeated_rows as (
    select
        licenses.*,
        {{ last_active_day(
            'licenses.from_date', 'licenses.to_date', 'licenses.is_end_date_included'
        ) }} as last_day,
        {{ text_key('licenses.product_text') }} as product_key
    from licenses
    left join repeated_ids
        on licenses.license_id = repeated_ids.license_id
    where repeated_ids.license_id is not null or licenses.license_id is null
),

timed_rows as (
    {{ times_as_read('repeated_rows', ['updated_at', 'created_at']) }}
),

numbered_copies as (
    select
        *,
        row_number() over (
            partition by license_id, {{ columns | join(', ') }}
            order by
                coalesce(unread_fields, ''), coalesce(missing_words, ''), coalesce(unread_line, '')
        ) as copy_number
    from timed_rows
),

ranked_versions as (
    select
        *,
        row_number() over (
            partition by license_id, copy_number
            order by
                updated_at_dmy desc nulls last, created_at_dmy desc nulls last,
                {{ columns | join(' nulls last, ') }} nulls last
        ) as version_number,
        {%- for format in formats %}
        rank() over (
            partition by license_id, copy_number
            order by
                updated_at_{{ format }} desc nulls last, created_at_{{ format }} desc nulls last
        ) as rank_{{ format }},
        {%- endfor %}
        min(product_key) over (partition by license_id) as first_product,
        max(product_key) over (partition by license_id) as last_product,
        max(from_date) over (partition by license_id) as last_start,
        min(last_day) over (partition by license_id) as first_end
    from numbered_copies
),

-- No row is the newest if times are equal, or if it depends on how a time is read.
compared_versions as (
    select
        *,
        1 in (rank_dmy, rank_mdy) and count(
            case when 1 in (rank_dmy, rank_mdy) then 1 end
        ) over (partition by license_id, copy_number) > 1 as is_ambiguous,
        coalesce(first_product <> last_product, false)
        or coalesce(last_start > first_end, false) as is_key_shared
    from ranked_versions
)

select
    licenses.{{ all_columns | join(',\n    licenses.') }},
    1 as copy_number,
    1 as version_number,
    false as is_ambiguous,
    false as is_key_shared
from licenses
left join repeated_ids
    on licenses.license_id = repeated_ids.license_id
where repeated_ids.license_id is null and licenses.license_id is not null
union all
select
    {{ all_columns | join(',\n    ') }},
    copy_number,
    version_number,
    is_ambiguous,
    is_key_shared
from compared_versions
