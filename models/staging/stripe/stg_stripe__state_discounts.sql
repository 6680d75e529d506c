{{ config(enabled=uses_source('stripe')) }}
{%- set piece = ['source_connection', 'item_id', 'valid_from'] -%}
{#- More percent discounts than these on one item or subscription are left out. -#}
{%- set most_percents = 3 %}
with pieces as (
    select * from {{ ref('product_retention', 'stg_stripe__priced_states') }}
),

discounts as (
    select * from {{ ref('product_retention', 'stg_stripe__discounts') }}
),

applied as (
    select
        pieces.source_connection,
        pieces.item_id,
        pieces.valid_from,
        discounts.percent_off,
        case when discounts.item_id is not null then 'item' else 'subscription' end as level,
        case
            when coalesce(discounts.currency, pieces.currency) = pieces.currency
                then discounts.amount_off
        end as amount_off,
        discounts.amount_off is not null and discounts.currency <> pieces.currency as is_ignored,
        row_number() over (
            partition by
                pieces.source_connection, pieces.item_id, pieces.valid_from,
                case when discounts.item_id is not null then 1 else 0 end
            order by coalesce(discounts.percent_off, 0) desc, discounts.discount_id asc
        ) as discount_rank
    from pieces
    inner join discounts
        on
            pieces.source_connection = discounts.source_connection
            and (
                pieces.item_id = discounts.item_id
                or (
                    discounts.item_id is null
                    and pieces.subscription_id = discounts.subscription_id
                )
            )
            and discounts.starts_on <= pieces.valid_from
            and (discounts.ends_before is null or discounts.ends_before > pieces.valid_from)
)

select
    {{ piece | join(', ') }},
    {%- for level in ['item', 'subscription'] %}
    {%- for rank in range(1, most_percents + 1) %}
    max(case when level = '{{ level }}' and discount_rank = {{ rank }} then percent_off end)
        as {{ level }}_percent_{{ rank }},
    {%- endfor %}
    sum(case when level = '{{ level }}' then amount_off end) as {{ level }}_amount_off,
    {%- endfor %}
    max(case when is_ignored then 1 else 0 end) as ignored_discounts
from applied
group by {{ piece | join(', ') }}
