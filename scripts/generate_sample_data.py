"""Write the bundled sample data: four years of licences of an invented software vendor.

Run it from anywhere; it needs only the standard library:

    python scripts/generate_sample_data.py             # writes seeds/sample/*.csv
    python scripts/generate_sample_data.py --check     # fails if the committed files differ
    python scripts/generate_sample_data.py --report    # also shows what the data contains

The files are the same on every run: each customer has its own random numbers from a fixed seed,
no clock is read, money is counted in whole cents, and no floating-point total is taken.

The story. The vendor sells a platform in two tiers and three products beside it. New customers
and growing seats make the company look healthy, and API Access, launched in 2023, grows fast.
Analytics turns in the second half of 2024: more customers drop it at renewal or cut seats.
The company's own net retention hides this, because the other products pay for it.

How the company behaves is set by the constants below. `calibrate` then chooses the list-price
rises of 2025, in hundredths of a percent, so that the retention of 2025 meets `TARGETS`.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import io
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

OUT_DIR = Path(__file__).resolve().parent.parent / "seeds" / "sample"
SEED = 2011  # picked among many, so that every month before the calibrated window fits the story
AS_OF = date(2026, 1, 5)  # the day of the export
FIRST_DAY = date(2022, 1, 1)
WINDOW = (date(2024, 12, 31), date(2025, 12, 31))  # the twelve months that are calibrated

# --- Parameters: how the company behaves ---------------------------------------------------

PERIODS = ("2022", "2023", "2024 H1", "2024 H2", "2025 H1", "2025 H2")
NEW_CUSTOMERS = {2022: 70, 2023: 44, 2024: 36, 2025: 26}
SEGMENT_SHARE = {"Enterprise": 0.19, "Mid-Market": 0.36, "SMB": 0.45}
SEATS = {"Enterprise": (280, 560), "Mid-Market": (70, 200), "SMB": (12, 54)}
DISCOUNT = {"Enterprise": 0.66, "Mid-Market": 0.84, "SMB": 1.0}  # times the list price
TERM_SHARE = {  # months of a term
    "Enterprise": {3: 0.02, 12: 0.78, 24: 0.11, 36: 0.09},
    "Mid-Market": {1: 0.01, 3: 0.07, 12: 0.81, 24: 0.07, 36: 0.04},
    "SMB": {1: 0.09, 3: 0.13, 12: 0.75, 24: 0.03},
}
ONBOARDING = {"Enterprise": (0.62, 1400000), "Mid-Market": (0.62, 480000), "SMB": (0.18, 90000)}
STARTS_ON_ENTERPRISE_TIER = {"Enterprise": 0.55, "Mid-Market": 0.22, "SMB": 0.05}
CUSTOMER_LOSS = {"Enterprise": 0.040, "Mid-Market": 0.062, "SMB": 0.130}  # a year, at renewal
LOSS_FACTOR_AFTER_DROP = 5.0  # within a year of dropping a secondary product
UPGRADE, DOWNGRADE, MID_TERM_UPGRADE = 0.075, 0.025, 0.012  # a year
WIN_BACK, RETURN_TO_PRODUCT = 0.22, 0.14  # of the lost ones
LATE, EARLY, UNLINKED_OVERLAP = 0.050, 0.070, 0.008  # of renewals longer than a month
PRICE_MOODS = (0.0, 0.5, 1.0, 1.0, 1.0, 1.5, 2.0)  # share of the price rise that customers accept
GROW_BY, SHRINK_BY, TOP_UP_BY = (0.06, 0.24), (0.10, 0.34), (0.05, 0.20)  # share of the units
REGION_SHARE = {"North America": 0.52, "EMEA": 0.35, "APAC": 0.13}
OWNERS = {
    "North America": ("Team North", "Team West"),
    "EMEA": ("Team Central", "Team South"),
    "APAC": ("Team East",),
}
INDUSTRIES = (
    "Education", "Financial Services", "Healthcare", "Logistics", "Manufacturing", "Media",
    "Retail", "Software",
)  # fmt: skip
LOST_REASONS = (
    "Price", "Moved to another vendor", "Budget cut", "Low adoption", "Missing feature",
    "Merged or closed",
)  # fmt: skip
LOCAL_PRICE = {"USD": 1.0, "EUR": 0.92, "GBP": 0.79}
# Made-up rates at the half-years from 2021-12-01 on; the months between are interpolated.
RATE_ANCHORS = {
    "EUR": (11290, 10580, 10390, 10870, 10940, 10760, 10510, 11380, 11620),
    "GBP": (13330, 12430, 12110, 12620, 12680, 12740, 12590, 13490, 13410),
}


@dataclass(frozen=True)
class Behaviour:
    """How customers treat one product; the tuples hold one figure per period."""

    price: int  # list price per unit and month, in cents
    units: tuple[float, float]  # units bought, as a share of the platform's seats
    at_start: dict[str, float]  # share of new customers that buy it at once
    attach: tuple[float, ...]  # share of the others that add it, a year
    drop: tuple[float, ...]  # share that leaves it at renewal, a year
    grow: tuple[float, ...]  # share of renewals with more units
    shrink: tuple[float, ...]  # share of renewals with fewer units
    top_up: tuple[float, ...]  # share that adds units within the term, a year
    uplift: tuple[int, ...]  # price rise at renewal, 1/100 %; 2025 is calibrated
    step: float = 1.0  # size of the steps by which it grows


BEHAVIOUR = {
    "platform": Behaviour(
        price=3900, units=(1.0, 1.0), at_start={}, attach=(0.0,) * 6, drop=(0.0,) * 6,
        grow=(0.44, 0.44, 0.46, 0.48, 0.58, 0.58), shrink=(0.10, 0.10, 0.10, 0.09, 0.08, 0.08),
        top_up=(0.17, 0.17, 0.17, 0.20, 0.32, 0.32), uplift=(300, 400, 500, 600),
    ),
    "analytics": Behaviour(
        price=2900, units=(0.40, 0.75),
        at_start={"Enterprise": 0.74, "Mid-Market": 0.62, "SMB": 0.36},
        attach=(0.16, 0.16, 0.14, 0.08, 0.05, 0.04), drop=(0.03, 0.03, 0.03, 0.07, 0.10, 0.12),
        grow=(0.46, 0.50, 0.46, 0.24, 0.12, 0.10), shrink=(0.07, 0.07, 0.08, 0.20, 0.28, 0.30),
        top_up=(0.16, 0.20, 0.18, 0.06, 0.03, 0.02), uplift=(300, 400, 400, 300),
    ),
    "api-access": Behaviour(
        price=1500, units=(0.30, 0.90),
        at_start={"Enterprise": 0.46, "Mid-Market": 0.38, "SMB": 0.24},
        attach=(0.0, 0.34, 0.34, 0.26, 0.10, 0.08), drop=(0.02,) * 6,
        grow=(0.70,) * 6, shrink=(0.05,) * 6,
        top_up=(0.50,) * 6, uplift=(0, 400, 400, 400), step=2.0,
    ),
    "support": Behaviour(
        price=520, units=(0.90, 1.0),
        at_start={"Enterprise": 0.84, "Mid-Market": 0.56, "SMB": 0.26},
        attach=(0.08, 0.08, 0.08, 0.08, 0.05, 0.05), drop=(0.025,) * 6,
        grow=(0.32,) * 6, shrink=(0.10,) * 6,
        top_up=(0.05,) * 6, uplift=(200, 300, 300, 300),
    ),
}  # fmt: skip
SECONDARY = tuple(BEHAVIOUR)[1:]
ENTERPRISE_TIER_PRICE = 1.48  # times the standard tier's
DROP_FACTOR = {"Enterprise": 0.7, "Mid-Market": 1.0, "SMB": 2.4}
TARGETS = {"support": 1.000, "analytics": 0.850, "api-access": 1.270, "company": 1.080}

PRODUCT_COLUMNS = (
    "product_id", "name", "family", "tier", "tier_rank", "role", "type", "launched_on",
)  # fmt: skip
PRODUCTS = (
    ("platform-standard", "Platform Standard", "Platform", "Standard", "1", "primary",
     "subscription", "2021-09-01"),
    ("platform-enterprise", "Platform Enterprise", "Platform", "Enterprise", "2", "primary",
     "subscription", "2021-09-01"),
    ("analytics", "Analytics", "Analytics", "", "", "secondary", "subscription", "2021-11-01"),
    ("api-access", "API Access", "API Access", "", "", "secondary", "subscription", "2023-02-01"),
    ("support", "Priority Support", "Support", "", "", "secondary", "subscription", "2021-09-01"),
    ("onboarding", "Onboarding", "Onboarding", "", "", "", "fee", "2021-09-01"),
)  # fmt: skip
ALIASES = (
    ("Core Suite", "platform-standard"),
    ("Core Suite Plus", "platform-enterprise"),
    ("Insights Module", "analytics"),
    ("Developer Gateway", "api-access"),
    ("Premium Care", "support"),
)
PRODUCT_NAME = {row[0]: row[1] for row in PRODUCTS}
ALIAS_OF = {product: alias for alias, product in ALIASES}
FAMILY = {row[0]: row[2] for row in PRODUCTS}
LAUNCHED = {row[0]: date.fromisoformat(row[7]) for row in PRODUCTS}
NAME_FIRST = (
    "Amber", "Autumn", "Birchen", "Bright", "Calm", "Cinder", "Cobalt", "Copper", "Coral",
    "Distant", "Ember", "Fallow", "Frosted", "Gilded", "Hazel", "Hollow", "Indigo", "Ivory",
    "Jade", "Linen", "Lunar", "Mellow", "Misty", "Ochre", "Opal", "Pale", "Quiet", "Russet",
    "Saffron", "Silent", "Sparrow", "Tawny", "Umber", "Velvet", "Winter", "Woven",
)  # fmt: skip
NAME_SECOND = (
    "Anchor", "Arbor", "Basin", "Beacon", "Bluff", "Bramble", "Canyon", "Cascade", "Causeway",
    "Cove", "Delta", "Dune", "Fern", "Fjord", "Glade", "Grove", "Harbor", "Heath", "Inlet",
    "Lagoon", "Lantern", "Meadow", "Mesa", "Moor", "Orchard", "Pasture", "Quarry", "Reef",
    "Ridge", "Shoal", "Spire", "Terrace", "Thicket", "Tundra", "Vale", "Willow",
)  # fmt: skip
COMPANY_COLUMNS = (
    "company_id", "name", "segment", "industry", "region", "owner", "parent_company_id",
    "created_at", "plan_channel",
)  # fmt: skip
LICENSE_COLUMNS = (
    "license_id", "company_id", "product", "value", "mrr", "arr", "currency", "quantity",
    "from_date", "to_date", "to_date_included", "fixed_period", "length", "status",
    "renewal_status", "auto_renews", "renewal_date", "notice_date", "renewal_of_license_id",
    "is_recurring", "is_trial", "lost_reason", "created_at", "updated_at",
)  # fmt: skip
Row = dict[str, str]


# --- Small helpers -------------------------------------------------------------------------


class Dice:
    """Random choices built on `random()` alone, which is the same in every Python version."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def chance(self, share: float) -> bool:
        """True in that share of the calls."""
        return self._random() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def between(self, low: float, high: float) -> float:
        """A number from low to high."""
        return low + self._random() * (high - low)

    def pick(self, items: Sequence) -> Any:
        """One of the items."""
        return items[int(self._random() * len(items))]

    def pick_by(self, shares: dict) -> Any:
        """One of the keys, by their shares."""
        point = self._random()
        for item, share in shares.items():
            if point < share:
                return item
            point -= share
        return item


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, month_end(date(year, month, 1)).day))


def month_end(day: date) -> date:
    """The last day of the month of that day."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def whole_months(start: date, end: date) -> int:
    """Months from start to end where they are whole, else 0."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if months > 0 and add_months(start, months) == end else 0


def billed_months(start: date, end: date) -> int:
    """Months from start to end where they are whole to a day, else 0."""
    months = {whole_months(start, end + timedelta(days=days)) for days in (-1, 0, 1)}
    if (start + timedelta(days=1)).day == 1:  # the last day of a month
        months.add(whole_months(start + timedelta(days=1), end + timedelta(days=1)))
    return max(months)


def period_of(day: date) -> int:
    """The index of the day in `PERIODS`."""
    if day.year < 2024:
        return max(day.year - 2022, 0)
    return min((day.year - 2024) * 2 + 2 + (day.month > 6), 5)


def money(cents: int) -> str:
    """Cents as text with two decimals."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def stamp(day: date, dice: Dice) -> str:
    """A time of that day within office hours, never after the export."""
    shown = min(day, AS_OF)
    return f"{shown.isoformat()} {dice.whole(8, 17):02d}:{dice.whole(0, 59):02d}:00"


def flag(value: bool) -> str:
    """A boolean as text."""
    return "true" if value else "false"


# --- Customers and their licences ----------------------------------------------------------


@dataclass(eq=False)
class Customer:
    """A customer: its row in the companies table and how it buys."""

    row: Row
    currency: str
    start: date
    months: int  # of its usual term
    rolling: bool  # goes over to an open-ended licence

    @property
    def segment(self) -> str:
        """Enterprise, Mid-Market or SMB."""
        return self.row["segment"]


@dataclass(eq=False)
class Licence:
    """One licence, before it is written as text."""

    customer: Customer
    product: str
    start: date
    end: date | None  # the first day after it
    quantity: int
    mrr: int  # in cents of its currency
    follows: Licence | None = None  # the explicit renewal link
    kind: str = "term"  # term, pending, trial or fee
    outcome: str = "ongoing"
    reason: str = ""
    replaced: bool = False  # a linked successor started before its end
    serial: int = 0
    license_id: str = ""


@dataclass
class Chain:
    """What a customer holds of one product, from renewal to renewal."""

    product: str
    units: int
    price: int  # per unit and month, in 1/100 cent
    raised_on: date
    licence: Licence | None = None
    extras: list[Licence] = field(default_factory=list)

    @property
    def mrr(self) -> int:
        """The monthly amount, in cents."""
        return (self.units * self.price + 50) // 100


class Life:
    """The history of one customer, event by event; `chains` holds what it uses at the time."""

    def __init__(self, customer: Customer, dice: Dice, uplift_2025: dict[str, int]) -> None:
        self.customer, self.dice, self.uplift_2025 = customer, dice, uplift_2025
        self.licences: list[Licence] = []
        self.chains: dict[str, Chain] = {}
        self.ever: set[str] = set()
        self.dropped_on = date.min
        self._queue: list[tuple[date, int, int, str, str]] = []
        self.seats = dice.whole(*SEATS[customer.segment])
        enterprise = dice.chance(STARTS_ON_ENTERPRISE_TIER[customer.segment])
        self.tier = "platform-enterprise" if enterprise else "platform-standard"

    def run(self) -> list[Licence]:
        """Play the events up to the day of the export."""
        self.open_account(self.customer.start)
        self.at(add_months(self.customer.start, 3), 2, "review", "")
        while self._queue and self._queue[0][0] <= AS_OF:
            day, _, _, kind, slot = heapq.heappop(self._queue)
            if kind == "review":
                self.review(day)
            elif kind == "end":
                self.end_of_term(slot, day)
            elif slot == "platform":
                self.seats = max(8, int(self.seats * 0.8))
                self.open_account(day)
            elif slot not in self.chains and "platform" in self.chains:
                self.buy(slot, day)
        self.plan_ahead()
        return self.licences

    def at(self, day: date, rank: int, kind: str, slot: str) -> None:
        """Note an event; of one day the platform comes first and reviews come last."""
        heapq.heappush(self._queue, (day, rank, len(self._queue), kind, slot))

    def open_account(self, day: date) -> None:
        """First purchase, or a return: the platform, what goes with it, and onboarding."""
        first, segment = not self.licences, self.customer.segment
        self.buy("platform", day)
        for slot in SECONDARY:
            wanted = self.dice.chance(BEHAVIOUR[slot].at_start[segment])
            if wanted and first and day >= LAUNCHED[slot]:
                self.buy(slot, day)
        share, fee = ONBOARDING[segment]
        if first and self.dice.chance(share):
            self.add("onboarding", day, add_months(day, 2), 1, fee * self.dice.whole(8, 12) // 10)
            self.licences[-1].kind = "fee"

    def buy(self, slot: str, day: date) -> None:
        """Start a product: with a term of its own, or up to the end of the platform's term."""
        dice, customer = self.dice, self.customer
        product = self.tier if slot == "platform" else slot
        units = max(3, int(self.seats * dice.between(*BEHAVIOUR[slot].units)))
        factor = DISCOUNT[customer.segment] * LOCAL_PRICE[customer.currency]
        factor *= dice.between(0.93, 1.07)
        if product == "platform-enterprise":
            factor *= ENTERPRISE_TIER_PRICE
        price = int(BEHAVIOUR[slot].price * 100 * factor) // 500 * 500
        end, joined = add_months(day, customer.months), dice.chance(0.5)
        if slot != "platform":
            anchor = self.chains["platform"].licence
            if anchor.end and (day == anchor.start or (joined and (anchor.end - day).days >= 60)):
                end = anchor.end
        self.chains[slot] = Chain(product, units, price, day)
        self.sign(slot, day, end, None)
        self.ever.add(slot)

    def add(self, product: str, start: date, end: date | None, units: int, mrr: int) -> Licence:
        """A further licence of this customer."""
        self.licences.append(Licence(self.customer, product, start, end, units, mrr))
        return self.licences[-1]

    def sign(self, slot: str, start: date, end: date | None, follows: Licence | None) -> None:
        """Write the licence of the chain's present state."""
        chain = self.chains[slot]
        chain.licence = self.add(chain.product, start, end, chain.units, chain.mrr)
        chain.licence.follows = follows
        if end is not None:
            self.at(end, 0 if slot == "platform" else 1, "end", slot)

    def end_of_term(self, slot: str, day: date) -> None:
        """Renew or lose a product on the last day of its term."""
        dice, chain, segment = self.dice, self.chains.get(slot), self.customer.segment
        if chain is None or chain.licence.end != day:
            return  # replaced within the term; its successor has an event of its own
        years = self.customer.months / 12
        reason, roll, back = dice.pick(LOST_REASONS), dice.between(0, 1), dice.between(0, 1)
        back_on = add_months(day, dice.whole(4, 13)) + timedelta(days=dice.whole(0, 20))
        if slot == "platform":
            loss, returning = CUSTOMER_LOSS[segment] * years, WIN_BACK
            if (day - self.dropped_on).days <= 366:
                loss *= LOSS_FACTOR_AFTER_DROP
        elif "platform" not in self.chains:
            loss, returning, reason = 1.0, 0.0, "Platform no longer used"
        else:
            loss = BEHAVIOUR[slot].drop[period_of(day)] * DROP_FACTOR[segment] * min(years, 1.5)
            returning = RETURN_TO_PRODUCT
        if roll >= loss:
            self.renew(slot, day, min(years, 1.0))
            return
        if slot != "platform":
            self.dropped_on = day
        del self.chains[slot]
        for licence in [chain.licence, *chain.extras]:
            licence.outcome, licence.reason = "lost", reason
        if back < returning:
            self.at(back_on, 2, "return", slot)

    def renew(self, slot: str, day: date, years: float) -> None:
        """The next term: on time, early or late, with new units, price and tier."""
        dice, chain, behaviour, now = self.dice, self.chains[slot], BEHAVIOUR[slot], period_of(day)
        old, months = chain.licence, self.customer.months
        roll, more, less = dice.between(0, 1), dice.between(*GROW_BY), dice.between(*SHRINK_BY)
        if roll < behaviour.grow[now] * years:
            chain.units = max(chain.units + 1, int(chain.units * (1 + more * behaviour.step)))
        elif roll > 1 - behaviour.shrink[now] * years:
            chain.units = max(2, int(chain.units * (1 - less)))
        mood, tier_roll = dice.pick(PRICE_MOODS), dice.between(0, 1)
        if (day - chain.raised_on).days >= 350:
            uplift = (*behaviour.uplift, *(self.uplift_2025[slot],) * 2)[now]
            chain.price += chain.price * int(uplift * mood) // 10000
            chain.raised_on = day
        if chain.product == "platform-standard" and tier_roll < UPGRADE * years:
            self.change_tier(chain, "platform-enterprise", ENTERPRISE_TIER_PRICE)
        elif chain.product == "platform-enterprise" and tier_roll < DOWNGRADE * years:
            self.change_tier(chain, "platform-standard", 1 / ENTERPRISE_TIER_PRICE)
        start, linked = day, dice.chance(0.5)
        timing, late_by, early_by = dice.between(0, 1), dice.whole(5, 80), dice.whole(8, 40)
        late = LATE * (0.4 if self.customer.segment == "Enterprise" else 1.0)
        if months > 1 and timing < late:
            start = day + timedelta(days=late_by)
        elif months > 3 and timing < late + EARLY and not chain.extras:
            start, linked = day - timedelta(days=early_by), True
        elif months > 3 and timing < late + EARLY + UNLINKED_OVERLAP:
            start, linked = day - timedelta(days=min(early_by, 25)), False
        if start > AS_OF:
            del self.chains[slot]  # still talking: no next licence yet
            return
        for licence in [old, *chain.extras]:
            licence.outcome = "renewed"
        chain.extras, old.replaced = [], linked and start < day
        open_ended = self.customer.rolling and day >= date(2024, 6, 1)
        end = None if open_ended else add_months(start, months)
        self.sign(slot, start, end, old if linked else None)

    def change_tier(self, chain: Chain, tier: str, price_ratio: float) -> None:
        """Move the platform to the other tier, at that tier's price."""
        chain.price = int(chain.price * price_ratio)
        self.tier = chain.product = tier

    def review(self, day: date) -> None:
        """Once a quarter: add a product, add units within the term, or change tier."""
        self.at(add_months(day, 3), 2, "review", "")
        dice, now, upgrade = self.dice, period_of(day), MID_TERM_UPGRADE / 4
        day += timedelta(days=dice.whole(0, 20))
        rolls = [dice.between(0, 1) for _ in range(8)]
        trial_first, as_extra, share = dice.chance(0.12), dice.chance(0.5), dice.between(*TOP_UP_BY)
        if "platform" not in self.chains or day > AS_OF:
            return
        for roll, slot in zip(rolls, SECONDARY, strict=False):
            if slot not in self.ever and day >= LAUNCHED[slot]:
                wanted = roll < BEHAVIOUR[slot].attach[now] / 4
                if (wanted and trial_first) or 0.985 < roll < 0.988:
                    self.add(slot, day - timedelta(days=30), day, 5, 0).kind = "trial"
                if wanted:
                    self.buy(slot, day)
        for roll, (slot, chain) in zip(rolls[3:], list(self.chains.items()), strict=False):
            old = chain.licence
            if old.end is None or old.start >= day or (old.end - day).days < 60:
                continue
            if roll < BEHAVIOUR[slot].top_up[now] / 4:
                more = max(2, int(chain.units * share * BEHAVIOUR[slot].step))
                if as_extra or chain.extras:
                    mrr = (more * chain.price + 50) // 100
                    chain.extras.append(self.add(chain.product, day, old.end, more, mrr))
                chain.units += more
            elif old.product == "platform-standard" and rolls[7] < upgrade and not chain.extras:
                self.change_tier(chain, "platform-enterprise", ENTERPRISE_TIER_PRICE)
            units = old.quantity + sum(extra.quantity for extra in chain.extras)
            if chain.units != units or chain.product != old.product:
                # A new licence takes over within the term; its link ends the old one that day.
                old.outcome, old.replaced = "renewed", True
                self.sign(slot, day, old.end, old)

    def plan_ahead(self) -> None:
        """Renewals of the next months that are not signed yet."""
        months = self.customer.months
        for chain in self.chains.values():
            old, wanted, linked = chain.licence, self.dice.chance(0.3), self.dice.chance(0.6)
            if old.end and months >= 12 and wanted and old.end <= date(2026, 4, 1):
                end = add_months(old.end, months)
                deal = self.add(chain.product, old.end, end, chain.units, chain.mrr)
                deal.kind, deal.follows = "pending", old if linked else None


def make_customers() -> list[Customer]:
    """All customers, in the order of their first purchase."""
    dice, starts = Dice(SEED), []
    names = [f"{first} {second}" for first in NAME_FIRST for second in NAME_SECOND]
    for year, count in NEW_CUSTOMERS.items():
        for number in range(count):
            month = 1 if year == 2022 and number < 10 else dice.whole(1, 12)
            starts.append(date(year, month, 1 if dice.chance(0.62) else dice.whole(2, 28)))
    customers: list[Customer] = []
    parents: list[str] = []
    for index, start in enumerate(sorted(starts)):
        segment, region = dice.pick_by(SEGMENT_SHARE), dice.pick_by(REGION_SHARE)
        roll, months = dice.between(0, 1), dice.pick_by(TERM_SHARE[segment])
        currency = "USD" if region != "EMEA" or roll > 0.84 else "EUR" if roll < 0.76 else "GBP"
        row = {
            "company_id": f"C-{1001 + index}",
            "name": names.pop(dice.whole(0, len(names) - 1)),
            "segment": segment,
            "industry": dice.pick(INDUSTRIES),
            "region": region,
            "owner": dice.pick(OWNERS[region]),
            "parent_company_id": "",
            "created_at": stamp(start - timedelta(days=dice.whole(20, 150)), dice),
            "plan_channel": "partner" if dice.chance(0.28) else "direct",
        }
        if segment == "Enterprise":
            parents.append(row["company_id"])
        elif parents and dice.chance(0.05):
            row["parent_company_id"] = dice.pick(parents)
        customers.append(Customer(row, currency, start, months, months == 1 and dice.chance(0.5)))
    return customers


# --- Rows ----------------------------------------------------------------------------------


def to_row(licence: Licence, dice: Dice) -> Row:
    """A licence as the text that an export holds; the order of the draws is fixed."""
    customer, start, end, kind = licence.customer, licence.start, licence.end, licence.kind
    style, named, dates = dice.between(0, 1), dice.between(0, 1), dice.between(0, 1)
    signed, touched = start - timedelta(days=dice.whole(2, 45)), dice.whole(0, 20)
    small = customer.segment == "SMB" and named < 0.7
    row = dict.fromkeys(LICENSE_COLUMNS, "") | {
        "license_id": licence.license_id,
        "company_id": customer.row["company_id"],
        "product": licence.product if named > 0.8 else PRODUCT_NAME[licence.product],
        "currency": customer.currency,
        "quantity": "" if 0.5 < named < 0.51 else str(licence.quantity),
        "from_date": start.isoformat(),
        "fixed_period": flag(end is not None),
        "status": "active",
        "renewal_status": licence.outcome if kind == "term" else "",
        "auto_renews": flag(kind != "trial" and (customer.months <= 3 or small)),
        "renewal_of_license_id": licence.follows.license_id if licence.follows else "",
        "is_recurring": "true" if kind != "fee" else "false" if named > 0.2 else "",
        "is_trial": flag(kind == "trial"),
        "lost_reason": licence.reason,
        "created_at": stamp(signed, dice),
    }
    if customer.row["plan_channel"] == "partner" and signed.year < 2024 and named < 0.3:
        row["product"] = ALIAS_OF.get(licence.product, row["product"])
    cents, months = {"mrr": licence.mrr, "arr": licence.mrr * 12}, 0
    if end is None:
        del cents["arr"]
    else:
        months, inclusive = whole_months(start, end), dates < 0.93
        row["to_date"] = (end - timedelta(days=inclusive)).isoformat()
        row["to_date_included"] = "" if dates < 0.03 else flag(inclusive)
        row["length"] = str(months) if months and dates > 0.08 and kind != "fee" else ""
        billed = billed_months(start, end)
        cents["value"] = (licence.mrr * 12 * (end - start).days * 2 + 365) // 730
        if billed:
            cents["value"] = licence.mrr * billed
        if kind in ("term", "pending"):
            row["renewal_date"] = end.isoformat()
            notice = timedelta(days=60 if customer.months >= 12 else 15)
            row["notice_date"] = (end - notice).isoformat()
        if end <= AS_OF:
            row["status"] = "churned"
        elif licence.replaced:
            row["status"] = ""  # a linked licence took over before its own end
    only = {"fee": ["value"], "trial": ["value"]}.get(kind)
    if only is None and end is not None and style < 0.28:
        only = ["value"] if style < 0.13 and months else ["arr"] if style < 0.23 else ["mrr"]
    if kind == "fee":
        cents["value"] = licence.mrr
    row |= {name: money(amount) for name, amount in cents.items() if not only or name in only}
    last = end if end and end <= AS_OF else signed + timedelta(days=touched)
    if kind == "pending" or (end and end > AS_OF and named < 0.25):
        last = AS_OF - timedelta(days=touched)
    if kind == "pending":
        row |= {"status": "pending", "created_at": stamp(min(signed, last), dice)}
    row["updated_at"] = max(stamp(last, dice), row["created_at"])
    return row


def build(customers: list[Customer], uplift_2025: dict[str, int]) -> tuple[list[Row], list[Row]]:
    """All licence rows, and the companies, for the given price rises of 2025."""
    licences: list[Licence] = []
    for index, customer in enumerate(customers):
        licences += Life(customer, Dice(SEED * 1000 + index), uplift_2025).run()
    for serial, licence in enumerate(licences):
        licence.serial = serial
    licences.sort(key=lambda item: (item.kind == "pending", item.start, item.serial))
    for number, licence in enumerate(licences):
        licence.license_id = f"L-{10001 + number}"
    rows = [to_row(licence, Dice(SEED * 7919 + licence.serial)) for licence in licences]
    companies = [dict(customer.row) for customer in customers]
    plant_special_cases(rows, companies)
    return rows, companies


# --- Special cases and broken rows ---------------------------------------------------------


def scaled(row: Row, percent: int, months: int) -> Row:
    """Amounts for that share of another licence's ARR."""
    cents = int(Decimal(row["mrr"]) * percent)
    return {"mrr": money(cents), "arr": money(cents * 12), "value": money(cents * months)}


def term_dates(start: date, end: date) -> Row:
    """The columns of a term that are dates, or follow from them."""
    return {
        "from_date": start.isoformat(),
        "to_date": (end - timedelta(days=1)).isoformat(),
        "renewal_date": end.isoformat(),
        "notice_date": (end - timedelta(days=30)).isoformat(),
        "created_at": f"{(start - timedelta(days=6)).isoformat()} 10:20:00",
        "updated_at": f"{min(end, AS_OF).isoformat()} 09:05:00",
        "status": "churned" if end <= AS_OF else "active",
        "renewal_status": "" if end <= AS_OF else "ongoing",
    }


def plant_special_cases(rows: list[Row], companies: list[Row]) -> None:
    """Add what chance doesn't bring, and the mistakes that every export holds."""
    segment = {row["company_id"]: row["segment"] for row in companies}
    plain = [
        row for row in rows
        if row["length"] == "12" and row["mrr"] and row["arr"] and row["value"] and row["quantity"]
        and row["currency"] == "USD" and row["renewal_status"] == "renewed"
        and segment[row["company_id"]] != "Enterprise" and row["to_date_included"] == "true"
        and not row["renewal_of_license_id"] and "2022-06" < row["from_date"] < "2024-10"
    ]  # fmt: skip
    spread = plain[:: max(1, len(plain) // 40)]
    serial = 0

    def add(template: Row, percent: int, months: int = 12, **changes: str) -> None:
        """A further row, entered by hand, much smaller than the one it is modelled on."""
        nonlocal serial
        serial += 1
        row = template | scaled(template, percent, months) | {"license_id": f"MAN-{serial:04d}"}
        units = max(1, int(row["quantity"]) * percent // 100)
        row |= {"length": str(months) if months else "", "quantity": str(units)}
        row |= {"auto_renews": "false", "lost_reason": "", "renewal_of_license_id": ""}
        rows.append(row | changes)

    def add_term(template: Row, percent: int, start: date, months: int, **changes: str) -> None:
        """The same, for months of its own."""
        add(template, percent, months, **term_dates(start, add_months(start, months)) | changes)

    # Rows that can't count. Each is a further entry beside good ones.
    add(spread[0], 8, license_id="")
    add(spread[1], 9, company_id="")
    add(spread[2], 7, from_date="15/03/2024")
    add(spread[3], 7, from_date="")
    add(spread[4], 10, to_date="2025-02-30")
    before = date.fromisoformat(spread[5]["from_date"]) - timedelta(days=31)
    add(spread[5], 9, to_date=before.isoformat())
    add(spread[6], 6, to_date=spread[6]["from_date"], to_date_included="false")
    add(spread[7], 5, value="", mrr="", arr="")
    add(spread[8], 5, value="", mrr="tbd", arr="")
    add(spread[9], 11, currency="CHF")
    add(spread[10], 4, is_recurring="false", product="Analytics")
    for row in spread[11:13]:  # an older version of a row stayed in the export
        rows.append(row | scaled(row, 85, 12) | {"updated_at": row["created_at"]})
    rows += [dict(row) for row in spread[13:15]]  # exported twice

    # Rows that count, with a remark.
    add_term(spread[15], 12, date(2023, 5, 1), 36, product="", quantity="")
    add_term(spread[16], 10, date(2023, 11, 1), 24, product="")
    add_term(spread[17], 14, date(2024, 2, 1), 24, product="Data Vault Beta")
    add_term(spread[18], 18, date(2024, 2, 1), 24, product="Data Vault Beta")
    add_term(spread[19], 9, date(2025, 4, 1), 12, company_id="C-9007", product="Analytics")
    packs = ((spread[20], date(2024, 5, 3), 22), (spread[21], date(2025, 9, 8), 17))
    for row, start, days in packs:
        packed = term_dates(start, start + timedelta(days=days)) | {"product": "API Access"}
        add(row, 6, 0, **packed | {"value": "", "notice_date": ""})
    spread[22]["value"] = "n/a"
    spread[23]["currency"] = ""
    spread[24]["quantity"] = "twelve"
    spread[25]["status"] = "paused"
    two_years = [row for row in rows if row["length"] == "24" and row["mrr"] and row["value"]]
    for row in two_years[3:5]:  # the value of one year instead of two
        row["value"] = money(int(Decimal(row["mrr"]) * 1200))
    for row in [row for row in rows if not row["to_date"] and row["status"] == "active"][:2]:
        row |= {"to_date": "9999-12-31", "to_date_included": "true"}
    lost = [row for row in rows if row["renewal_status"] == "lost" and row["to_date"]]
    lapsed = [row for row in lost if segment[row["company_id"]] == "SMB"]
    for row in [row for row in lapsed if "2025-09" < row["to_date"] < "2025-12-31"][:3]:
        row |= {"status": "active", "renewal_status": "ongoing", "lost_reason": ""}
        row["auto_renews"] = "true"  # nobody has closed it yet

    # A goodwill credit within a licence, and one that outlasts the licence it belongs to.
    add_term(spread[26], -40, date.fromisoformat(spread[26]["from_date"]), 6, quantity="")
    dropped = [
        row for row in lost
        if row["product"] == "Analytics" and row["currency"] == "USD" and row["mrr"]
        and row["quantity"].isdigit() and row["to_date_included"] == "true"
        and "2024" < row["to_date"] < "2025-08" and row["lost_reason"] != "Platform no longer used"
    ]  # fmt: skip
    largest = max(dropped, key=lambda row: int(row["quantity"]))
    end = date.fromisoformat(largest["to_date"]) + timedelta(days=1)
    add_term(largest, -15, add_months(end, -2), 4, quantity="")

    # Prospects: two first deals that aren't signed, and a trial that led nowhere.
    by_id = {row["company_id"]: row for row in companies}
    for number, name in enumerate(("Hushed Prairie", "Brindle Summit", "Slate Marsh")):
        template = spread[27 + number]
        company = by_id[template["company_id"]] | {"company_id": f"C-{2001 + number}", "name": name}
        company |= {"parent_company_id": "", "created_at": f"2025-09-{11 + number} 13:40:00"}
        companies.append(company)
        deal = {"company_id": company["company_id"], "product": "Platform Standard"}
        if number < 2:
            deal |= {"status": "pending", "created_at": "2025-12-11 14:30:00"}
            deal |= {"renewal_status": "", "updated_at": "2025-12-19 11:05:00"}
            add_term(template, 70, date(2026, 2, 1), 12, **deal)
        else:
            deal |= {"is_trial": "true", "value": "0.00", "mrr": "", "arr": ""}
            add_term(template, 70, date(2025, 10, 1), 1, **deal)
    rows.sort(key=lambda row: (row["license_id"] == "", row["license_id"]))


# --- Light calculation, to calibrate and to report -----------------------------------------

Snapshot = dict[tuple[str, str], int]


@dataclass
class Term:
    """A licence that counts: its days, and its ARR in cents of US dollars."""

    row: Row
    pair: tuple[str, str]
    start: date
    stated_end: date
    end: date
    arr: int


def number_of(text: str) -> Decimal | None:
    """The number in a text, if it is one."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def day_of(text: str) -> date | None:
    """The date in a text, if it is one."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def term_of(row: Row) -> tuple[date | None, date | None]:
    """The first day of a licence and the first day after it, where they can be read."""
    end = day_of(row["to_date"] or str(date.max))
    if end and end.year < 2200 and row["to_date_included"] != "false":
        end += timedelta(days=1)
    return day_of(row["from_date"]), end


def product_of(text: str) -> str:
    """The catalog's id for the name, id or alias in a licence."""
    if text in PRODUCT_NAME:
        return text
    known = dict(ALIASES) | {name: product for product, name in PRODUCT_NAME.items()}
    return known.get(text, text or "(unassigned)")


def read_terms(rows: Iterable[Row], rates: dict[str, Decimal]) -> list[Term]:
    """The licences that count. Rows without a readable date, amount or rate are left out."""
    newest: dict[str, Row] = {}
    for row in rows:
        if row["updated_at"] >= newest.get(row["license_id"], row)["updated_at"]:
            newest[row["license_id"]] = row
    terms: dict[str, Term] = {}
    for key, row in newest.items():
        product, rate = product_of(row["product"]), rates.get(row["currency"] or "USD")
        start, end = term_of(row)
        not_arr = row["is_recurring"] == "false" or product == "onboarding"
        not_arr = not_arr or row["is_trial"] == "true" or row["status"] == "pending"
        if not_arr or not key or not row["company_id"] or not start or not end or not rate:
            continue
        arr, mrr, value = (number_of(row[column]) for column in ("arr", "mrr", "value"))
        yearly = arr if arr is not None else None if mrr is None else mrr * 12
        if yearly is None and value is not None:
            months = int(row["length"] or billed_months(start, end))
            days = (end - start).days
            yearly = value * 12 / months if months else value * 365 / days
        if yearly is not None and end > start:
            cents = int((yearly * rate * 100).quantize(Decimal(1), ROUND_HALF_UP))
            terms[key] = Term(row, (row["company_id"], product), start, end, end, cents)
    for term in terms.values():
        earlier = terms.get(term.row["renewal_of_license_id"])
        if earlier and earlier.pair[0] == term.pair[0] and earlier.start <= term.start:
            earlier.end = min(earlier.end, term.start)
    return list(terms.values())


def snapshot(terms: Iterable[Term], day: date) -> Snapshot:
    """ARR per customer and product at the end of a day; sums below zero count as nothing."""
    total: Snapshot = defaultdict(int)
    for term in terms:
        if term.start <= day < term.end:
            total[term.pair] += term.arr
    return {pair: arr for pair, arr in total.items() if arr > 0}


def per_customer(pairs: Snapshot, *products: str) -> dict[str, int]:
    """ARR per customer, of all or of some products."""
    total: dict[str, int] = defaultdict(int)
    for (customer, product), arr in pairs.items():
        if not products or product in products:
            total[customer] += arr
    return total


def measure(terms: list[Term], days: tuple[date, date]) -> dict[str, tuple[float, float, int]]:
    """NRR, GRR and size of the base: company, each product, and the platform's two together."""
    scopes = {"company": (), "platform": ("platform-standard", "platform-enterprise")}
    scopes |= {product: (product,) for product in PRODUCT_NAME}
    pairs, result = [snapshot(terms, day) for day in days], {}
    for name, products in scopes.items():
        start, now = (per_customer(part, *products) for part in pairs)
        opening = max(1, sum(start.values()))
        kept = sum(now.get(customer, 0) for customer in start)
        least = sum(min(now.get(customer, 0), arr) for customer, arr in start.items())
        result[name] = (kept / opening, least / opening, len(start))
    return result


def make_rates() -> list[tuple[str, str, str]]:
    """Monthly rates to US dollars, along the anchors with a little noise."""
    dice, table = Dice(SEED + 2), []
    for currency, anchors in RATE_ANCHORS.items():
        for month in range(50):
            index, part = divmod(month, 6)
            low, high = anchors[index], anchors[min(index + 1, len(anchors) - 1)]
            rate = low + (high - low) * part // 6 + dice.whole(-70, 70)
            day = add_months(date(2021, 12, 1), month)
            table.append((currency, day.isoformat(), f"{rate // 10000}.{rate % 10000:04d}"))
    return table


def calibrate(
    customers: list[Customer], rates: dict[str, Decimal]
) -> tuple[dict[str, int], list[Row], list[Row]]:
    """Find the price rises of 2025 that meet the targets, by halving an interval."""
    uplift = dict.fromkeys(BEHAVIOUR, 300)
    for slots in (SECONDARY, ("platform",)):
        low, high = dict.fromkeys(slots, 0), dict.fromkeys(slots, 1200)
        while any(high[slot] - low[slot] > 1 for slot in slots):
            uplift |= {slot: (low[slot] + high[slot]) // 2 for slot in slots}
            rows, _ = build(customers, uplift)
            found = measure(read_terms(rows, rates), WINDOW)
            for slot in slots:
                target = "company" if slot == "platform" else slot
                side = low if found[target][0] < TARGETS[target] else high
                side[slot] = uplift[slot]
    return uplift, *build(customers, uplift)


# --- Report --------------------------------------------------------------------------------

Found = dict[str, list[str]]


def movement_examples(terms: list[Term]) -> Found:
    """Customer, product and month of every movement, by type (without currency effects)."""
    found: Found = defaultdict(list)
    seen: set = set()
    before: Snapshot = {}
    day = month_end(FIRST_DAY)
    while day <= WINDOW[1]:
        now = snapshot(terms, day)
        c0, c1 = per_customer(before), per_customer(now)
        families: list[dict] = [defaultdict(set), defaultdict(set)]
        for sides, pairs in zip(families, (before, now), strict=True):
            for customer, product in pairs:
                sides[customer, FAMILY.get(product)].add(product)
        for pair in sorted(before.keys() | now.keys()):
            customer, product = pair
            p0, p1, family = before.get(pair, 0), now.get(pair, 0), FAMILY.get(product)
            held, holds = (sides[customer, family] for sides in families)
            if p0 and p1:
                kind = "expansion" if p1 > p0 else "contraction" if p1 < p0 else ""
            elif customer in c0 and customer in c1 and family and held - holds and holds - held:
                upward = "platform-enterprise" in holds
                kind = f"migration_{'in' if p1 else 'out'}, {'up' if upward else 'down'}"
            elif p1 and customer not in c0:
                kind = "reactivation of a customer" if customer in seen else "new"
            elif p1:
                kind = "reactivation of a product" if pair in seen else "cross_sell"
            else:
                kind = "product_churn" if customer in c1 else "churn"
            found[kind].append(f"{customer} {product} {day:%Y-%m}")
        seen |= now.keys() | c1.keys()
        before, day = now, month_end(day + timedelta(days=1))
    found.pop("", None)
    return found


def renewal_examples(terms: list[Term]) -> Found:
    """How one licence follows another of the same customer and product."""
    found: Found = defaultdict(list)
    chains: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in sorted(terms, key=lambda item: (item.start, item.row["license_id"])):
        chains[term.pair].append(term)
    for old, new in (pair for chain in chains.values() for pair in pairwise(chain)):
        gap, label = (new.start - old.end).days, new.row["license_id"]
        units = [int(term.row["quantity"] or 0) for term in (old, new)
                 if term.row["quantity"].isdigit()]  # fmt: skip
        linked = new.row["renewal_of_license_id"] == old.row["license_id"]
        if linked and old.stated_end > new.start:
            within = (old.stated_end - new.start).days > 45
            kind = f"link with an overlap, {'within the term' if within else 'early renewal'}"
        elif gap == 0:
            kind = "renewal on time"
            if units[:1] == units[1:] and new.arr > old.arr:
                found["price rise at renewal, same units"].append(label)
            elif units[:1] < units[1:]:
                found["more units at renewal"].append(label)
        elif gap > 0:
            same = month_end(old.end) == month_end(new.start)
            kind = f"late renewal, {'within one month' if same else 'across a month end'}"
            kind = kind if gap <= 80 else "return after more than 80 days"
        elif old.end == new.end:
            kind = "units added within a term, as a further licence"
        else:
            kind = f"overlap without a link, {'renewal' if gap >= -40 else 'other'}"
        found[kind].append(label)
    return found


def row_examples(rows: list[Row], terms: list[Term], companies: list[Row]) -> Found:
    """Single rows with something special."""
    found: Found = defaultdict(list)
    listed = {row["company_id"] for row in companies}
    first: dict[str, Row] = {}
    for row in rows:
        start, end = term_of(row)
        texts = [row[column] for column in ("value", "mrr", "arr")]
        value, mrr, arr = (number_of(text) for text in texts)
        length = int(row["length"] or 0)
        yearly = [value and length and value * 12 / length, mrr and mrr * 12, arr]
        given = [amount for amount in yearly if amount]
        over = bool(end) and end <= AS_OF
        product = product_of(row["product"])
        same = first.setdefault(row["license_id"], row)
        checks = {
            "one-time fee": row["is_recurring"] == "false" or product == "onboarding",
            "trial": row["is_trial"] == "true",
            "pending": row["status"] == "pending",
            "no product": not row["product"],
            "product not in the catalog": bool(row["product"]) and product not in PRODUCT_NAME,
            "alias of a product": row["product"] in ALIAS_OF.values(),
            "negative credit": "-" in row["mrr"],
            "identical duplicate": same is not row and same == row,
            "superseded": same != row,
            "missing id": not row["license_id"],
            "missing company": not row["company_id"],
            "company not listed": bool(row["company_id"]) and row["company_id"] not in listed,
            "missing start": not row["from_date"],
            "unreadable start": bool(row["from_date"]) and not start,
            "unreadable end": not end,
            "end before start": bool(start and end) and end < start,
            "zero length": start == end,
            "no amount": not any(texts),
            "amount isn't a number": any(text and number_of(text) is None for text in texts),
            "amounts contradict": bool(given) and max(given) - min(given) > Decimal("0.12"),
            "currency without a rate": row["currency"] not in ("", *LOCAL_PRICE),
            "missing currency": not row["currency"],
            "status contradicts dates": bool(end)
            and row["status"] == ("active" if over else "churned"),
            "unknown status": row["status"] == "paused",
            "placeholder end": row["to_date"].startswith("9999"),
            "open-ended": not row["to_date"],
            "quantity missing": not row["quantity"],
            "quantity isn't a number": bool(row["quantity"]) and not row["quantity"].isdigit(),
            "end excluded": row["to_date_included"] == "false",
            "only value": bool(value) and texts[1:] == ["", ""],
            "only arr": bool(arr) and texts[:2] == ["", ""],
            "starts after the last complete month": bool(start) and start > WINDOW[1],
        }
        for name in [name for name, holds in checks.items() if holds]:
            found[name].append(row["license_id"] or row["company_id"])
    inside = [term for term in terms if term.stated_end <= month_end(term.start)]
    found["inside one month"] = [term.row["license_id"] for term in inside]
    return found


def churn_after_drop(terms: list[Term]) -> Found:
    """Customers gone a year after a month in which they did, or didn't, drop a product."""
    found: Found = defaultdict(list)
    day = month_end(FIRST_DAY)
    while (later := month_end(date(day.year + 1, day.month, 1))) <= WINDOW[1]:
        following = month_end(day + timedelta(days=1))
        before, now, after = (snapshot(terms, when) for when in (day, following, later))
        droppers = {who for who, product in before.keys() - now.keys() if product in SECONDARY}
        end = per_customer(after)
        for customer in per_customer(now):
            kind = "dropped a product" if customer in droppers else "dropped none"
            gone = "still there" if customer in end else "gone"
            found[f"{kind}, a year later {gone}"].append(customer)
        day = following
    return found


def report(
    rows: list[Row], companies: list[Row], rates: dict[str, Decimal], uplift: dict[str, int]
) -> None:
    """Print what the data holds and which retention it gives."""
    terms = read_terms(rows, rates)
    sections = {
        "Movements (customer, product, month)": movement_examples(terms),
        "Renewals (licences)": renewal_examples(terms),
        "Rows (licences)": row_examples(rows, terms, companies),
        "Customer-months": churn_after_drop(terms),
    }
    print(f"licences {len(rows)}, that count {len(terms)}, companies {len(companies)}")
    for title, found in sections.items():
        print(f"\n{title}")
        for name in sorted(found):
            print(f"  {name:<52}{len(found[name]):>6}   {found[name][len(found[name]) // 2]}")
    print(f"\nPrice rises of 2025, in 1/100 %: {uplift}\n\nNRR / GRR (base), 12 months to")
    for months in range(0, 37, 3):
        day = month_end(add_months(date(2022, 12, 1), months))
        found = measure(terms, (month_end(date(day.year - 1, day.month, 1)), day))
        cells = [f"{name} {found[name][0]:.1%} / {found[name][1]:.1%} ({found[name][2]})"
                 for name in ("company", *BEHAVIOUR)]  # fmt: skip
        total = sum(snapshot(terms, day).values()) // 100
        print(f"{day}  ARR {total:>10,}  " + "  ".join(cells))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV with line feeds and quotes only where needed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([columns, *rows])
    return text.getvalue().encode("utf-8")


def main() -> int:
    """Write, check or report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=OUT_DIR, help="folder for the files")
    parser.add_argument("--report", action="store_true", help="show what the data contains")
    parser.add_argument("--check", action="store_true", help="compare with the files, write none")
    options = parser.parse_args()

    table = make_rates()
    rates = {currency: Decimal(rate) for currency, _, rate in table} | {"USD": Decimal(1)}
    uplift, rows, companies = calibrate(make_customers(), rates)
    files = {
        "sample_licenses.csv": as_csv(LICENSE_COLUMNS, [tuple(row.values()) for row in rows]),
        "sample_products.csv": as_csv(PRODUCT_COLUMNS, PRODUCTS),
        "sample_product_aliases.csv": as_csv(("alias", "product_id"), ALIASES),
        "sample_companies.csv": as_csv(COMPANY_COLUMNS, [tuple(row.values()) for row in companies]),
        "sample_exchange_rates.csv": as_csv(("currency", "rate_date", "rate"), table),
    }
    stale = []
    for name, content in files.items():
        path = options.out / name
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            stale.append(name)
    if options.report:
        report(rows, companies, rates, uplift)
    if stale:
        print("not as generated: " + ", ".join(stale), file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
