"""Random books of raw tables that try to hit every rule and every edge of the definitions.

A book is made of histories that make sense (chains of renewals, ramps, swaps, returns, credits),
many of them bent at random afterwards: duplicates, contradictions, unreadable values, odd links.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

RawRow = dict[str, str | None]
RawTables = dict[str, list[RawRow]]

RAW_COLUMNS: dict[str, tuple[str, ...]] = {
    "licenses": (
        "license_id",
        "company_id",
        "product",
        "value",
        "mrr",
        "arr",
        "currency",
        "quantity",
        "from_date",
        "to_date",
        "to_date_included",
        "fixed_period",
        "length",
        "status",
        "renewal_status",
        "auto_renews",
        "renewal_date",
        "notice_date",
        "renewal_of_license_id",
        "is_recurring",
        "is_trial",
        "is_deleted",
        "lost_reason",
        "created_at",
        "updated_at",
    ),
    "products": (
        "product_id",
        "name",
        "family",
        "tier",
        "tier_rank",
        "role",
        "type",
        "launched_on",
    ),
    "product_aliases": ("alias", "product_id"),
    "companies": (
        "company_id",
        "name",
        "segment",
        "industry",
        "region",
        "owner",
        "parent_company_id",
        "created_at",
        "valid_from",
    ),
    "exchange_rates": ("currency", "rate_date", "rate"),
}

# product_id, name, family, tier, type. The ids and names collide on purpose: one product is named
# like another's id, two share a name and have no family, one name is a family's.
PRODUCTS: tuple[tuple[str, str, str, str, str], ...] = (
    ("plat-std", "Standard", "Platform", "standard", "subscription"),
    ("plat-pro", "Professional", "Platform", "professional", "subscription"),
    ("plat-ent", "Enterprise", "Platform", "enterprise", "subscription"),
    ("ana-basic", "Analytics Basic", "Analytics", "basic", "subscription"),
    ("ana-plus", "Analytics Plus", "Analytics", "plus", "subscription"),
    ("ana-max", "Analytics Max", "Analytics", "max", "subscription"),
    ("sup-1", "Support", "Support", "one", ""),
    ("sup-2", "Priority Support", "Support", "two", ""),
    ("api", "Public API", "", "", "subscription"),
    ("x1", "api", "", "", "subscription"),
    ("leg-b", "Legacy", "", "", "subscription"),
    ("leg-a", "Legacy", "", "", "subscription"),
    ("sync", "Über Sync", "Services", "", "subscription"),
    ("setup", "Setup Fee", "Services", "", "fee"),
    ("unsold", "Never Sold", "Platform", "", "subscription"),
    ("Analytics", "Whole Analytics", "Suites", "", "subscription"),
)
FAMILIES = (
    ("plat-std", "plat-pro", "plat-ent"),
    ("ana-basic", "ana-plus", "ana-max"),
    ("sup-1", "sup-2"),
)
SINGLE_PRODUCTS = ("api", "x1", "leg-a", "leg-b", "sync", "Analytics")
ALIASES: tuple[tuple[str, str], ...] = (
    ("std", "plat-std"),
    (" ENT Tier ", "plat-ent"),
    ("pro edition", " plat-pro "),
    ("analytics basic", "plat-std"),
    ("ghost product", "no-such-id"),
    ("bundle", "sup-2"),
    ("bundle", "sup-1"),
    ("bundle", "no-such-id"),
    ("", "api"),
)
ALIAS_TEXTS = {
    "plat-std": ("std", "STD "),
    "plat-ent": ("ent tier", " Ent Tier"),
    "plat-pro": ("PRO edition",),
    "sup-1": ("Bundle",),
}
UNKNOWN_PRODUCTS = ("Mystery", "mystery", "Platform", "ghost product", "Zeta 9")

# Values of companies; `plan_channel` is a column that users add.
COMPANY_VALUES: dict[str, tuple[str | None, ...]] = {
    "segment": ("smb", "SMB", " smb ", "enterprise", "mid market", "", None),
    "industry": ("software", "retail", "public sector", None),
    "region": ("emea", "amer", None),
    "owner": ("Ana", "ana", "Björn", None),
    "plan_channel": ("direct", "partner", " partner", "(none)", None),
}
# Companies without licences, each the child of the next.
GROUPS = tuple(f"group-{number:02d}" for number in range(1, 14))

FIRST_DAY = date(2023, 1, 1)
SPAN_DAYS = 600
MONTHLY_PRICES = (
    *("100", "100", "100", "200", "250", "80", "1000", "120.50", "99.99", "33.33", "0.07"),
    *("1234.56", "8.35", "415", "50"),
)
ROUND_ARRS = ("9999.99", "10000", "49999.99", "50000", "100000", "499999.99", "500000", "750000")
STATUSES = ("active", "Active", " active ", "ongoing", "renewed", "customer", "churned", "LOST")
ODD_STATUSES = ("canceled", "cancelled", "paused", "???", "pending", "Prospect", "draft", "coming")
UNREADABLE_AMOUNTS = ("n/a", "1,200.00", "1e3x", "€ 500", "NaN", "12.5.1", "-", "inf")
HUGE_AMOUNTS = ("10000000000000", "-99999999999999.99", "123456789012345678901234567890123456")
LOST_REASONS = ("price", "Price", " merger ", "no budget", "", "  ", None)
BROKEN_DATES = ("2024-02-30", "01/02/2024", "soon", "20240105", "2024-1", "0000-00-00")


# What customers are billed in, and the currencies' usual rates and first days with one.
HOME_CURRENCIES = (*["USD"] * 11, "EUR", "EUR", "EUR", "GBP", "GBP", "JPY", "SEK", "SEK")
USUAL_RATES: dict[str, tuple[str, date]] = {
    "EUR": ("1.08", date(2019, 12, 31)),
    "GBP": ("1.26543219", date(2023, 3, 10)),
    "JPY": ("0.00671234567", date(2023, 1, 31)),
    "SEK": ("0.0955", date(2023, 8, 1)),
    "USD": ("0.93", date(2022, 11, 30)),
}
LAST_RATE = date(2025, 6, 30)


def last_day_of_month(day: date) -> date:
    """Give the last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def shift_months(day: date, months: int) -> date:
    """Move a day by whole months, to the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), last_day_of_month(first))


def day_before(text: str) -> str:
    """Give the day before a day that is written as text; the text itself where there is none."""
    try:
        return (date.fromisoformat(text) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return text


def plain(number: Decimal) -> str:
    """Write a decimal without an exponent."""
    return format(number, "f")


class Book:
    """Grows one random book; `tables` gives it as raw tables."""

    def __init__(self, seed: int) -> None:
        """Start an empty book.

        Args:
            seed: of everything random in the book.
        """
        self.random = Random(seed)
        self.licenses: list[RawRow] = []
        self.currencies: dict[str, str] = {}
        self.last_load = date(2024, 3, 1) + timedelta(days=self.random.randrange(240))

    def chance(self, probability: float) -> bool:
        """Tell whether something of a given probability happens."""
        return self.random.random() < probability

    def start_day(self) -> date:
        """Give a day that terms like to start on: mostly a first, at times anything."""
        day = FIRST_DAY + timedelta(days=self.random.randrange(SPAN_DAYS))
        draw = self.random.random()
        if draw < 0.5:
            return day.replace(day=1)
        if draw < 0.6:
            return last_day_of_month(day)
        if draw < 0.65:
            return date(2024, 2, self.random.choice((28, 29)))
        return day

    def term_end(self, start: date) -> date:
        """Give the last active day of a term that starts on a day."""
        draw = self.random.random()
        if draw < 0.65:
            months = self.random.choice((1, 1, 2, 3, 3, 6, 6, 12, 12, 12, 13, 24, 36))
            return shift_months(start, months) - timedelta(days=1)
        if draw < 0.75:
            return last_day_of_month(start)
        if draw < 0.8:
            return start
        if draw < 0.87:
            return start + timedelta(days=self.random.randrange(1, 28))
        return start + timedelta(days=self.random.randrange(28, 500))

    def price(self) -> Decimal:
        """Give a price per month, to the cent."""
        if self.chance(0.7):
            return Decimal(self.random.choice(MONTHLY_PRICES))
        return Decimal(self.random.randrange(1, 300000)) / 100

    def changed_price(self, price: Decimal) -> Decimal:
        """Give the price of a renewal: the same, higher, lower, or anything."""
        if self.chance(0.4):
            return price
        if self.chance(0.7):
            factor = self.random.choice(("0.5", "0.9", "1.05", "1.1", "1.25", "2"))
            return max((price * Decimal(factor)).quantize(Decimal("0.01")), Decimal("0.01"))
        return self.price()

    def quantity(self) -> str | None:
        """Give a quantity, or none."""
        if self.chance(0.25):
            return None
        return self.random.choice(("1", "5", "10", "10", "25", "100", "7", "2.5", "0", "3.3333"))

    def product_text(self, product_id: str) -> str:
        """Give a text by which a licence may name a product: id, name, alias, in any case."""
        name = next((each[1] for each in PRODUCTS if each[0] == product_id), product_id)
        texts = [product_id, product_id.upper(), name, name, name, name.lower(), f" {name} "]
        texts += ALIAS_TEXTS.get(product_id, ())
        return self.random.choice(texts)

    def amounts(self, price: Decimal, start: date, end: date | None) -> dict[str, str | None]:
        """State a price per month in one of the ways that raw tables do.

        Args:
            price: per month.
            start: first active day.
            end: last active day, None when the term is open.

        Returns:
            The columns arr, mrr, value, fixed_period and length.
        """
        stated: dict[str, str | None] = dict.fromkeys(
            ("arr", "mrr", "value", "fixed_period", "length")
        )
        yearly = plain(price * 12)
        draw = self.random.random()
        if end is None and draw > 0.55:
            draw = self.random.random() * 0.55
        if draw < 0.3:
            stated["arr"] = yearly
        elif draw < 0.5:
            stated["mrr"] = plain(price)
        elif draw < 0.55:
            stated |= {"arr": yearly, "mrr": plain(price)}
        elif draw < 0.75:
            months = max(round(((end or start) - start).days / 30.44), 1)
            length = self.random.choice((str(months), f"{months}.0", f" {months}"))
            stated |= {"value": plain(price * months), "length": length}
            if self.chance(0.5):
                stated["fixed_period"] = self.random.choice(("true", "TRUE", "1", "yes"))
        else:
            months = max(round(((end or start) - start).days / 30.44), 1)
            stated["value"] = plain(price * months)
            stated["fixed_period"] = self.random.choice((None, None, "t", "maybe"))
        return stated

    def add(
        self,
        customer: str,
        product_id: str,
        start: date,
        end: date | None,
        price: Decimal,
        quantity: str | None,
        **changes: str | None,
    ) -> RawRow:
        """Add a licence that is in order.

        Args:
            customer: company id.
            product_id: id of a catalog product, or any text.
            start: first active day.
            end: last active day, None when the term is open.
            price: per month.
            quantity: as text, None when missing.
            **changes: raw columns to set otherwise.

        Returns:
            The row, already in the book; to be bent at will.
        """
        row: RawRow = dict.fromkeys(RAW_COLUMNS["licenses"])
        to_date, flag = end, self.random.choice((None, None, "true", "Y"))
        if end is not None and self.chance(0.3):
            to_date, flag = end + timedelta(days=1), self.random.choice(("false", "No", "0"))
        created = self.last_load - timedelta(days=self.random.randrange(300))
        if self.chance(0.5):
            created = min(start + timedelta(days=self.random.randrange(-200, 20)), self.last_load)
        updated = created + timedelta(
            days=self.random.randrange((self.last_load - created).days + 1)
        )
        row |= {
            "license_id": f"L{len(self.licenses) + 1:06d}",
            "company_id": customer,
            "product": self.product_text(product_id),
            **self.amounts(price, start, end),
            "currency": self.home_currency(customer),
            "quantity": quantity,
            "from_date": start.isoformat(),
            "to_date": to_date.isoformat() if to_date else None,
            "to_date_included": flag,
            "status": self.random.choice((None, "active", "active", "churned"))
            if end and end < self.last_load
            else self.random.choice((None, "active", "ongoing")),
            "created_at": f"{created} 08:00:00",
            "updated_at": f"{updated} {self.random.randrange(24):02d}:15:00",
        }
        if end and end < self.last_load:
            row["lost_reason"] = self.random.choice(LOST_REASONS)
            row["renewal_status"] = self.random.choice((None, None, "renewed", "lost"))
        row |= changes
        self.licenses.append(row)
        return row

    def home_currency(self, customer: str) -> str:
        """Give the currency that a customer is billed in, at random and then always the same."""
        if customer not in self.currencies:
            self.currencies[customer] = self.random.choice(HOME_CURRENCIES)
        return self.currencies[customer]

    # Histories ---------------------------------------------------------------------------------

    def add_renewal_chain(self, customer: str, product_id: str) -> None:
        """Add terms one after the other: on time, late by 1 to 80 days, or overlapping."""
        start = self.start_day()
        price, quantity = self.price(), self.quantity()
        earlier: RawRow | None = None
        for _ in range(self.random.choice((1, 2, 2, 3, 3, 4, 5))):
            end = None if self.chance(0.05) else self.term_end(start)
            row = self.add(customer, product_id, start, end, price, quantity)
            if earlier is not None and self.chance(0.3):
                row["renewal_of_license_id"] = earlier["license_id"]
            earlier = row
            if end is None and self.chance(0.5):
                return
            end = end or start + timedelta(days=self.random.randrange(20, 200))
            draw = self.random.random()
            gap = 0
            if draw < 0.25:
                gap = self.random.choice((1, 2, 14, 29, 30, 31, 44, 45, 46, 60, 80))
            elif draw < 0.4:
                gap = -self.random.randrange(1, 70)
            start = max(end + timedelta(days=1 + gap), start + timedelta(days=1))
            if self.chance(0.35):
                price = self.changed_price(price)
            if self.chance(0.3):
                quantity = self.quantity()

    def add_ramp(self, customer: str, product_id: str) -> None:
        """Add steps that were agreed on beforehand: before the first, or around an earlier one."""
        start = self.start_day()
        price, quantity = self.price(), self.quantity()
        earlier_start = start - timedelta(days=self.random.randrange(60))
        for _ in range(self.random.choice((2, 3, 3, 4))):
            end = shift_months(start, self.random.choice((1, 2, 3, 12))) - timedelta(days=1)
            agreed = earlier_start + timedelta(days=self.random.choice((-40, -1, 0, 0, 1, 10)))
            agreed = min(agreed, self.last_load)
            row = self.add(customer, product_id, start, end, price, quantity)
            row["created_at"] = f"{agreed} {self.random.choice(('00:00:00', '23:59:59'))}"
            if self.chance(0.1):
                row["created_at"] = self.random.choice((None, "then"))
            earlier_start, start = start, end + timedelta(days=1)
            price = self.changed_price(price)
            if self.chance(0.5):
                quantity = self.quantity()

    def add_pending(self, customer: str) -> None:
        """Add renewals that are not signed yet, at times several of one licence, or of none."""
        own = [row for row in self.licenses if row["company_id"] == customer]
        open_ones = [row for row in own if (row["to_date"] or "9999") > self.last_load.isoformat()]
        earlier = self.random.choice(open_ones or own)
        for _ in range(self.random.choice((1, 1, 1, 2))):
            start = self.last_load + timedelta(days=self.random.randrange(-20, 200))
            row = self.add(
                customer,
                self.random.choice(SINGLE_PRODUCTS),
                start,
                self.random.choice((None, self.term_end(start))),
                self.price(),
                self.quantity(),
                status=self.random.choice(("pending", "Prospect", "draft", "coming", "future")),
                renewal_of_license_id=earlier["license_id"] if self.chance(0.8) else None,
            )
            if self.chance(0.7):
                row["product"] = earlier["product"]

    def add_swap(self, customer: str) -> None:
        """Let a customer change products of one family, on one day or within one month."""
        family = list(self.random.choice(FAMILIES))
        self.random.shuffle(family)
        many = self.chance(0.3) and len(family) > 2
        old, new = (family[:2], family[2:]) if many else (family[:1], family[1:2])
        if many and self.chance(0.5):
            old, new = new, old
        swap_day = self.start_day()
        is_linked = self.chance(0.4)
        ended = []
        for product_id in old:
            start = swap_day - timedelta(days=self.random.choice((31, 62, 90, 181, 365)))
            end: date | None = swap_day - timedelta(days=1)
            if is_linked:
                end = self.random.choice((None, swap_day + timedelta(days=200)))
            ended.append(self.add(customer, product_id, start, end, self.price(), self.quantity()))
        for number, product_id in enumerate(new):
            start = swap_day + timedelta(days=0 if is_linked else self.random.choice((0, 0, 3)))
            row = self.add(
                customer, product_id, start, self.term_end(start), self.price(), self.quantity()
            )
            if is_linked:
                row["renewal_of_license_id"] = ended[min(number, len(ended) - 1)]["license_id"]
        if self.chance(0.3):
            start = swap_day + timedelta(days=self.random.choice((40, 95, 200)))
            self.add(customer, old[0], start, self.term_end(start), self.price(), self.quantity())
        if self.chance(0.5):
            start = swap_day - timedelta(days=200)
            self.add(customer, "api", start, None, self.price(), self.quantity())

    def add_return(self, customer: str, product_id: str) -> None:
        """Let a product be dropped and bought again."""
        start = self.start_day().replace(day=1)
        for _ in range(self.random.choice((2, 2, 3))):
            months = self.random.choice((1, 2, 3, 6))
            end = shift_months(start, months) - timedelta(days=1)
            self.add(customer, product_id, start, end, self.price(), self.quantity())
            start = shift_months(start, months + self.random.choice((1, 1, 2, 5)))

    def add_credit(self, customer: str, product_id: str) -> None:
        """Add a licence with a negative one over it, which may outweigh it."""
        start = self.start_day()
        end = self.term_end(start)
        price = self.price()
        if self.chance(0.8):
            self.add(customer, product_id, start, end, price, self.quantity())
        credit = self.random.choice((price / 2, price, price * 2)).quantize(Decimal("0.01"))
        credit_start = start + timedelta(days=self.random.choice((0, 0, 31, 45)))
        self.add(
            customer,
            product_id,
            credit_start,
            self.random.choice((max(end, credit_start), self.term_end(credit_start))),
            -credit,
            self.random.choice((None, "0", "1")),
        )

    def add_seats(self, customer: str, product_id: str) -> None:
        """Add one term after the other with seats and price per seat both changing."""
        start = self.start_day().replace(day=1)
        seats, per_seat = self.random.randrange(1, 60), self.price() / 10
        for _ in range(self.random.randrange(2, 6)):
            end = shift_months(start, self.random.choice((1, 2, 3))) - timedelta(days=1)
            price = (seats * per_seat).quantize(Decimal("0.01"))
            self.add(customer, product_id, start, end, price, str(seats))
            start = end + timedelta(days=1)
            if self.chance(0.7):
                seats = max(seats + self.random.randrange(-10, 15), 1)
            if self.chance(0.4):
                per_seat *= Decimal(self.random.choice(("0.9", "1.03", "1.1")))

    def add_round_amount(self, customer: str, product_id: str) -> None:
        """Add a term whose ARR is round, or a cent less."""
        start = self.start_day()
        row = self.add(
            customer, product_id, start, self.term_end(start), Decimal(1), self.quantity()
        )
        row |= dict.fromkeys(("mrr", "value", "fixed_period", "length"))
        row["arr"] = self.random.choice(ROUND_ARRS)

    def add_veteran(self, customer: str) -> None:
        """Add licences that began years before most others."""
        start = date(2020, 1, 1) + timedelta(days=self.random.randrange(700))
        for _ in range(self.random.choice((1, 2, 3))):
            end = shift_months(start, self.random.choice((12, 13, 24, 36))) - timedelta(days=1)
            self.add(customer, "api", start, end, self.price(), self.quantity())
            start = end + timedelta(days=1)
        self.add(customer, "sync", start, None, self.price(), self.quantity())

    def add_customer(self, customer: str) -> None:
        """Add everything that one customer ever bought."""
        for _ in range(self.random.choice((1, 1, 2, 2, 3, 4))):
            products = [product_id for family in FAMILIES for product_id in family]
            product_id = self.random.choice([*products, *SINGLE_PRODUCTS])
            if self.chance(0.05):
                product_id = self.random.choice(UNKNOWN_PRODUCTS)
            draw = self.random.random()
            if draw < 0.4:
                self.add_renewal_chain(customer, product_id)
            elif draw < 0.6:
                self.add_swap(customer)
            elif draw < 0.75:
                self.add_return(customer, product_id)
            elif draw < 0.8:
                self.add_seats(customer, product_id)
            elif draw < 0.87:
                self.add_ramp(customer, product_id)
            elif draw < 0.96:
                self.add_credit(customer, product_id)
            else:
                self.add_round_amount(customer, product_id)
        if self.chance(0.15):
            self.add_pending(customer)

    # Bending -----------------------------------------------------------------------------------

    def bend(self) -> None:
        """Put odd values into many rows, then add duplicates."""
        bends = (
            self.bend_product,
            self.bend_currency,
            self.bend_amount,
            self.bend_quantity,
            self.bend_dates,
            self.bend_status,
            self.bend_renewal,
            self.bend_kind,
            self.bend_ids,
            self.bend_timestamps,
        )
        for row in self.licenses:
            if self.chance(0.35):
                for change in self.random.sample(bends, self.random.choice((1, 1, 1, 2, 3))):
                    change(row)
        for row in list(self.licenses):
            if row["license_id"] and self.chance(0.06):
                self.duplicate(row)
        self.random.shuffle(self.licenses)

    def bend_product(self, row: RawRow) -> None:
        """Name no product, or one that the catalog lacks."""
        row["product"] = self.random.choice((None, "", "  ", *UNKNOWN_PRODUCTS, "ent tier"))

    def bend_currency(self, row: RawRow) -> None:
        """Use another currency, none, or one without a rate."""
        row["currency"] = self.random.choice(
            ("EUR", "EUR", "eur", " GBP", "SEK", "JPY", "USD", None, "", "XXX", "OLD", "usd")
        )

    def bend_amount(self, row: RawRow) -> None:
        """Make amounts contradict each other, unreadable, too large, zero, or missing."""
        names = ("arr", "mrr", "value")
        given = [name for name in names if row[name]]
        draw = self.random.random()
        if draw < 0.25:
            other = self.random.choice([name for name in names if name not in given] or names)
            row[other] = self.random.choice(("1200", "100", "100.0101", "1199.87", "1200.13"))
        elif draw < 0.4:
            row[self.random.choice(names)] = self.random.choice(UNREADABLE_AMOUNTS)
        elif draw < 0.5:
            row[self.random.choice(names)] = self.random.choice(HUGE_AMOUNTS)
        elif draw < 0.6:
            for name in given:
                row[name] = self.random.choice((None, *UNREADABLE_AMOUNTS, *HUGE_AMOUNTS))
        elif draw < 0.7:
            for name in given:
                row[name] = self.random.choice(("0", "0.00", "-0", "0.004", "-0.001"))
        elif draw < 0.8:
            for name in given:
                row[name] = self.random.choice(("10.00005", "999.9949", "0.005", "1200.12345"))
        elif draw < 0.85:
            row["mrr"], row["arr"] = "900000000000", None
        elif draw < 0.92:
            row["fixed_period"] = self.random.choice(("false", "n", "true"))
            row["length"] = self.random.choice((None, "0", "-3", "twelve", "12", "2.5"))
        else:
            for name in names:
                row[name] = None

    def bend_quantity(self, row: RawRow) -> None:
        """Give an odd quantity."""
        row["quantity"] = self.random.choice(("ten", "-3", "0", "", "2.5", "1e2", "12.34567"))

    def bend_dates(self, row: RawRow) -> None:
        """Break a date, or give it a form that can still be read."""
        draw = self.random.random()
        start = row["from_date"]
        if draw < 0.15:
            row["from_date"] = self.random.choice((None, "", *BROKEN_DATES))
        elif draw < 0.25:
            row["to_date"] = self.random.choice(BROKEN_DATES)
        elif draw < 0.4:
            row["to_date"] = self.random.choice(
                ("9999-12-31", "2200-01-01", "2199-12-31", "2999-01-01 00:00:00")
            )
        elif draw < 0.5:
            row["from_date"] = self.random.choice(
                ("1989-12-31", "2200-01-01", "0001-01-01", "2199-12-31", "9999-12-31")
            )
        elif draw < 0.65:
            row["to_date"] = start
            row["to_date_included"] = self.random.choice((None, "true", "false"))
        elif draw < 0.75 and start:
            row["to_date"] = day_before(start)
            row["to_date_included"] = self.random.choice((None, "true", "false"))
        else:
            for name in ("from_date", "to_date"):
                if row[name]:
                    row[name] += self.random.choice((" 00:00:00", "T23:59:59.000Z", " "))

    def bend_status(self, row: RawRow) -> None:
        """Give any status."""
        row["status"] = self.random.choice((*STATUSES, *ODD_STATUSES, "", None))

    def bend_renewal(self, row: RawRow) -> None:
        """Let a licence renew by itself, be lost, or point to any licence of the book."""
        row["auto_renews"] = self.random.choice(("true", "TRUE", "1", "false", None))
        row["renewal_status"] = self.random.choice((None, "lost", "Lost", "ongoing", "renewed"))
        if self.chance(0.5):
            draw = self.random.random()
            of_customer = (
                [each for each in self.licenses if each["company_id"] == row["company_id"]]
                if draw < 0.8
                else self.licenses
            )
            target = self.random.choice(of_customer)["license_id"]
            row["renewal_of_license_id"] = row["license_id"] if draw < 0.1 else target
            if self.chance(0.05):
                row["renewal_of_license_id"] = "no-such-licence"

    def bend_kind(self, row: RawRow) -> None:
        """Make it a fee, a trial or deleted, or say that it is none of them."""
        draw = self.random.random()
        if draw < 0.25:
            row["is_recurring"] = self.random.choice(("false", "N"))
        elif draw < 0.4:
            row["product"] = self.random.choice(("setup", "Setup Fee"))
        elif draw < 0.65:
            row["is_trial" if draw < 0.53 else "is_deleted"] = self.random.choice(("true", "Yes"))
        else:
            row["is_recurring"] = self.random.choice(("true", "1", "perhaps"))
            row["is_trial"] = self.random.choice(("false", "0", "perhaps"))
            row["is_deleted"] = row["is_trial"] if draw > 0.8 else None

    def bend_ids(self, row: RawRow) -> None:
        """Lose an id, or pad it."""
        draw = self.random.random()
        if draw < 0.2:
            row["license_id"] = self.random.choice((None, "", " "))
        elif draw < 0.4:
            row["company_id"] = self.random.choice((None, "", " "))
        elif draw < 0.7 and row["license_id"]:
            row["license_id"] = f" {row['license_id']} "
        elif row["company_id"]:
            row["company_id"] = f"{row['company_id']}  "

    def bend_timestamps(self, row: RawRow) -> None:
        """Lose a load time, or put it into the far future."""
        row["updated_at"] = self.random.choice((None, "", "2199-06-30 12:00:00", "yesterday"))
        if self.chance(0.3):
            row["created_at"] = None

    def duplicate(self, row: RawRow) -> None:
        """Add another row with the licence id of one: a copy, or an older or newer version."""
        other = dict(row)
        draw = self.random.random()
        if draw < 0.35:
            if self.chance(0.3) and other["company_id"]:
                other["company_id"] = f" {other['company_id']}"
        elif draw < 0.55:
            other["updated_at"] = "2022-01-01 00:00:00"
            other["arr"] = "77777"
        elif draw < 0.7:
            day = (row["updated_at"] or self.last_load.isoformat())[:10]
            other["updated_at"] = f"{day} 23:59:59" if day[:2] == "20" else "2023-01-01 00:00:00"
            self.random.choice((self.bend_amount, self.bend_dates, self.bend_product))(other)
        elif draw < 0.8:
            other["updated_at"] = None
            other["created_at"] = "2022-01-01 00:00:00"
            other["arr"] = "66666"
        elif draw < 0.9:
            other["lost_reason"] = "another reason"
            other["updated_at"] = "2022-01-01 00:00:00"
        else:
            other["created_at"] = "2022-01-01 00:00:00" if row["created_at"] else None
            other["mrr"] = "555.55" if row["created_at"] else other["mrr"]
        self.licenses.append(other)
        if self.chance(0.15):
            self.licenses.append(dict(other))

    # The other tables --------------------------------------------------------------------------

    def exchange_rates(self) -> list[RawRow]:
        """Give rates that move from month to month, with some that must not count.

        Most currencies have none in the first months of the book, and none in some month.
        """
        rows: list[tuple[str, str, str]] = []
        for currency, (usual, first_day) in USUAL_RATES.items():
            day, rate = first_day, Decimal(usual)
            while day < LAST_RATE:
                rows.append((currency, day.isoformat(), plain(rate)))
                change = self.random.choice((0, 1, 2, 3, 8, -1, -2, -3, -7))
                rate = (rate * (100 + change) / 100).quantize(Decimal("0.00000001"))
                next_month = shift_months(day.replace(day=1), self.random.choice((1, 1, 1, 1, 2)))
                last = last_day_of_month(next_month)
                day = self.random.choice((next_month, last, last, next_month + timedelta(days=16)))
                if self.chance(0.1):
                    rows.append((currency, day.isoformat(), plain(rate * 2)))
            same_day = (self.last_load - timedelta(days=1)).isoformat()
            rows += [
                (currency, same_day, usual),
                (currency, same_day, plain(Decimal(usual) + Decimal("0.00012"))),
                (currency, self.last_load.isoformat(), self.random.choice(("0", "-1", "n/a"))),
                (currency, "soon", "5"),
            ]
        rows += [("XXX", "2023-01-01", "0"), ("OLD", "2099-01-01", "2")]
        rows += [("", "2023-01-01", "3"), ("XXX", "", "3"), ("usd ", "2023-06-01", "0.91")]
        self.random.shuffle(rows)
        return [dict(zip(RAW_COLUMNS["exchange_rates"], row, strict=True)) for row in rows]

    def companies(self, customers: list[str]) -> list[RawRow]:
        """List most customers, and some companies that never bought anything."""
        listed = [each for each in customers if not self.chance(0.03)]
        parent_of = self.parents(listed)
        listed += [*(f"prospect-{number}" for number in range(3)), *GROUPS]
        rows: list[RawRow] = []
        for number, company_id in enumerate(listed):
            row: RawRow = dict.fromkeys(RAW_COLUMNS["companies"])
            row |= {
                "company_id": f" {company_id}" if self.chance(0.02) else company_id,
                "name": f"Company {number}",
                "parent_company_id": parent_of.get(company_id),
                **{column: self.random.choice(each) for column, each in COMPANY_VALUES.items()},
            }
            rows.append(row)
            if self.chance(0.2):
                rows += self.company_versions(row, listed, can_move=number > 6)
        self.random.shuffle(rows)
        return rows

    def company_versions(self, row: RawRow, listed: list[str], *, can_move: bool) -> list[RawRow]:
        """Give other rows of a company: of other days, of the same day, or of no known day.

        Args:
            row: the row that there is; gets a day of its own, or none.
            listed: all listed companies, for other parents.
            can_move: whether the company may have another parent at other times.

        Returns:
            One to four rows; no two rows of the company have one name.
        """
        days = [day.isoformat() for day in (self.start_day() for _ in range(3))]
        days = [None, "", *days, days[0], f"{days[1]} 12:00:00", "some day", "2099-01-01"]
        row["valid_from"] = self.random.choice((None, *days))
        rows = []
        for number in range(self.random.choice((1, 1, 2, 3, 4))):
            other = dict(row) | {
                "name": f"{row['name']}, then {number}",
                "valid_from": self.random.choice(days),
                "created_at": self.random.choice(
                    (None, "2023-05-05 10:00:00", "2023-05-05 11:00:00", "2022-01-01", "once")
                ),
            }
            for column, values in COMPANY_VALUES.items():
                if self.chance(0.6):
                    other[column] = self.random.choice(values)
            if can_move and self.chance(0.2):
                other["parent_company_id"] = self.random.choice((None, *GROUPS, *listed))
            rows.append(other)
        return rows

    def parents(self, listed: list[str]) -> dict[str, str]:
        """Give some companies a parent: a customer, a long chain, a loop, itself, or nobody known.

        Args:
            listed: the customers that the companies table has.

        Returns:
            Company id to the parent's id, some of them padded.
        """
        parent_of = dict(pairwise(GROUPS))
        for company_id in listed:
            draw = self.random.random()
            if draw < 0.06:
                parent_of[company_id] = self.random.choice(listed)
            elif draw < 0.1:
                parent_of[company_id] = self.random.choice((*GROUPS, GROUPS[0]))
            elif draw < 0.12:
                parent_of[company_id] = self.random.choice(("unlisted group", " prospect-1 "))
            elif draw < 0.13:
                parent_of[company_id] = company_id
        loops = ((0, 1), (1, 0), (2, 3), (3, 4), (4, 2), (5, 2), (6, 5))
        if len(listed) > 6:
            parent_of |= {listed[child]: listed[parent] for child, parent in loops}
        return parent_of

    def tables(self, customers: list[str]) -> RawTables:
        """Give the whole book as raw tables."""
        products: list[RawRow] = []
        for product_id, name, family, tier, kind in PRODUCTS:
            product: RawRow = dict.fromkeys(RAW_COLUMNS["products"])
            product |= {
                "product_id": product_id,
                "name": name,
                "family": family or None,
                "tier": tier or None,
                "type": kind or None,
            }
            products.append(product)
        self.random.shuffle(products)
        return {
            "licenses": self.licenses,
            "products": products,
            "product_aliases": [
                {"alias": alias or None, "product_id": product_id} for alias, product_id in ALIASES
            ],
            "companies": self.companies(customers),
            "exchange_rates": self.exchange_rates(),
        }


def random_book(seed: int, customers: int, veterans: int = 0) -> RawTables:
    """Give a random book; the same seed and size give the same book.

    Args:
        seed: of everything random.
        customers: how many customers buy something.
        veterans: how many of them began years before; with any, the book has twice the months.

    Returns:
        Raw table name to rows of text values, None where missing.
    """
    book = Book(seed)
    ids = [f"C{number:05d}" for number in range(customers)]
    for number in range(0, customers, 40):
        ids[number] = f"c{number + 1:05d}"  # differs from the next id in nothing but case
    for customer in ids:
        book.add_customer(customer)
    for customer in ids[:veterans]:
        book.add_veteran(customer)
    book.bend()
    return book.tables(ids)


def license_row(**values: Any) -> RawRow:
    """Give a raw licence row; columns that aren't given are missing.

    Args:
        **values: raw columns; anything but None is turned to text.

    Returns:
        The row, with every raw column.

    Raises:
        KeyError: if a column is none of the raw table's.
    """
    row: RawRow = dict.fromkeys(RAW_COLUMNS["licenses"])
    for column, value in values.items():
        if column not in row:
            raise KeyError(f"licenses has no column {column!r}")
        row[column] = None if value is None else str(value)
    return row


def collision_book(seed: int, customers: int) -> RawTables:
    """Give a book of tiny histories in which everything happens on the same few days.

    Licences of one customer start and end on a handful of days around three month ends, renew each
    other at random (also across products, on their first day, in circles), and are worth a few
    cents as often as thousands, in currencies that leap between those month ends. This finds what
    a book of plausible histories seldom has.

    Args:
        seed: of everything random.
        customers: how many histories.

    Returns:
        The raw tables `licenses`, `products` and `exchange_rates`.
    """
    random = Random(seed)
    currencies = (None, None, "CHF", "NOK", "TND")
    created_days = (None, "2023-12-01", "2024-01-01", "2024-01-30", "2024-01-31", "2024-02-12")
    days = [date(2024, 1, 31) + timedelta(days=offset) for offset in (-30, -1, 0, 1, 12, 29, 30)]
    days += [date(2024, 3, 15), date(2024, 3, 31), date(2024, 4, 1), date(2024, 4, 20)]
    amounts = ("0.01", "0.01", "0.02", "0.03", "1", "99.99", "100", "100", "2500", "0")
    amounts += ("-0.02", "-100")
    texts = ("plat-std", "plat-pro", "plat-ent", "ana-basic", "ana-plus", "api")
    rows: list[RawRow] = []
    for customer in range(customers):
        texts_of_customer = random.sample(texts, random.choice((1, 2, 3, 6)))
        count = random.choice((1, 2, 3, 4, 6, 9))
        for number in range(count):
            start = random.choice(days)
            end = random.choice([day for day in (*days, date(2024, 6, 30)) if day > start])
            linked = random.randrange(count) if random.random() < 0.35 else None
            rows.append(
                license_row(
                    license_id=f"{customer}-{number}",
                    company_id=f"C{customer}",
                    product=random.choice(texts_of_customer),
                    arr=random.choice(amounts),
                    quantity=random.choice((None, "1", "2", "3", "7", "0")),
                    from_date=start,
                    to_date=end if random.random() < 0.9 else None,
                    to_date_included=random.choice(("true", "false")),
                    currency=random.choice(currencies),
                    status=random.choice((None, None, None, "active", "churned", "pending")),
                    renewal_status=random.choice((None, None, "lost")),
                    auto_renews=random.choice((None, "true")),
                    renewal_of_license_id=None if linked is None else f"{customer}-{linked}",
                    lost_reason=random.choice((None, "price", "merger")),
                    created_at=random.choice(created_days),
                    updated_at=date(2024, 5, 31) - timedelta(days=random.randrange(3)),
                )
            )
        if random.random() < 0.1:  # worth little or nothing, by the rate of the month
            shared = {
                "company_id": f"C{customer}",
                "product": random.choice((*texts_of_customer, f"only {customer}")),
                "from_date": "2024-01-31",
                "to_date_included": "true",
            }
            credit_until = random.choice((None, "2024-02-28", "2024-03-30"))
            rows += [
                license_row(license_id=f"{customer}-in", arr=100, currency="CHF", **shared),
                license_row(
                    license_id=f"{customer}-off",
                    arr=random.choice((-95, -105)),
                    to_date=credit_until,
                    **shared,
                ),
            ]
    rate_days = ("2024-01-15", "2024-02-29", "2024-03-31", "2024-04-02", "2024-04-30")
    rates = [
        {"currency": currency, "rate_date": day, "rate": rate}
        for currency, values in (
            ("CHF", ("1", "1.1", "0.5", "2", "0.9")),
            ("NOK", ("0.1", "0.09", "0.11", "0.1", "0.08")),
            ("TND", ("0.3", "0.4", "3", "0.3", "0.31")),
        )
        for day, rate in zip(rate_days, random.sample(values, 5), strict=True)
        if currency == "CHF" or random.random() < 0.8
    ]
    return {
        "licenses": rows,
        "products": Book(seed).tables([])["products"],
        "exchange_rates": rates,
    }


def mixed_book(seed: int, customers: int, veterans: int = 0) -> RawTables:
    """Give a random book and a collision book in one.

    Args:
        seed: of both.
        customers: how many customers each of the two has.
        veterans: how many of the random book's began years before.

    Returns:
        The raw tables of the random book, with the licences and rates of the other one.
    """
    tables = random_book(seed, customers, veterans)
    for name, rows in collision_book(seed, customers).items():
        if name != "products":
            tables[name] += rows
    return tables
