"""Write the sample's product usage and account signals: fifteen months of a part of its customers.

Run it from anywhere, after generate_sample_data.py, whose licences it reads:

    python scripts/generate_sample_usage.py           # writes two files of seeds/sample
    python scripts/generate_sample_usage.py --check   # fails if the committed files differ

The files are the same on every run: each customer and product has its own random numbers from its
name, and no clock is read.

The story. Usage is measured on Tuesdays and Thursdays, for customers that let the vendor measure
it, and the account managers score each account on Fridays. Who will leave a product mostly uses it
less for some months before, but not always, and some who use little stay. Analytics lies on many
shelves: paid for, and used by a handful of people. Before a customer leaves, its tickets often
pile up.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from generate_sample_data import ALIAS_OF, AS_OF, OUT_DIR, Row, Term, as_csv, make_rates, read_terms

FIRST_DAY = date(2024, 10, 1)
LANDMARK, LAST_DAY = date(2024, 12, 31), date(2025, 12, 31)
CUSTOMERS_THAT_LOSE, OTHER_CUSTOMERS = 16, 14
FEATURES = {
    "platform-standard": 32, "platform-enterprise": 46, "analytics": 24, "api-access": 12,
    "support": 6,
}  # fmt: skip
# Share of the seats in use on a day, from and to, of a product that is used well.
USUAL_SHARE = {
    "platform-standard": (0.55, 0.90), "platform-enterprise": (0.50, 0.85),
    "analytics": (0.18, 0.60), "api-access": (0.35, 0.80), "support": (0.20, 0.45),
}  # fmt: skip
USAGE_COLUMNS = (
    "company_id", "product", "usage_date", "active_users", "used_units", "entitled_units",
    "features_used", "features_available",
)  # fmt: skip
SIGNAL_COLUMNS = (
    "company_id", "signal_date", "engagement_score", "open_tickets", "stakeholder_contacts",
    "health_score",
)  # fmt: skip
# As feeds have them: what cannot be read, is of nobody, or stands there twice.
ODD_USAGE = (
    ("C-9999", "analytics", "2025-06-03", "4", "4", "10", "3", "24"),
    ("C-9999", "analytics", "2025-06-05", "5", "5", "10", "3", "24"),
    ("", "platform-standard", "2025-06-03", "12", "14", "20", "9", "32"),
    ("C-1003", "platform-enterprise", "3rd of June", "120", "150", "200", "30", "46"),
    ("C-1003", "Reporting Beta", "2025-06-03", "2", "2", "", "1", "3"),
)
ODD_SIGNALS = (
    ("C-1003", "2031-01-03", "70", "1", "4", "70"),
    ("C-9999", "2025-06-06", "50", "0", "1", "50"),
)


class Pair:
    """A customer and a product of it: the days on which it has it, and how it uses it."""

    def __init__(self, key: tuple[str, str], terms: list[Term]) -> None:
        self.company, self.product = key
        self.terms = terms
        self.end = max(term.end for term in terms)
        self.dice = random.Random("usage " + " ".join(key)).random
        low, high = USUAL_SHARE[self.product]
        self.share = low + (high - low) * self.dice()
        self.used = min(1.08, self.share * (1.15 + 0.5 * self.dice()))
        self.features = 0.30 + 0.60 * self.dice()
        is_lost = self.end <= LAST_DAY
        # Most of those who leave use it less, from some months before the end on.
        self.fades_by = 0.0
        if is_lost and self.dice() < 0.72:
            self.fades_by = 0.45 + 0.40 * self.dice()
        elif self.dice() < 0.10:
            self.fades_by = 0.30 + 0.40 * self.dice()
        self.fades_from = self.end - timedelta(days=150 + int(300 * self.dice()))
        if not is_lost:
            self.fades_from = FIRST_DAY + timedelta(days=int(300 * self.dice()))
        if self.product == "analytics" and self.dice() < 0.30:
            self.share, self.features = 0.01 + 0.03 * self.dice(), 0.08 + 0.10 * self.dice()
            self.used = self.share * 2
        self.drift = 0.35 * (self.dice() - 0.35)  # a year

    def quantity(self, day: date) -> int:
        """The units that its licences give it on a day, 0 where it has none."""
        held = [term.row["quantity"] for term in self.terms if term.start <= day < term.end]
        return sum(int(text) for text in held if text.isdigit())

    def level(self, day: date) -> float:
        """How much of its usual use there is on a day: 1, or less as it fades."""
        years = (day - FIRST_DAY).days / 365
        faded = min(1.0, max(0.0, (day - self.fades_from).days / 90))
        return (1 + self.drift * years) * (1 - self.fades_by * faded)

    def rows(self) -> list[tuple[str, ...]]:
        """Its rows of usage."""
        found = []
        name = ALIAS_OF[self.product] if self.dice() < 0.15 else self.product
        day = FIRST_DAY
        while day < AS_OF:
            units = self.quantity(day)
            if day.weekday() in (1, 3) and units and self.dice() >= 0.02:
                level = self.level(day)
                active = round(units * min(1.0, self.share * level * (0.88 + 0.24 * self.dice())))
                used = round(units * self.used * level * (0.96 + 0.08 * self.dice()))
                available = FEATURES[self.product]
                features = round(available * min(1.0, self.features * (0.5 + 0.5 * level)))
                found.append((
                    self.company, name, day.isoformat(), str(active), str(max(used, active)),
                    str(units), str(max(features, 1)), str(available),
                ))  # fmt: skip
            day += timedelta(days=1)
        return found


def signal_rows(company: str, pairs: list[Pair]) -> list[tuple[str, ...]]:
    """The rows of account signals of a customer, one on each Friday."""
    dice = random.Random("signals " + company).random
    engagement, contacts = 45 + 40 * dice(), 2 + int(4 * dice())
    tickets = 0.5 + 2.5 * dice()
    leaves = [pair for pair in pairs if pair.end <= LAST_DAY]
    worried_from = min((pair.end for pair in leaves), default=date.max) - timedelta(days=120)
    has_spike = dice() < (0.6 if leaves else 0.12)
    spike = worried_from if leaves else FIRST_DAY + timedelta(days=int(420 * dice()))
    last = max(pair.end for pair in pairs)
    found = []
    day = FIRST_DAY
    while day < min(AS_OF, last):
        if day.weekday() == 4:
            is_worried = leaves and day >= worried_from
            open_tickets = tickets * (0.4 + 1.2 * dice())
            if has_spike and 0 <= (day - spike).days < 70:
                open_tickets = open_tickets * 3 + 2
            score = engagement - (18 if is_worried else 0) + 12 * (dice() - 0.5)
            known = max(0, contacts - (1 if is_worried and day.month % 2 else 0))
            health = 0.7 * score + 20 - 3 * open_tickets + 10 * dice()
            found.append((
                company, day.isoformat(), str(round(min(100, max(0, score)))),
                str(round(open_tickets)), str(known), str(round(min(100, max(0, health)))),
            ))  # fmt: skip
        day += timedelta(days=1)
    return found


def chosen_pairs(terms: list[Term]) -> dict[str, list[Pair]]:
    """The pairs of the customers whose usage is measured, by customer."""
    by_pair: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        if term.pair[1] in FEATURES and term.end > FIRST_DAY and term.start < AS_OF:
            by_pair[term.pair].append(term)
    customers: dict[str, list[Pair]] = defaultdict(list)
    for key in sorted(by_pair):
        customers[key[0]].append(Pair(key, by_pair[key]))
    groups: dict[bool, list[str]] = {True: [], False: []}
    for company, pairs in customers.items():
        held = [pair for pair in pairs if pair.quantity(LANDMARK)]
        if held:
            groups[any(pair.end <= LAST_DAY for pair in held)].append(company)
    chosen = []
    for loses, number in ((True, CUSTOMERS_THAT_LOSE), (False, OTHER_CUSTOMERS)):
        order = sorted(groups[loses], key=lambda each: random.Random("feed " + each).random())
        chosen += order[:number]
    return {company: customers[company] for company in sorted(chosen)}


def read_licences() -> list[Term]:
    """The licences of the sample that count."""
    with (OUT_DIR / "sample_licenses.csv").open(encoding="utf-8", newline="") as file:
        rows: list[Row] = list(csv.DictReader(file))
    rates = {currency: Decimal(rate) for currency, _, rate in make_rates()}
    return read_terms(rows, rates | {"USD": Decimal(1)})


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the files, write none")
    options = parser.parse_args()

    customers = chosen_pairs(read_licences())
    usage = [row for pairs in customers.values() for pair in pairs for row in pair.rows()]
    signals = [row for company, pairs in customers.items() for row in signal_rows(company, pairs)]
    usage[40] = (*usage[40][:3], "many", *usage[40][4:])
    usage[90] = (*usage[90][:4], "-" + usage[90][4], *usage[90][5:])
    usage.insert(131, (*usage[130][:3], "1", *usage[130][4:]))
    signals[25] = (*signals[25][:3], "-1", *signals[25][4:])
    files = {
        "sample_product_usage.csv": as_csv(USAGE_COLUMNS, [*usage, *ODD_USAGE]),
        "sample_account_signals.csv": as_csv(SIGNAL_COLUMNS, [*signals, *ODD_SIGNALS]),
    }
    stale = []
    for name, content in files.items():
        path = OUT_DIR / name
        if not options.check:
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            stale.append(name)
    if stale:
        print("not as generated: " + ", ".join(stale), file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
