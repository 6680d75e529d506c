"""The licences of a random book, and the products that they name."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from oracle.months import add_months, last_day

from books.raw import RawRow, license_row

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
ALIAS_TEXTS = {
    "plat-std": ("std", "STD "),
    "plat-ent": ("ent tier", " Ent Tier"),
    "plat-pro": ("PRO edition",),
    "sup-1": ("Bundle",),
}
UNKNOWN_PRODUCTS = ("Mystery", "mystery", "Platform", "ghost product", "Zeta 9")

FIRST_DAY = date(2023, 1, 1)
SPAN_DAYS = 600
MONTHLY_PRICES = (
    *("100", "100", "100", "200", "250", "80", "1000", "120.50", "99.99", "33.33", "0.07"),
    *("1234.56", "8.35", "415", "50"),
)
LOST_REASONS = ("price", "Price", " merger ", "no budget", "", "  ", None)
# What customers are billed in.
HOME_CURRENCIES = (*["USD"] * 11, "EUR", "EUR", "EUR", "GBP", "GBP", "JPY", "SEK", "SEK")


def plain(number: Decimal) -> str:
    """Write a decimal without an exponent."""
    return format(number, "f")


class Ledger:
    """The licences of a book that grows at random, and draws of what a licence may hold."""

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
            return last_day(day)
        if draw < 0.65:
            return date(2024, 2, self.random.choice((28, 29)))
        return day

    def term_end(self, start: date) -> date:
        """Give the last active day of a term that starts on a day."""
        draw = self.random.random()
        if draw < 0.65:
            months = self.random.choice((1, 1, 2, 3, 3, 6, 6, 12, 12, 12, 13, 24, 36))
            return add_months(start, months) - timedelta(days=1)
        if draw < 0.75:
            return last_day(start)
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
        to_date, flag = end, self.random.choice((None, None, "true", "Y"))
        if end is not None and self.chance(0.3):
            to_date, flag = end + timedelta(days=1), self.random.choice(("false", "No", "0"))
        created = self.last_load - timedelta(days=self.random.randrange(300))
        if self.chance(0.5):
            created = min(start + timedelta(days=self.random.randrange(-200, 20)), self.last_load)
        updated = created + timedelta(
            days=self.random.randrange((self.last_load - created).days + 1)
        )
        row: RawRow = license_row() | {
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
