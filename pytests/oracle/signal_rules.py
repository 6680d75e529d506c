"""What every signal rests on: thresholds, months, core families, and pairs a year ago and now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from oracle.catalog import UNASSIGNED
from oracle.history import History, first_index
from oracle.money import total
from oracle.policy import Policy
from oracle.rows import Pair

WINDOW = 12
FEWEST = 5

# What counts as much, unless the policy says otherwise; shares and points as parts of one.
THRESHOLDS: dict[str, str] = {
    "min_base": "20",
    "cut_share": "0.05",
    "quiet_months": "12",
    "growth_share": "0.05",
    "min_without_core": "10",
    "stands_alone_points": "0.10",
    "subsidizer_company_nrr": "1",
    "subsidizer_nrr": "1.2",
    "hidden_nrr": "0.9",
    "hidden_loss": "0.2",
    "top_expansion_share": "0.6",
    "bottleneck_opening_share": "0.05",
    "bottleneck_quotient": "0.5",
    "masked_grr": "0.85",
    "masked_nrr": "1.1",
    "severe_grr": "0.8",
    "severe_nrr": "1.2",
    "kept_logo_retention": "0.95",
    "shrinking_nrr": "1",
    "whole_nrr": "1",
    "part_nrr": "0.9",
    "part_opening_share": "0.05",
    "lead_line": "1",
    "lead_gap_months": "2",
    "follow_up_months": "12",
    "shrink_share": "0.10",
    "contraction_share": "0.05",
    "price_rise_share": "0.05",
    "min_matched_share": "0.80",
    "min_exposed": "10",
    "min_control_events": "5",
    "enough_exposed": "30",
    "enough_control_events": "10",
    "landmark_months": "3",
    "premature_use_months": "3",
    "min_side_customers": "20",
    "enough_side_customers": "50",
    "ttfe_gap_days": "60",
    "ttfe_min_customers": "10",
    "alert_days": "365",
    "return_days": "60",
    "conversion_days": "60",
    "conversion_quiet_months": "12",
    "min_weight_covered": "0.5",
    "min_health_outcomes": "10",
    "low_use": "0.5",
    "renewal_days": "365",
    "successor_days": "60",
    "risk_contraction_share": "0.10",
    "rate_months": "24",
    "rate_credibility": "20",
    "backtest_months": "18",
    "nrr_acceptable": "1",
    "nrr_strong": "1.1",
    "nrr_elite": "1.3",
    "grr_healthy": "0.9",
    "grr_elite": "0.95",
    "high_contraction": "0.05",
    "severe_contraction": "0.10",
    "movement_weeks": "8",
    "pulse_rows": "10",
    "expansion_size_months": "24",
    "min_expansion_sizes": "5",
    "health_rows": "50",
    "min_covered_arr": "0.5",
    "full_utilisation": "0.8",
    "full_months": "3",
    "no_upsell_months": "12",
}


@dataclass(frozen=True)
class BasePair:
    """A pair that had ARR twelve months ago; `start` is that at the later rates.

    `kept` tells whether the customer has the product's family now.
    """

    customer_id: str
    product_id: str
    start: Decimal
    now: Decimal
    is_kept: bool
    is_customer_left: bool
    had_core: bool
    has_core: bool


def quotient(numerator: Decimal | float, denominator: Decimal | float) -> float | None:
    """Divide; None where there is nothing to divide by."""
    if not denominator:
        return None
    if isinstance(numerator, Decimal) and isinstance(denominator, Decimal):
        return float(Fraction(numerator) / Fraction(denominator))
    return float(numerator) / float(denominator)


class SignalBook:
    """The history as the signals look at it.

    Months are known by their number, as in the history.
    """

    def __init__(self, history: History, policy: Policy) -> None:
        """Find the months and the core.

        Args:
            history: all snapshots.
            policy: for the months and the thresholds.
        """
        self.history = history
        self.thresholds = {
            name: Fraction(str(value))
            for name, value in (THRESHOLDS | dict(policy.signal_thresholds)).items()
        }
        self.lapse_months = policy.lapse_months
        self.last = len(history.months) - 1
        first = max(WINDOW, len(history.months) - policy.signal_months)
        self.months = list(range(first, len(history.months)))
        self.first_of: dict[str, int] = {}
        self.pairs_of: dict[str, list[Pair]] = defaultdict(list)
        self.pairs_in: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        for pair, arr_row in history.arr.items():
            self.pairs_of[pair[1]].append(pair)
            self.pairs_in[pair[0], history.family_of(pair[1])].append(pair)
            first_month = first_index([arr_row])
            if first_month is not None:
                self.first_of[pair[1]] = min(self.first_of.get(pair[1], first_month), first_month)
        self.core, self.core_is_inferred = self.find_core()
        self.base_of = {i: self.base_at(i) for i in self.months}

    # Core and secondary ------------------------------------------------------------------------

    def find_core(self) -> tuple[set[str], bool]:
        """Give the core families, and whether they are only inferred."""
        products = self.history.products
        primary = {each for each in products if products[each].role == "primary"}
        if primary & set(self.first_of):
            return {products[each].product_family for each in primary} - {UNASSIGNED}, False
        held = []
        for product_id in self.first_of:
            arrs = [self.history.arr[pair][self.last] for pair in self.pairs_of[product_id]]
            customers = sum(arr > 0 for arr in arrs)
            if customers and product_id != UNASSIGNED:
                held.append((-customers, -total(arrs), product_id))
        return {self.history.family_of(min(held)[2])} if held else set(), True

    def is_core(self, product_id: str) -> bool:
        """Tell whether a product's family is core."""
        return self.history.family_of(product_id) in self.core

    def is_secondary(self, product_id: str) -> bool:
        """Tell whether a product's family is secondary."""
        return product_id != UNASSIGNED and not self.is_core(product_id)

    def core_arr_at(self, customer_id: str, i: int) -> Decimal:
        """Give the ARR of a customer in core families at month number `i`."""
        return total(self.family_arr_at(customer_id, family, i) for family in self.core)

    def family_arr_at(self, customer_id: str, family: str, i: int) -> Decimal:
        """Give the ARR of a customer in a family at month number `i`."""
        pairs = self.pairs_in.get((customer_id, family), ())
        return total(self.history.at(pair, i).arr for pair in pairs)

    # A year ago and now ------------------------------------------------------------------------

    def products_by(self, i: int) -> list[str]:
        """List the products that have had ARR by month number `i`."""
        return sorted(each for each, first in self.first_of.items() if first <= i)

    def base_at(self, i: int) -> dict[str, list[BasePair]]:
        """Give the pairs with ARR twelve months before month number `i`, by product."""
        history, start = self.history, i - WINDOW
        base: dict[str, list[BasePair]] = defaultdict(list)
        core: dict[str, tuple[bool, bool]] = {}
        for pair, arr_row in history.arr.items():
            if arr_row[start] == 0:
                continue
            customer_id, product_id = pair
            if customer_id not in core:
                had, has = (self.core_arr_at(customer_id, k) > 0 for k in (start, i))
                core[customer_id] = had, has
            family = history.family_of(product_id)
            base[product_id].append(
                BasePair(
                    *pair,
                    start=history.base_of(pair, start, i),
                    now=arr_row[i],
                    is_kept=self.family_arr_at(customer_id, family, i) > 0,
                    is_customer_left=history.customer_at(customer_id, i) == 0,
                    had_core=core[customer_id][0],
                    has_core=core[customer_id][1],
                )
            )
        return base

    def has_grown(self, before: Decimal, now: Decimal) -> bool:
        """Tell whether an amount rose by the least share that is growth."""
        return Fraction(now - before) >= self.thresholds["growth_share"] * Fraction(before)

    def has_declined(self, before: Decimal, now: Decimal) -> bool:
        """Tell whether an amount fell by as much; what is gone has."""
        return now == 0 or Fraction(before - now) >= self.thresholds["growth_share"] * Fraction(
            before
        )

    def evidence_of(self, count: int) -> str:
        """Say how much can be read from a base of some entities."""
        if count >= self.thresholds["min_base"]:
            return "enough"
        if count >= FEWEST:
            return "thin"
        return "too little" if count else "none"


def sums(pairs: Iterable[BasePair]) -> tuple[Decimal, Decimal, Decimal]:
    """Add up what pairs had, what they have, and the lesser of both pair by pair."""
    pairs = list(pairs)
    return (
        total(pair.start for pair in pairs),
        total(pair.now for pair in pairs),
        total(min(pair.start, pair.now) for pair in pairs),
    )
