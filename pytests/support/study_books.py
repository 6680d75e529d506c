"""Books of customers that cut, contract, pay more, renew late and leave, at rates that are planted.

The same seed gives the same customers. They can be had as the spines that the studies look at, or
as raw tables for a build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from books import RawTables, license_row, product_row
from oracle.months import add_months
from oracle.signal_spines import Level, Spine

FIRST_MONTH = date(2021, 1, 1)
CORE = "Core"
SECONDARY = ("Data", "Desk", "Mail", "Pay")
CURRENCIES = ("USD", "EUR", "GBP")
# Months of a contract: None goes on until it is changed.
CONTRACTS = {"annual": 12, "monthly": 1, "multi-year": 24, "open-ended": None}

# What happens in a month, as chances. Customers below `SMALL` a year leave more often.
YEARLY_RISK, SMALL, MORE_OF_SMALL = 0.10, 10_000, 1.5
CUT, GROWTH, CONTRACTION, PURCHASE, LATE = 0.004, 0.025, 0.004, 0.005, 0.003
RENEWAL_RISE = 0.4


@dataclass
class Account:
    """A customer: its kind of contract, and what it has of each product, month by month.

    Levels are whole amounts a year, units whole numbers; both are 0 where there is nothing.
    """

    customer_id: str
    term: str
    levels: dict[str, list[int]] = field(default_factory=dict)
    units: dict[str, list[int]] = field(default_factory=dict)


def monthly_risk(yearly: float) -> float:
    """Give the chance a month that adds up to a chance in twelve months; at most 95 % of them."""
    return 1 - (1 - min(yearly, 0.95)) ** (1 / 12)


def accounts(seed: int, customers: int, months: int = 48, ratio: float = 1.0) -> list[Account]:
    """Make the customers of a book up.

    Args:
        seed: of the random numbers.
        customers: how many there are, all told.
        months: how many months are reported.
        ratio: how many times as often a customer leaves in a year after it has cut.
    """
    random = Random(seed)
    return [account(random, f"C{number:04}", months, ratio) for number in range(customers)]


def account(random: Random, customer_id: str, months: int, ratio: float) -> Account:
    """Make a customer up, month by month; see `accounts`."""
    term = random.choices(list(CONTRACTS), weights=(70, 15, 10, 5))[0]
    made = Account(customer_id, term)
    size = int(random.lognormvariate(9.4, 0.9)) // 100 * 100 + 1200
    now = {CORE: (random.randint(5, 50), size)}
    for product in SECONDARY:
        if random.random() < 0.45:
            now[product] = random.randint(5, 50), max(size * random.randint(10, 40) // 100, 120)
    start = random.randrange(months - 15) if random.random() < 0.5 else 0
    has_cut, away, kept_for = False, 0, now
    for product in (CORE, *SECONDARY):
        made.levels[product], made.units[product] = [0] * start, [0] * start
    for month in range(start, months):
        if month > start and now:
            arr = sum(level for _, level in now.values())
            risk = YEARLY_RISK * (MORE_OF_SMALL if arr < SMALL else 1) * (ratio if has_cut else 1)
            if random.random() < monthly_risk(risk):
                now = {}
            else:
                now, cut = changed(random, now, is_renewal=(month - start) % 12 == 0)
                has_cut |= cut
        # Who renews late is away for a month or two.
        away = max(away - 1, 0)
        if now and not away and month > start and random.random() < LATE:
            away, kept_for = random.randint(1, 2) + 1, dict(now)
            late = random.choice(list(now)) if random.random() < 0.7 else None
            kept_for = {each: kept_for[each] for each in now if late not in (each, None)}
        held = now if away <= 1 else {each: now[each] for each in kept_for if each in now}
        for product in (CORE, *SECONDARY):
            units, level = held.get(product, (0, 0))
            made.units[product].append(units)
            made.levels[product].append(level)
    return made


def changed(
    random: Random, now: dict[str, tuple[int, int]], is_renewal: bool
) -> tuple[dict[str, tuple[int, int]], bool]:
    """Let a month happen to what a customer has, units and level by product.

    Returns:
        What it has then, and whether it cut a secondary product by a tenth or more.
    """
    then, cut = dict(now), False
    for product, (units, level) in now.items():
        roll = random.random()
        if product != CORE and roll < CUT:
            cut = True
            if random.random() < 0.5:
                del then[product]
            else:
                then[product] = max(units * 3 // 4, 1), level * random.randint(50, 90) // 100
        elif product == CORE and roll < CONTRACTION:
            then[product] = units, level * random.randint(70, 96) // 100
        elif CUT <= roll < CUT + GROWTH:
            then[product] = units * 2, level * random.randint(104, 130) // 100
        elif is_renewal and random.random() < RENEWAL_RISE:
            then[product] = units, level * random.randint(102, 112) // 100
    for product in SECONDARY:
        if product not in now and random.random() < PURCHASE:
            then[product] = 10, max(then[CORE][1] * random.randint(10, 40) // 100, 120)
    return then, cut


# Customers that buy more early -------------------------------------------------------------------


def starters(seed: int, customers: int, months: int = 48, ratio: float = 1.0) -> list[Spine]:
    """Make customers up that start at some time, of which some expand in the first three months.

    Small ones expand early more often and leave more often, and each year is worse than the one
    before, in both. Whoever is alike in size and start fares alike afterwards, but for the ratio.

    Args:
        seed: of the random numbers.
        customers: how many there are, all told.
        months: how many months are reported.
        ratio: how many times as much of its ARR an early expander has after twelve months more.
    """
    random = Random(seed)
    return [starter(random, f"C{number:04}", months, ratio) for number in range(customers)]


def starter(random: Random, customer_id: str, months: int, ratio: float) -> Spine:
    """Make a customer up; see `starters`."""
    start = random.randrange(months - 15)
    level = int(random.lognormvariate(9.4, 0.9) * 100) + 100_000
    is_small, years = level < SMALL * 100, start // 12
    early = random.random() < (0.3 if is_small else 0.2) - 0.03 * years
    expansions = {start + random.randint(1, 3)} if early else set()
    risk = monthly_risk(YEARLY_RISK * (MORE_OF_SMALL if is_small else 1) + 0.03 * years)
    levels = [0] * start + [level]
    for month in range(start + 1, months):
        if month in expansions:
            level = level * random.randint(105, 160) // 100
        elif month > start + 3 and level:
            roll = random.random()
            if roll < risk:
                level = 0
            elif roll < risk + GROWTH:
                level = level * random.randint(104, 140) // 100
            elif roll < risk + GROWTH + CONTRACTION:
                level = level * random.randint(60, 96) // 100
            if early:
                level = round(level * ratio ** (1 / 12))
        levels.append(level)
    return Spine(
        customer_id,
        whole=Level([each / Decimal(100) for each in levels]),
        families={CORE: Level(levels)},
        secondary=frozenset(),
        term_at=lambda i: "annual",
        price_changes={},
        renewals=frozenset(),
        expansions=frozenset(expansions),
        premature=frozenset(expansions),
    )


# As spines ---------------------------------------------------------------------------------------


def spine(account: Account) -> Spine:
    """Give an account as the studies of cuts look at it; prices and renewals are left out."""
    held = {product: levels for product, levels in account.levels.items() if any(levels)}
    return Spine(
        account.customer_id,
        whole=Level([sum(column) for column in zip(*held.values(), strict=True)]),
        families={product: Level(levels) for product, levels in held.items()},
        secondary=frozenset(held) - {CORE},
        term_at=lambda i: account.term,
        price_changes={},
        renewals=frozenset(),
    )


# As raw tables -----------------------------------------------------------------------------------


def stretches(account: Account, product: str) -> Iterator[tuple[int, int, bool]]:
    """Give each licence of a product: its first month, the one after its last, whether renewed.

    A licence ends where anything changes, at the latest with its contract.
    """
    levels, units = account.levels[product], account.units[product]
    length, start = CONTRACTS[account.term], 0
    for month in range(1, len(levels) + 1):
        is_end = month == len(levels)
        is_over = length is not None and month - start >= length
        if is_end or is_over or (levels[month], units[month]) != (levels[start], units[start]):
            if levels[start]:
                yield start, month, not is_end and levels[month] > 0
            start = month


def event_book(book: list[Account], is_mixed: bool = False) -> RawTables:
    """Give accounts as raw tables: licences from day to day, the catalog, and rates.

    The end of a licence is that of its contract; the licence that follows renews it, and ends it
    earlier where something changes. Odd customers change on the 11th of a month, even ones on the
    first.

    Args:
        book: the accounts.
        is_mixed: whether a customer has each product in another currency, whose rate jumps from
            month to month, and licences of the last product name none.
    """
    rows = []
    for number, account in enumerate(book):
        day = 11 if number % 2 else 1
        for place, product in enumerate(account.levels):
            last_id = None
            currency = CURRENCIES[(number + place) % len(CURRENCIES)] if is_mixed else None
            for start, end, is_followed in stretches(account, product):
                length = CONTRACTS[account.term]
                is_last = end == len(account.levels[product])
                stated = None if length is None else start + length
                if not is_followed and not is_last:
                    stated = end
                license_id = f"{account.customer_id}-{product}-{start}"
                rows.append(
                    license_row(
                        license_id=license_id,
                        company_id=account.customer_id,
                        product=None if is_mixed and product == SECONDARY[-1] else product,
                        currency=currency,
                        arr=account.levels[product][start],
                        quantity=account.units[product][start],
                        from_date=add_months(FIRST_MONTH, start).replace(day=day),
                        to_date=stated and add_months(FIRST_MONTH, stated).replace(day=day),
                        to_date_included="false",
                        renewal_of_license_id=last_id,
                    )
                )
                last_id = license_id if is_followed else None
    products = [
        product_row(
            product_id=each,
            name=each,
            family=each,
            role="primary" if each == CORE else "secondary",
        )
        for each in (CORE, *SECONDARY)
    ]
    random = Random(len(book))
    months = max(len(levels) for account in book for levels in account.levels.values())
    rates = [
        {
            "currency": currency,
            "rate_date": add_months(FIRST_MONTH, month).isoformat(),
            "rate": f"{random.uniform(0.9, 1.2):.4f}",
        }
        for currency in CURRENCIES[1:]
        for month in range(months)
    ]
    return {"licenses": rows, "products": products, "exchange_rates": rates}
