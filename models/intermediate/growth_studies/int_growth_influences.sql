{%- set sides = {'exposed': 'is_exposed', 'control': 'not is_exposed'} -%}
{%- set stratum = [
    'study', 'level', 'period_index', 'items', 'arr_band', 'age_band', 'term_class', 'health_band',
] | join(', ') %}

with members as (
    select * from {{ ref('product_retention', 'int_growth_members') }}
),

-- ARR takes the place of counts: what a customer has at the start, and what becomes of it.
sided as (
    select
        *,
        {%- for side, condition in sides.items() %}
        case when {{ condition }} then revalued_base_arr else 0 end as {{ side }}_base_arr,
        case when {{ condition }} then closing_arr else 0 end as {{ side }}_closing_arr,
        {%- endfor %}
        revalued_base_arr as own_base_arr
    from members
),

standing as (
    select
        *,
        {%- for side in sides %}
        {%- for column in ['base_arr', 'closing_arr'] %}
        cast(
            sum({{ side }}_{{ column }}) over (partition by {{ stratum }}) as {{ rate_type() }}
        ) as {{ side }}_{{ column }}s,
        {%- endfor %}
        {%- endfor %}
        row_number() over (partition by {{ stratum }} order by customer_id) = 1
            as is_first_of_stratum
    from sided
),

-- A stratum counts where both have ARR to start from. Less than a cent is a rounding.
parts as (
    select
        *,
        exposed_closing_arrs * control_base_arrs / (exposed_base_arrs + control_base_arrs)
            as exposed_part,
        control_closing_arrs * exposed_base_arrs / (exposed_base_arrs + control_base_arrs)
            as control_part,
        case
            when
                exposed_base_arrs - exposed_base_arr > 0.001
                and control_base_arrs - control_base_arr > 0.001
                then
                    (exposed_closing_arrs - exposed_closing_arr)
                    * (control_base_arrs - control_base_arr)
                    / (exposed_base_arrs + control_base_arrs - own_base_arr)
            else 0
        end as exposed_part_without,
        case
            when
                exposed_base_arrs - exposed_base_arr > 0.001
                and control_base_arrs - control_base_arr > 0.001
                then
                    (control_closing_arrs - control_closing_arr)
                    * (exposed_base_arrs - exposed_base_arr)
                    / (exposed_base_arrs + control_base_arrs - own_base_arr)
            else 0
        end as control_part_without
    from standing
    where exposed_base_arrs > 0 and control_base_arrs > 0
)

select
    study,
    level,
    customer_id,

    revalued_opening_arr,
    first_year_arr,
    revalued_base_arr,
    closing_arr,
    case when is_first_of_stratum then exposed_part else 0 end as exposed_sum_part,
    case when is_first_of_stratum then control_part else 0 end as control_sum_part,
    case
        when is_first_of_stratum
            then {{ safe_divide('control_closing_arrs * exposed_base_arrs', 'control_base_arrs') }}
        else 0
    end as expected_closing_part,
    exposed_part - exposed_part_without as exposed_sum_change,
    control_part - control_part_without as control_sum_change,

    is_exposed
from parts
