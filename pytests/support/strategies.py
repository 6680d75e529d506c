"""Hypothesis strategies: the history of one customer, small enough to be read when it fails."""

from __future__ import annotations

from datetime import date, timedelta

from books import RawRow, RawTables, license_row, product_row
from hypothesis import strategies as st
from oracle import Policy
from policies import SWITCHES

FIRST_DAY = date(2023, 11, 1)
LAST_DAY = date(2024, 6, 30)
PRODUCT_TEXTS = ("basic", "plus", "max", "Plus", "addon", None, "unknown")
AMOUNTS = ("120", "240", "100", "33.33", "0.01", "1000.05", "0", "-60", "-500")
QUANTITIES = (None, "1", "3", "10", "0", "2.5")
RATES = ("1", "1.1", "0.9", "0.5", "2.00000001", "0.1")

# One family with three tiers, and one product without a family.
CATALOG = [
    product_row(product_id="basic", name="Suite Basic", family="Suite"),
    product_row(product_id="plus", name="Suite Plus", family="Suite"),
    product_row(product_id="max", name="Suite Max", family="Suite"),
    product_row(product_id="addon", name="Add-on"),
]


def days() -> st.SearchStrategy[date]:
    """Draw a day of a span of eight months, with a leap day; firsts and last days come often."""
    any_day = st.dates(FIRST_DAY, LAST_DAY)
    first = any_day.map(lambda day: day.replace(day=1))
    return st.one_of(first, first, first.map(lambda day: day - timedelta(days=1)), any_day)


@st.composite
def rates(draw: st.DrawFn) -> list[RawRow]:
    """Draw rates of two currencies: one or more, on any days."""
    return [
        {"currency": currency, "rate_date": day.isoformat(), "rate": rate}
        for currency in ("EUR", "GBP")
        for day, rate in draw(
            st.lists(st.tuples(days(), st.sampled_from(RATES)), min_size=1, max_size=6)
        )
    ]


@st.composite
def small_histories(draw: st.DrawFn, max_licences: int = 6) -> RawTables:
    """Draw the licences of one customer, with links among them, and a catalog.

    Args:
        draw: given by Hypothesis.
        max_licences: at most this many licences.
    """
    rows = []
    count = draw(st.integers(1, max_licences))
    for number in range(count):
        start = draw(days())
        end = draw(st.none() | st.integers(-1, 150).map(lambda n, day=start: day + timedelta(n)))
        amount_column = draw(st.sampled_from(("arr", "arr", "mrr", "value")))
        linked = draw(st.none() | st.none() | st.integers(0, count - 1))
        rows.append(
            license_row(
                license_id=f"L{number}",
                company_id="C",
                product=draw(st.sampled_from(PRODUCT_TEXTS)),
                quantity=draw(st.sampled_from(QUANTITIES)),
                currency=draw(st.sampled_from((None, "EUR", "EUR", "GBP", "USD"))),
                from_date=start,
                to_date=end,
                to_date_included=draw(st.sampled_from((None, "true", "false"))),
                status=draw(st.sampled_from((None, None, "active", "churned", "pending"))),
                renewal_status=draw(st.sampled_from((None, None, "lost"))),
                auto_renews=draw(st.sampled_from((None, "true"))),
                renewal_of_license_id=None if linked is None else f"L{linked}",
                lost_reason=draw(st.sampled_from((None, "price", "merger"))),
                created_at=draw(st.none() | days()),
                **{amount_column: draw(st.sampled_from(AMOUNTS))},
            )
        )
    return {"licenses": rows, "products": CATALOG, "exchange_rates": draw(rates())}


def policies() -> st.SearchStrategy[Policy]:
    """Draw a policy whose `as_of_date` is fixed, since small histories carry no load times."""
    choices = {name: st.sampled_from(values) for name, values in SWITCHES.items()}
    choices |= {
        "renewal_grace_days": st.sampled_from((0, 0, 1, 15, 45)),
        "retention_windows": st.sampled_from(((1, 3, 12), (1, 2, 6), (2, 3))),
        "as_of_date": st.sampled_from((date(2024, 3, 31), date(2024, 6, 29), date(2024, 9, 30))),
    }
    return st.builds(Policy, **choices)
