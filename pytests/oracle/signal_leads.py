"""Detection lead: how long before the company a product fell below the line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from oracle.catalog import UNASSIGNED
from oracle.policy import Policy
from oracle.rows import Row
from oracle.signal_rules import WINDOW, SignalBook

LONG_ENOUGH = 3
FOLLOWS_WITHIN = 12


@dataclass
class Episode:
    """Months below the line, by number: the first and the last one so far."""

    first: int
    last: int

    def runs_in(self, i: int, gap: int) -> bool:
        """Tell whether it is not over in a month, by what is known then.

        Args:
            i: number of the month.
            gap: how many months in a row that are not below do not end it.
        """
        return self.first <= i <= self.last + gap


def episodes_of(rates: dict[int, Fraction], line: Fraction, gap: int) -> list[Episode]:
    """Put months below the line together to episodes.

    Args:
        rates: number of the month to NRR, where there is one.
        line: below which it is an episode.
        gap: how many months in a row that are not below, or not known, do not end it.
    """
    episodes: list[Episode] = []
    for i in sorted(rates):
        if rates[i] >= line:
            continue
        if episodes and i - episodes[-1].last - 1 <= gap:
            episodes[-1].last = i
        else:
            episodes.append(Episode(i, i))
    return episodes


def lead_rows(
    book: SignalBook, company_retention: list[Row], product_retention: list[Row], policy: Policy
) -> list[Row]:
    """Give each product that was below the line when the company fell below it, or is so now.

    Args:
        book: all snapshots.
        company_retention: retention of the company, in all windows.
        product_retention: retention of the products, in all windows.
        policy: for the base that is too small for a product.
    """
    months = book.history.months
    number_of = {month: i for i, month in enumerate(months)}
    line, gap = book.thresholds["lead_line"], int(book.thresholds["lead_gap_months"])
    of_company: dict[int, Fraction] = {}
    of_product: dict[str, dict[int, Fraction]] = defaultdict(dict)
    for row in company_retention:
        if row["window_months"] == WINDOW and row["nrr"] is not None:
            of_company[number_of[row["arr_month"]]] = row["nrr"]
    for row in product_retention:
        rate = row["nrr_with_migration"]
        if row["window_months"] != WINDOW or row["product_id"] == UNASSIGNED or rate is None:
            continue
        if row["opening_customers"] >= policy.small_base_entities:
            of_product[row["product_id"]][number_of[row["arr_month"]]] = rate

    company = episodes_of(of_company, line, gap)
    breaches = [(episode.first, True) for episode in company]
    if months and not any(episode.runs_in(book.last, gap) for episode in company):
        breaches.append((book.last, False))
    rows = []
    for product_id, rates in sorted(of_product.items()):
        episodes = episodes_of(rates, line, gap)
        long = [each for each in episodes if each.last - each.first + 1 >= LONG_ENOUGH]
        followed = [
            each
            for each in long
            if any(0 <= other.first - each.first <= FOLLOWS_WITHIN for other in company)
        ]
        rows += [
            {
                "arr_month": months[i],
                "company_breach_month": months[i] if is_breach else None,
                "product_id": product_id,
                "product_name": book.history.products[product_id].product_name,
                "product_breach_month": months[episode.first],
                "lead_months": i - episode.first,
                "product_episodes": len(long),
                "followed_episodes": len(followed),
                "is_at_least": episode.first == min(rates),
            }
            for i, is_breach in breaches
            for episode in episodes
            if episode.runs_in(i, gap)
        ]
    return rows
