-- The formulation that most open projects use, to compare with: each customer and product crossed
-- with the months from its first to its last, joined to the licences active in them, added up, and
-- compared with the row before by lag; retention by joining the rows to themselves. measure.py and
-- the tests run it on the raw tables of a book, with the variables `raw_path` and `as_of_date`.
--
-- It computes what the core of this project does, in the same money type, and leaves out: merged
-- copies and reasons for rejected rows, renewal links, quantities, price and volume, migrations,
-- reasons, and retention with migrations. Where a book asks for none of these, and the project is
-- built without `migration_detection`, the figures are equal; pytests/benchmarks/test_benchmarks.py holds that.

create macro month_index(day) as cast(year(day) * 12 + month(day) - 1 as integer);
create macro month_of(index) as make_date(index // 12, index % 12 + 1, 1);

create table product_names as
with products as (
    select product_id, name from read_parquet(getvariable('raw_path') || '/products.parquet')
),

aliases as (
    select alias, product_id
    from read_parquet(getvariable('raw_path') || '/product_aliases.parquet')
)

select lower(product_id) as product_text, product_id from products
union
select lower(name) as product_text, product_id from products
union
select lower(alias) as product_text, product_id from aliases;

create table rates as
select currency, max_by(rate, rate_date) as rate
from read_parquet(getvariable('raw_path') || '/exchange_rates.parquet')
where rate_date <= cast(getvariable('as_of_date') as date)
group by currency
union all
select 'USD' as currency, 1 as rate;

create table licenses as
with raw as (
    select *, coalesce(arr, mrr * 12, "value" * 12 / length) as arr_in_currency
    from read_parquet(getvariable('raw_path') || '/licenses.parquet')
    where
        license_id is not null
        and company_id is not null
        and from_date is not null
        and (to_date is null or to_date >= from_date)
        and is_recurring
        and not is_trial
        and status <> 'pending'
)

select
    raw.company_id as customer_id,
    coalesce(product_names.product_id, raw.product) as product_id,
    cast(
        cast(raw.arr_in_currency as decimal(18, 2)) * cast(rates.rate as decimal(18, 8))
        as decimal(18, 2)
    ) as arr,
    month_index(raw.from_date) as first_month_index,
    -- A null here and an `or` in the join below would cost sixty times as much.
    coalesce(month_index(raw.to_date + 1), 999999) as until_month_index
from raw
inner join rates
    on raw.currency = rates.currency
left join product_names
    on lower(raw.product) = product_names.product_text
where raw.arr_in_currency is not null;

create table months as
select cast(range as integer) as month_index, month_of(range) as arr_month
from range(
    (select min(first_month_index) from licenses),
    month_index(cast(getvariable('as_of_date') as date) + 1)
);

-- One row per customer, product and month, from the first month with ARR to the month after the
-- last one: what the project calls fct_arr_monthly.
create table arr_monthly as
with bounds as (
    select
        customer_id,
        product_id,
        min(first_month_index) as first_month_index,
        max(until_month_index) as until_month_index
    from licenses
    group by customer_id, product_id
),

pair_months as (
    select bounds.customer_id, bounds.product_id, months.month_index
    from bounds
    inner join months
        on months.month_index between bounds.first_month_index and bounds.until_month_index
),

totals as (
    select
        pair_months.customer_id,
        pair_months.product_id,
        pair_months.month_index,
        cast(coalesce(sum(licenses.arr), 0) as decimal(18, 2)) as arr
    from pair_months
    left join licenses
        on
            pair_months.customer_id = licenses.customer_id
            and pair_months.product_id = licenses.product_id
            and pair_months.month_index >= licenses.first_month_index
            and pair_months.month_index < licenses.until_month_index
    group by pair_months.customer_id, pair_months.product_id, pair_months.month_index
)

select
    *,
    coalesce(lag(arr) over so_far, 0) as opening_arr,
    coalesce(max(arr) over before, 0) > 0 as had_arr_before,
    month_of(month_index) as arr_month
from totals
window
    so_far as (partition by customer_id, product_id order by month_index),
    before as (
        partition by customer_id, product_id order by month_index
        rows between unbounded preceding and 1 preceding
    );

create table customer_arr_monthly as
with bounds as (
    select
        customer_id,
        min(month_index) as first_month_index,
        max(month_index) as last_month_index
    from arr_monthly
    group by customer_id
),

customer_months as (
    select bounds.customer_id, months.month_index
    from bounds
    inner join months
        on months.month_index between bounds.first_month_index and bounds.last_month_index
),

sums as (
    select customer_id, month_index, sum(arr) as arr
    from arr_monthly
    group by customer_id, month_index
),

totals as (
    select
        customer_months.customer_id,
        customer_months.month_index,
        cast(coalesce(sums.arr, 0) as decimal(18, 2)) as arr
    from customer_months
    left join sums
        on
            customer_months.customer_id = sums.customer_id
            and customer_months.month_index = sums.month_index
)

select
    *,
    coalesce(lag(arr) over customer_so_far, 0) as opening_arr,
    coalesce(max(arr) over customer_before, 0) > 0 as had_arr_before,
    month_of(month_index) as arr_month
from totals
window
    customer_so_far as (partition by customer_id order by month_index),
    customer_before as (
        partition by customer_id order by month_index
        rows between unbounded preceding and 1 preceding
    );

create table customer_arr_movements as
select
    customer_id,
    case
        when opening_arr > 0 and arr = 0 then 'churn'
        when opening_arr > 0 and arr > opening_arr then 'expansion'
        when opening_arr > 0 then 'contraction'
        when had_arr_before then 'reactivation'
        else 'new'
    end as movement_type,
    arr - opening_arr as arr_change,
    opening_arr,
    arr as closing_arr,
    arr_month
from customer_arr_monthly
where arr <> opening_arr;

create table arr_movements as
select
    pairs.customer_id,
    pairs.product_id,
    case
        when pairs.opening_arr > 0 and pairs.arr > pairs.opening_arr then 'expansion'
        when pairs.opening_arr > 0 and pairs.arr > 0 then 'contraction'
        when pairs.opening_arr > 0 and customers.arr > 0 then 'product_churn'
        when pairs.opening_arr > 0 then 'churn'
        when customers.opening_arr = 0 and customers.had_arr_before then 'reactivation'
        when customers.opening_arr = 0 then 'new'
        when pairs.had_arr_before then 'reactivation'
        else 'cross_sell'
    end as movement_type,
    pairs.arr - pairs.opening_arr as arr_change,
    pairs.arr_month
from arr_monthly as pairs
inner join customer_arr_monthly as customers
    on pairs.customer_id = customers.customer_id and pairs.month_index = customers.month_index
where pairs.arr <> pairs.opening_arr;

create table arr_bridge_product as
with levels as (
    select product_id, arr_month, sum(opening_arr) as opening_arr, sum(arr) as closing_arr
    from arr_monthly
    group by product_id, arr_month
),

changes as (
    select
        product_id,
        arr_month,
        sum(case when movement_type = 'new' then arr_change else 0 end) as new_arr,
        sum(case when movement_type = 'reactivation' then arr_change else 0 end) as reactivation_arr,
        sum(case when movement_type = 'cross_sell' then arr_change else 0 end) as cross_sell_arr,
        sum(case when movement_type = 'expansion' then arr_change else 0 end) as expansion_arr,
        sum(case when movement_type = 'contraction' then arr_change else 0 end) as contraction_arr,
        sum(case when movement_type = 'product_churn' then arr_change else 0 end) as product_churn_arr,
        sum(case when movement_type = 'churn' then arr_change else 0 end) as churn_arr
    from arr_movements
    group by product_id, arr_month
)

select
    levels.*,
    coalesce(changes.new_arr, 0) as new_arr,
    coalesce(changes.reactivation_arr, 0) as reactivation_arr,
    coalesce(changes.cross_sell_arr, 0) as cross_sell_arr,
    coalesce(changes.expansion_arr, 0) as expansion_arr,
    coalesce(changes.contraction_arr, 0) as contraction_arr,
    coalesce(changes.product_churn_arr, 0) as product_churn_arr,
    coalesce(changes.churn_arr, 0) as churn_arr
from levels
left join changes
    on levels.product_id = changes.product_id and levels.arr_month = changes.arr_month;

create table arr_bridge_company as
select arr_month, sum(columns(* exclude (product_id, arr_month)))
from arr_bridge_product
group by arr_month;

create table windows as
select unnest([1, 3, 12]) as window_months;

create macro increase(base_arr, now_arr) as
    sum(case when now_arr > base_arr then now_arr - base_arr else 0 end);
create macro decrease(base_arr, now_arr) as
    sum(case when now_arr > 0 and now_arr < base_arr then base_arr - now_arr else 0 end);
create macro loss(base_arr, now_arr) as sum(case when now_arr = 0 then base_arr else 0 end);

create table retention_company as
with compared as (
    select
        windows.window_months,
        base.month_index + windows.window_months as month_index,
        base.arr as base_arr,
        coalesce(now.arr, 0) as now_arr
    from customer_arr_monthly as base
    cross join windows
    left join customer_arr_monthly as now
        on
            base.customer_id = now.customer_id
            and base.month_index + windows.window_months = now.month_index
    where
        base.arr > 0
        and base.month_index + windows.window_months <= (select max(month_index) from months)
)

select
    window_months,
    sum(base_arr) as opening_arr,
    increase(base_arr, now_arr) as expansion_arr,
    decrease(base_arr, now_arr) as contraction_arr,
    loss(base_arr, now_arr) as churned_arr,
    sum(now_arr) as closing_arr,
    count(*) as opening_customers,
    count(case when now_arr = 0 then 1 end) as churned_customers,
    month_of(month_index) as arr_month
from compared
group by window_months, month_index;

create table retention_product as
with compared as (
    select
        base.product_id,
        windows.window_months,
        base.month_index + windows.window_months as month_index,
        base.arr as base_arr,
        coalesce(now.arr, 0) as now_arr
    from arr_monthly as base
    cross join windows
    left join arr_monthly as now
        on
            base.customer_id = now.customer_id
            and base.product_id = now.product_id
            and base.month_index + windows.window_months = now.month_index
    where
        base.arr > 0
        and base.month_index + windows.window_months <= (select max(month_index) from months)
)

select
    product_id,
    window_months,
    sum(base_arr) as opening_arr,
    increase(base_arr, now_arr) as expansion_arr,
    decrease(base_arr, now_arr) as contraction_arr,
    loss(base_arr, now_arr) as churned_arr,
    sum(now_arr) as closing_arr,
    count(*) as opening_customers,
    count(case when now_arr = 0 then 1 end) as churned_customers,
    month_of(month_index) as arr_month
from compared
group by product_id, window_months, month_index;
