-- The tables of a licence book, run by generate_book.py, which sets the variables `licenses`,
-- `broken_per_million` and `seed`. DuckDB's dialect. Every draw is a function of a key and a salt
-- in whole numbers, so that neither threads nor the order of rows nor the version of DuckDB
-- matters, and money is counted in whole cents.

create macro mixed(x) as (xor(x, x >> 16) * 73244475) & 4294967295;
-- A whole number from 0 to 4294967295; keys are below 2^31.
create macro draw(key, salt) as
    mixed(mixed(mixed((key * 2654435761 + (salt + 1000 * getvariable('seed')) * 40503) & 4294967295)));
create macro percent(key, salt) as draw(key, salt) % 100;
create macro between_numbers(key, salt, least_number, most) as
    least_number + draw(key, salt) % (most - least_number + 1);
create macro month_start(number) as cast(date '2020-01-01' + to_months(cast(number as integer)) as date);

-- Eight slots of twelve products: the tiers of a slot are one family. Price: cents a unit and month.
create table catalog as
select *
from (values
    (1, 1, 'platform-standard', 'Platform Standard', 'Platform', 'Standard', 'primary', 1900, 85),
    (1, 2, 'platform-plus', 'Platform Plus', 'Platform', 'Plus', 'primary', 2900, 85),
    (1, 3, 'platform-enterprise', 'Platform Enterprise', 'Platform', 'Enterprise', 'primary', 3900, 85),
    (2, 1, 'analytics-basic', 'Analytics Basic', 'Analytics', 'Basic', 'secondary', 1100, 45),
    (2, 2, 'analytics-advanced', 'Analytics Advanced', 'Analytics', 'Advanced', 'secondary', 1700, 45),
    (3, 1, 'storage-basic', 'Storage Basic', 'Storage', 'Basic', 'secondary', 500, 30),
    (3, 2, 'storage-advanced', 'Storage Advanced', 'Storage', 'Advanced', 'secondary', 900, 30),
    (4, 1, 'api-access', 'API Access', 'API Access', null, 'secondary', 1300, 30),
    (5, 1, 'priority-support', 'Priority Support', 'Support', null, 'secondary', 700, 20),
    (6, 1, 'audit-trail', 'Audit Trail', 'Audit Trail', null, 'secondary', 450, 15),
    (7, 1, 'sandbox', 'Sandbox', 'Sandbox', null, 'secondary', 800, 10),
    (8, 1, 'training-library', 'Training Library', 'Training', null, 'secondary', 250, 10)
) as listed (
    slot, tier_rank, product_id, name, family, tier, role, price_cents, attach_percent
);

-- More customers than are needed; the last ones are cut away below. Months are numbered from
-- January 2020 on; the figures end with month 71, and month 72 holds what is agreed for later.
create table customers as
with numbered as (
    select range + 1 as customer_number from range(getvariable('licenses') // 8 + 100)
)

select
    customer_number,
    case when percent(customer_number, 1) < 15 then 1
         when percent(customer_number, 1) < 50 then 2 else 3 end as size_class,
    case when percent(customer_number, 2) < 5 then 'EUR'
         when percent(customer_number, 2) < 8 then 'GBP' else 'USD' end as currency,
    case when percent(customer_number, 3) < 20 then between_numbers(customer_number, 4, 0, 2)
         else between_numbers(customer_number, 4, 0, 69) end as first_month,
    case when percent(customer_number, 5) < 50 then 1
         else between_numbers(customer_number, 6, 1, 28) end as start_day,
    case when percent(customer_number, 7) < 25 then between_numbers(customer_number, 8, 6, 24)
         when percent(customer_number, 7) < 50 then between_numbers(customer_number, 8, 25, 60)
         else 999 end as months_of_life,
    percent(customer_number, 9) < 15 as returns,
    between_numbers(customer_number, 10, 2, 14) as months_away
from numbered;

-- A line is what a customer holds in one slot; it can begin later (cross-sell) and end earlier.
create table lines as
with slots as (
    select slot, max(tier_rank) as tiers, max(attach_percent) as attach_percent
    from catalog
    group by slot
),

keyed as (
    select
        customers.*,
        slots.*,
        customers.customer_number * 8 + slots.slot as line_key
    from customers
    cross join slots
),

drawn as (
    select
        *,
        case when slot = 1 or percent(line_key, 11) < 45 then 0
             else between_numbers(line_key, 12, 1, 40) end as delay,
        case when percent(line_key, 13) < 70 then 999
             else between_numbers(line_key, 14, 1, 48) end as months_of_line,
        case when percent(line_key, 15) < 86 then 12
             when percent(line_key, 15) < 90 then 24
             when percent(line_key, 15) < 92 then 36
             when percent(line_key, 15) < 94 then 3
             when percent(line_key, 15) < 98 then 1
             else 0 end as term_months,  -- 0: open-ended
        between_numbers(line_key, 16, 5, 40) * (case size_class when 1 then 12 when 2 then 4 else 1 end)
            as first_quantity,
        1 + draw(line_key, 17) % tiers as first_tier,
        case when percent(line_key, 18) < 30 then between_numbers(line_key, 19, 1, 4) else 999 end
            as tier_change_year,
        case when percent(line_key, 20) < 80 then 1 else -1 end as tier_step
    from keyed
    where percent(line_key, 21) < attach_percent
),

lives as (
    select
        *,
        1 as life,
        first_month + delay as from_month,
        first_month + least(months_of_life, delay + months_of_line) as until_month
    from drawn
    union all
    select
        *,
        2 as life,
        first_month + months_of_life + months_away as from_month,
        first_month + months_of_life + months_away + months_of_line as until_month
    from drawn
    where returns and delay < months_of_life
)

select *, line_key * 2 + life - 1 as life_key
from lives
where from_month < until_month and from_month <= 72;

-- One row per term: renewals change price and quantity, and some come months late.
create table terms as
with numbered as (
    select
        *,
        case when term_months = 0 then 1
             else cast(ceil((least(until_month, 73) - from_month) / term_months) as bigint) end
            as term_count
    from lines
),

unnested as (
    select *, unnest(range(term_count)) as term_number from numbered
),

keyed as (
    select
        *,
        (life_key * 80 + term_number) & 2147483647 as term_key,
        term_number * greatest(term_months, 1) // 12 as year_number,
        term_number > 0 and (term_months >= 12 or term_number * term_months % 12 = 0) as is_yearly
    from unnested
),

drawn as (
    select
        *,
        case when term_number = 0 then 0
             when percent(term_key, 31) < (case when term_months >= 12 then 20 else 4 end)
                 then greatest(1, first_quantity * between_numbers(term_key, 32, 3, 30) // 100)
             when percent(term_key, 31) < (case when term_months >= 12 then 28 else 6 end)
                 then -greatest(1, first_quantity * between_numbers(term_key, 32, 3, 20) // 100)
             else 0 end as quantity_step,
        case when is_yearly and percent(term_key, 33) < 40 then between_numbers(term_key, 34, 2, 8)
             else 0 end as price_step,
        case when term_number = 0 then 0
             when draw(term_key, 35) % 1000 < (case when term_months >= 12 then 20 else 4 end)
                 then between_numbers(term_key, 36, 1, 3)
             else 0 end as months_late
    from keyed
),

running as (
    select
        *,
        sum(quantity_step) over life_so_far as quantity_steps,
        sum(price_step) over life_so_far as price_steps,
        sum(months_late) over life_so_far as months_late_so_far
    from drawn
    window life_so_far as (
        partition by life_key order by term_number
        rows between unbounded preceding and current row
    )
)

select
    *,
    cast(greatest(1, first_quantity + quantity_steps) as bigint) as quantity,
    cast(from_month + term_number * term_months + months_late_so_far as bigint) as month_number,
    least(tiers, greatest(1, first_tier
        + case when year_number >= tier_change_year then tier_step else 0 end)) as tier_rank
from running
where from_month + term_number * term_months + months_late_so_far < least(until_month, 73);

-- The terms and a few units added within one, up to the asked number of licences. They are
-- numbered in the order in which they start, as a billing system does.
create table drawn_licenses as
with agreed as (
    select
        *,
        month_start(month_number) + cast(start_day - 1 as integer) as from_date,
        case when term_months > 0
                 then cast(month_start(month_number + term_months) as date)
                     + cast(start_day - 1 as integer) - 1
             when until_month < 72
                 then cast(month_start(until_month) as date) + cast(start_day - 1 as integer) - 1
        end as to_date,
        lead(term_number) over (partition by life_key order by term_number) is not null
            as is_renewed,
        false as is_addition,
        term_key as license_key
    from terms
),

additions as (
    select
        * replace (
            cast(month_start(month_number + added_after) as date)
                + cast(start_day - 1 as integer) as from_date,
            greatest(1, quantity * between_numbers(term_key, 41, 5, 25) // 100) as quantity,
            false as is_renewed,
            true as is_addition,
            (license_key + 1500000007) & 2147483647 as license_key
        )
    from (select *, between_numbers(term_key, 42, 1, 10) as added_after from agreed) as timed
    where term_months = 12 and percent(term_key, 43) < 4 and month_number + added_after <= 71
),

together as (
    select *, 0 as added_after from agreed
    union all
    select * from additions
),

counted as (
    select
        *,
        row_number() over (
            order by customer_number, slot, life, term_number, is_addition
        ) as row_in_order
    from together
)

select
    counted.* exclude (row_in_order, tiers, attach_percent, tier_rank),
    catalog.product_id,
    catalog.name as product_name,
    cast(
        catalog.price_cents * counted.quantity * (100 + counted.price_steps) // 100 as bigint
    ) as mrr_cents,
    row_number() over (
        order by counted.from_date, counted.customer_number, counted.slot, counted.life,
            counted.term_number, counted.is_addition
    ) as license_number
from counted
inner join catalog
    on counted.slot = catalog.slot and counted.tier_rank = catalog.tier_rank
where counted.row_in_order <= getvariable('licenses');

create macro money(cents) as cast(cast(cents as decimal(18, 0)) * 0.01 as decimal(18, 2));

create view licenses as
with linked as (
    select
        *,
        lag(license_number) over (
            partition by life_key, is_addition order by term_number
        ) as renewed_number,
        case when draw(license_key, 51) % 1000000 < getvariable('broken_per_million')
            then draw(license_key, 52) % 8 end as broken_kind
    from drawn_licenses
),

written as (
    select
        license_number,
        0 as copy_number,
        'L-' || license_number as license_id,
        case when broken_kind is distinct from 0 then 'C-' || customer_number end as company_id,
        case
            when percent(license_key, 53) < 3 then product_id
            when percent(license_key, 53) < 5 then 'Old ' || product_name
            else product_name
        end as product,
        case when term_months > 0 and broken_kind is distinct from 1
            then money(mrr_cents * term_months) end as "value",
        case when broken_kind is distinct from 1 and percent(license_key, 54) < 90
            then money(mrr_cents) end as mrr,
        case when broken_kind is distinct from 1
                and (percent(license_key, 54) >= 6 or term_months = 0)
            then money(mrr_cents * 12) end as arr,
        currency,
        cast(quantity as integer) as quantity,
        case when broken_kind is distinct from 2 then from_date end as from_date,
        case broken_kind when 3 then from_date - 30 when 4 then from_date - 1 else to_date end
            as to_date,
        true as to_date_included,
        term_months > 0 as fixed_period,
        case when term_months > 0 and not is_addition then cast(term_months as integer) end
            as length,
        case
            when month_number > 71 then 'pending'
            when to_date <= date '2025-12-31' then 'churned'
            else 'active'
        end as status,
        case
            when to_date > date '2025-12-31' or to_date is null then 'ongoing'
            when is_renewed then 'renewed'
            else 'lost'
        end as renewal_status,
        percent(license_key, 55) < 70 and term_months > 0 as auto_renews,
        to_date + 1 as renewal_date,
        to_date - 59 as notice_date,
        case when term_months >= 12 and not is_addition and percent(license_key, 56) < 90
            then 'L-' || renewed_number end as renewal_of_license_id,
        broken_kind is distinct from 5 as is_recurring,
        broken_kind is not distinct from 6 as is_trial,
        case
            when not is_renewed and to_date <= date '2025-12-31' and percent(license_key, 57) < 60
                then ['Price', 'Low adoption', 'Budget cut', 'Missing feature'][
                    1 + draw(license_key, 58) % 4]
        end as lost_reason,
        cast(from_date as timestamp)
            - to_minutes(cast(between_numbers(license_key, 59, 300, 60000) as integer))
            as created_at,
        broken_kind
    from linked
),

dated as (
    select
        *,
        least(
            timestamp '2025-12-31 20:00:00',
            case when status = 'churned' then cast(renewal_date as timestamp) else created_at end
                + to_minutes(cast(draw(license_number, 60) % 1000 as integer))
        ) as updated_at
    from written
),

-- A corrected row comes beside the one that it replaces.
copied as (
    select * from dated
    union all
    select * replace (
        1 as copy_number,
        quantity + 1 as quantity,
        updated_at - interval 1 day as updated_at
    )
    from dated
    where broken_kind = 7
)

select * exclude (license_number, copy_number, broken_kind)
from copied
order by license_number, copy_number;

create view companies as
with used as (
    select customer_number, min(from_date) as first_from_date
    from drawn_licenses
    group by customer_number
)

select
    'C-' || customers.customer_number as company_id,
    'Company ' || customers.customer_number as name,
    ['Enterprise', 'Mid-Market', 'SMB'][customers.size_class] as segment,
    ['Education', 'Healthcare', 'Logistics', 'Manufacturing', 'Media', 'Retail', 'Software'][
        1 + draw(customers.customer_number, 71) % 7] as industry,
    ['North America', 'EMEA', 'APAC'][1 + percent(customers.customer_number, 72) // 40] as region,
    'Team ' || (1 + draw(customers.customer_number, 73) % 20) as owner,
    case when percent(customers.customer_number, 74) < 5 and customers.customer_number > 10
        then 'C-' || (customers.customer_number - customers.customer_number % 10) end
        as parent_company_id,
    cast(used.first_from_date as timestamp) - interval 30 day as created_at
from customers
inner join used
    on customers.customer_number = used.customer_number
order by customers.customer_number;

create view products as
select
    product_id,
    name,
    family,
    tier,
    tier_rank,
    role,
    'subscription' as type,
    date '2019-06-01' as launched_on
from catalog
order by slot, tier_rank;

create view product_aliases as
select 'Old ' || name as alias, product_id
from catalog
order by slot, tier_rank;

create view exchange_rates as
select
    currency,
    month_start(month_number) as rate_date,
    cast(
        (middle + draw(month_number * 2 + currency_number, 81) % 800) * 0.0001 as decimal(18, 8)
    ) as rate
from (values ('EUR', 0, 10500), ('GBP', 1, 12400)) as listed (currency, currency_number, middle)
cross join (select range - 1 as month_number from range(73)) as months
order by currency, rate_date;

-- Use is reported of two customers in five and of the four slots that have units in use, on every
-- Monday of the last fifteen months.
create table used_weeks as
with weeks as (
    select
        range as week_number,
        date '2024-10-07' + cast(7 * range as integer) as usage_date
    from range(65)
)

select
    drawn_licenses.customer_number,
    drawn_licenses.slot,
    drawn_licenses.product_id,
    weeks.week_number,
    weeks.usage_date,
    max(drawn_licenses.quantity) as quantity,
    drawn_licenses.line_key,
    (drawn_licenses.line_key * 65 + weeks.week_number) & 2147483647 as use_key
from drawn_licenses
inner join weeks
    on weeks.usage_date >= drawn_licenses.from_date
    and weeks.usage_date <= coalesce(drawn_licenses.to_date, date '2025-12-31')
where
    drawn_licenses.slot <= 4
    and not drawn_licenses.is_addition
    and percent(drawn_licenses.customer_number, 91) < 40
group by all;

create view product_usage as
select
    'C-' || customer_number as company_id,
    product_id as product,
    usage_date,
    quantity * least(100, between_numbers(line_key, 92, 10, 95) + percent(use_key, 93) // 10) // 100
        as active_users,
    quantity * least(100, between_numbers(line_key, 94, 20, 99) + percent(use_key, 95) // 10) // 100
        as used_units,
    quantity as entitled_units,
    least(20, between_numbers(line_key, 96, 2, 18) + percent(use_key, 97) // 40) as features_used,
    20 as features_available
from used_weeks
order by customer_number, slot, usage_date, product_id;

create view account_signals as
select
    'C-' || customer_number as company_id,
    usage_date as signal_date,
    least(100, between_numbers(customer_number, 98, 20, 90) + percent(min(use_key), 99) // 10)
        as engagement_score,
    percent(min(use_key), 100) // 12 as open_tickets,
    between_numbers(customer_number, 101, 0, 5) as stakeholder_contacts,
    between_numbers(customer_number, 102, 10, 100) as health_score
from used_weeks
group by customer_number, usage_date
order by customer_number, usage_date;
