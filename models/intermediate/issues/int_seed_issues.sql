{%- set windows = list_var('retention_windows') | join(', ') -%}
{#- Seeds with a column product, the row that an issue is of, and what counts its rows. -#}
{%- set of_products = {
    'alert_conditions': ('rule_id', 'cast(condition_no as ' ~ dbt.type_string() ~ ')'),
    'health_weights': ('product', 'metric'),
} -%}

with targets as (
    select * from {{ ref('product_retention', 'nrr_targets') }}
),

members as (
    select * from {{ ref('product_retention', 'pilot_members') }}
),

known_names as (
    select * from {{ ref('product_retention', 'int_seed_names') }}
),

-- A product is named by its id, or as one of a family.
named as (
    {%- for seed, (row_key, counted) in of_products.items() %}
    select
        '{{ seed }}' as seed,
        {{ row_key }} as row_key,
        {{ counted }} as counted,
        case when product like 'family:%' then 'product_family' else 'product' end as name_type,
        case when product like 'family:%' then substr(product, 8) else product end as given_name
    from {{ ref(seed) }}
    where product not in ('*', 'role:secondary')
    union all
    {%- endfor %}
    select
        'pilot_members' as seed,
        pilot_id as row_key,
        customer_id as counted,
        'customer' as name_type,
        customer_id as given_name
    from members
    union all
    select
        'nrr_targets' as seed,
        target_id as row_key,
        '' as counted,
        scope as name_type,
        item as given_name
    from targets
    where scope <> 'company'
    union all
    select
        'nrr_targets' as seed,
        target_id as row_key,
        '' as counted,
        'segment:' || segment_type as name_type,
        segment_value as given_name
    from targets
),

found as (
    select
        named.seed,
        named.row_key,
        named.counted,
        replace(named.name_type, 'segment:', '') || ' "' || named.given_name
        || '" is not known' as detail
    from named
    left join known_names
        on
            named.name_type = known_names.name_type
            and named.given_name = known_names.known_name
    where known_names.known_name is null
    union all
    select
        'nrr_targets' as seed,
        target_id as row_key,
        '' as counted,
        'window_months is ' || {{ text_of('window_months') }}
        || ', and none of var retention_windows: [{{ windows }}]' as detail
    from targets
    where window_months not in ({{ windows }})
)

select
    seed as raw_table,
    row_key,
    'seed_row_without_effect' as issue,
    min(detail) as detail,

    count(distinct counted) as raw_rows,
    cast(null as {{ money_total_type() }}) as arr
from found
group by seed, row_key
