"""Hypothesis strategies: the history of one customer, small enough to be read when it fails."""

from __future__ import annotations

from datetime import date, timedelta

from books import RAW_COLUMNS, RawRow, RawTables, license_row
from hypothesis import strategies as st
from oracle import Policy

FIRST_DAY = date(2023, 11, 1)
LAST_DAY = date(2024, 6, 30)
PRODUCT_TEXTS = ("basic", "plus", "max", "Plus", "addon", None, "unknown")
AMOUNTS = ("120", "240", "100", "33.33", "0.01", "1000.05", "0", "-60", "-500")
QUANTITIES = (None, "1", "3", "10", "0", "2.5")

CATALOG: tuple[tuple[str, str, str | None], ...] = (
    ("basic", "Suite Basic", "Suite"),
    ("plus", "Suite Plus", "Suite"),
    ("max", "Suite Max", "Suite"),
    ("addon", "Add-on", None),
)


def catalog_rows() -> list[RawRow]:
    """Give a catalog of one family with three tiers and one product without a family."""
    rows = []
    for product_id, name, family in CATALOG:
        row: RawRow = dict.fromkeys(RAW_COLUMNS["products"])
        rows.append(row | {"product_id": product_id, "name": name, "family": family})
    return rows


def days() -> st.SearchStrategy[date]:
    """Draw a day of a span of eight months, with a leap day; firsts and last days come often."""
    any_day = st.dates(FIRST_DAY, LAST_DAY)
    first = any_day.map(lambda day: day.replace(day=1))
    return st.one_of(first, first, first.map(lambda day: day - timedelta(days=1)), any_day)


@st.composite
def small_histories(draw: st.DrawFn, max_licences: int = 6) -> RawTables:
    """Draw the licences of one customer, with links among them, and a catalog.

    Args:
        draw: given by Hypothesis.
        max_licences: at most this many licences.

    Returns:
        The raw tables `licenses` and `products`.
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
                from_date=start,
                to_date=end,
                to_date_included=draw(st.sampled_from((None, "true", "false"))),
                status=draw(st.sampled_from((None, None, "active", "churned", "pending"))),
                renewal_status=draw(st.sampled_from((None, None, "lost"))),
                auto_renews=draw(st.sampled_from((None, "true"))),
                renewal_of_license_id=None if linked is None else f"L{linked}",
                **{amount_column: draw(st.sampled_from(AMOUNTS))},
            )
        )
    return {"licenses": rows, "products": catalog_rows()}


def policies() -> st.SearchStrategy[Policy]:
    """Draw a policy whose `as_of_date` is fixed, since small histories carry no load times."""
    return st.builds(
        Policy,
        value_basis=st.sampled_from(("term_total", "arr", "mrr")),
        end_date_is_inclusive=st.booleans(),
        renewal_grace_days=st.sampled_from((0, 0, 1, 15, 45)),
        auto_renew_past_end=st.booleans(),
        migration_detection=st.booleans(),
        retention_windows=st.sampled_from(((1, 3, 12), (1, 2, 6))),
        small_base_entities=st.sampled_from((1, 5)),
        as_of_date=st.sampled_from((date(2024, 3, 31), date(2024, 6, 29), date(2024, 9, 30))),
    )
