{#- Every staged column: rows equal in all of them are copies of one row. -#}
{%- set content_columns = [
    'customer_id', 'product_text', 'renewal_of_license_id', 'currency', 'status_text',
    'renewal_status', 'lost_reason', 'arr_amount', 'mrr_amount', 'value_amount', 'quantity',
    'length_months', 'unread_arr', 'unread_mrr', 'unread_value', 'unread_quantity',
    'is_end_date_included', 'is_fixed_term', 'auto_renews', 'is_recurring', 'is_trial',
    'from_date', 'to_date', 'unread_from_date', 'unread_to_date', 'renewal_date', 'notice_date',
    'created_at', 'updated_at',
] + list_var('license_attributes') -%}

with licenses as (
    select * from {{ ref('stg_planhat__licenses') }}
),

repeated_ids as (
    select license_id
    from licenses
    where license_id is not null
    group by license_id
    having count(*) > 1
),

repeated_rows as (
    select licenses.*
    from licenses
    inner join repeated_ids
        on licenses.license_id = repeated_ids.license_id
),

numbered_copies as (
    select
        *,
        row_number() over (
            partition by license_id, {{ content_columns | join(', ') }}
            order by coalesce(unread_fields, '')
        ) as copy_number
    from repeated_rows
),

ranked_versions as (
    select
        *,
        row_number() over (
            partition by license_id, copy_number
            order by
                updated_at desc nulls last, created_at desc nulls last,
                {{ content_columns | join(', ') }}
        ) as version_number
    from numbered_copies
),

unrepeated_rows as (
    select
        licenses.*,
        1 as copy_number,
        1 as version_number
    from licenses
    left join repeated_ids
        on licenses.license_id = repeated_ids.license_id
    where repeated_ids.license_id is null
)

select * from unrepeated_rows
union all
select * from ranked_versions
