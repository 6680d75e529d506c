with expansions as (
    select * from {{ ref('product_retention', 'int_product_expansions') }}
),

concentrations as (
    select * from {{ ref('product_retention', 'int_expansion_concentration') }}
),

pairs as (
    select * from {{ ref('product_retention', 'int_signal_pairs') }}
    where is_base
),

products as (
    select * from {{ ref('product_retention', 'int_signal_products') }}
),

family_expansions as (
    select
        expansions.month_index,
        products.product_family,
        sum(expansions.expansion_arr) as expansion_arr,
        row_number() over (
            partition by expansions.month_index
            order by sum(expansions.expansion_arr) desc, products.product_family asc
        ) as place
    from expansions
    inner join products
        on expansions.product_id = products.product_id
    group by expansions.month_index, products.product_family
),

family_customers as (
    select
        pairs.month_index,
        products.product_family,
        pairs.customer_id,
        sum(pairs.opening_arr) as opening_arr
    from pairs
    inner join products
        on pairs.product_id = products.product_id
    group by pairs.month_index, products.product_family, pairs.customer_id
),

expanding_customers as (
    select
        expanded.month_index,
        products.product_family,
        expanded.customer_id
    from {{ ref('product_retention', 'int_signal_expansions') }} as expanded
    inner join products
        on expanded.product_id = products.product_id
    group by expanded.month_index, products.product_family, expanded.customer_id
),

bases as (
    select
        family_customers.month_index,
        family_customers.product_family,
        sum(family_customers.opening_arr) as opening_arr,
        count(*) as customers,
        count(expanding_customers.customer_id) as expanding_customers
    from family_customers
    left join expanding_customers
        on
            family_customers.month_index = expanding_customers.month_index
            and family_customers.product_family = expanding_customers.product_family
            and family_customers.customer_id = expanding_customers.customer_id
    group by family_customers.month_index, family_customers.product_family
),

families as (
    select
        family_expansions.month_index,
        family_expansions.product_family,
        family_expansions.place,
        coalesce(bases.opening_arr, 0) as opening_arr,
        coalesce(bases.customers, 0) as customers,
        coalesce(bases.expanding_customers, 0) as expanding_customers,
        concentrations.opening_arr as all_opening_arr,
        {{ safe_divide('family_expansions.expansion_arr', 'concentrations.expansion_arr') }}
            as expansion_share,
        {{ safe_divide('bases.opening_arr', 'concentrations.opening_arr') }} as opening_share
    from family_expansions
    inner join concentrations
        on family_expansions.month_index = concentrations.month_index
    left join bases
        on
            family_expansions.month_index = bases.month_index
            and family_expansions.product_family = bases.product_family
    where family_expansions.product_family <> '(unassigned)'
)

select
    top_families.month_index,
    top_families.product_family as subject,
    families.product_family as other,

    cast(families.opening_arr as {{ money_total_type() }}) as opening_arr,
    cast(top_families.customers as integer) as n_subject,
    cast(families.customers as integer) as n_other,
    cast(top_families.expanding_customers as integer) as expanding_subject,
    cast(families.expanding_customers as integer) as expanding_other,
    top_families.expansion_share as subject_expansion_share,
    families.expansion_share / nullif(families.opening_share, 0) as other_expansion_quotient
from families
inner join families as top_families
    on
        families.month_index = top_families.month_index
        and families.place > 1
where
    top_families.place = 1
    and top_families.expansion_share >= {{ signal_threshold('top_expansion_share') }} - 1e-9
    and families.opening_arr > 0
    and families.opening_arr
    >= {{ signal_threshold('bottleneck_opening_share') }} * families.all_opening_arr
    and families.expansion_share
    <= {{ signal_threshold('bottleneck_quotient') }} * families.opening_share + 1e-9
