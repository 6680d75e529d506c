"""A second, independent computation of every core figure, to test the dbt models against.

It reads raw tables as a CSV file holds them (every value text or missing) and follows the
project's definitions as literally as it can: licence by licence, month end by month end, snapshot
against snapshot. It favours plain loops over speed and shares no code with the models.

Money is `decimal.Decimal` and exact, divisions go through `fractions.Fraction`, rates stay
fractions. Nothing here is ever a float.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

RawRow = dict[str, str | None]
RawTables = dict[str, list[RawRow]]
Row = dict[str, Any]
Pair = tuple[str, str]

ZERO = Decimal("0.00")
UNASSIGNED = "(unassigned)"
LARGEST_AMOUNT = Decimal(10) ** 13
FIRST_PLAUSIBLE_START = date(1990, 1, 1)
LAST_PLAUSIBLE_START = date(2199, 12, 31)
FIRST_PLACEHOLDER_END = date(2200, 1, 1)
CONTRADICTION_PER_YEAR = Decimal("0.12")
LARGEST_QUANTITY = 10**9
LEVELS_OF_PARENTS = 10

STATUS_OF_TEXT = {
    **dict.fromkeys(("active", "ongoing", "renewed", "customer"), "active"),
    **dict.fromkeys(("churned", "lost", "canceled", "cancelled"), "churned"),
    **dict.fromkeys(("pending", "prospect", "coming", "draft", "future"), "pending"),
}
MOVEMENT_TYPES = (
    "new",
    "cross_sell",
    "reactivation",
    "expansion",
    "contraction",
    "product_churn",
    "churn",
    "migration_in",
    "migration_out",
    "fx",
)
CHANGE_REASONS = ("volume", "price", "volume_and_price", "unattributed", "tier_change")
REASONS: dict[str, tuple[str, ...]] = {
    "new": ("new_customer",),
    "cross_sell": ("new_product",),
    "reactivation": ("customer_returned", "product_returned"),
    "expansion": CHANGE_REASONS,
    "contraction": CHANGE_REASONS,
    "product_churn": ("cancelled", "expired"),
    "churn": ("cancelled", "expired"),
    "migration_in": ("tier_change",),
    "migration_out": ("tier_change",),
    "fx": ("exchange_rate",),
}


@dataclass(frozen=True)
class Policy:
    """The switches of the project that the oracle knows, each with the project's default.

    Args:
        value_basis: what `value` of a licence means: `term_total`, `arr` or `mrr`.
        end_date_is_inclusive: whether `to_date` is the last active day, where the row is silent.
        reporting_currency: currency of every reported amount.
        fx_mode: `constant` takes each currency at one rate for all months, `monthly` takes each
            month at its own rate.
        renewal_grace_days: longest gap in days, between two licences of a pair, that is bridged.
        auto_renew_past_end: whether auto-renewing licences go on past their end.
        migration_detection: whether product swaps inside a family are told apart.
        retention_windows: lengths of the retention windows, in months.
        small_base_entities: a retention base of fewer entities than this is small.
        optional_inputs: optional raw tables that count as present if they are given.
        as_of_date: the day up to which the book is known; None derives it from the licences.
        reactivation_counts_as_new_after_months: who was away for more months than this counts as
            never seen before on return; None = never.
        customer_grain: who a customer is: the `company` of a licence, or its topmost `parent`.
        customer_segments: columns of the companies table that are segment types of their own.
        method_floor_arr: least ARR at the start for the method that leaves small customers out.
    """

    value_basis: str = "term_total"
    end_date_is_inclusive: bool = True
    reporting_currency: str = "USD"
    fx_mode: str = "constant"
    renewal_grace_days: int = 0
    auto_renew_past_end: bool = False
    migration_detection: bool = True
    retention_windows: tuple[int, ...] = (1, 3, 12)
    small_base_entities: int = 5
    optional_inputs: tuple[str, ...] = (
        "products",
        "product_aliases",
        "companies",
        "exchange_rates",
        "product_usage",
        "account_signals",
    )
    as_of_date: date | None = None
    reactivation_counts_as_new_after_months: int | None = None
    customer_grain: str = "company"
    customer_segments: tuple[str, ...] = ()
    method_floor_arr: int = 10000

    def __post_init__(self) -> None:
        """Refuse a choice that the definitions don't name.

        Raises:
            ValueError: if `value_basis`, `fx_mode` or `customer_grain` is unknown.
        """
        if self.value_basis not in ("term_total", "arr", "mrr"):
            raise ValueError(f"value_basis: {self.value_basis!r} is not term_total, arr or mrr")
        if self.fx_mode not in ("constant", "monthly"):
            raise ValueError(f"fx_mode: {self.fx_mode!r} is not constant or monthly")
        if self.customer_grain not in ("company", "parent"):
            raise ValueError(f"customer_grain: {self.customer_grain!r} is not company or parent")

    def project_vars(self) -> dict[str, Any]:
        """Give the dbt vars that set the same policy; `optional_inputs` is left to the caller.

        Returns:
            Var name to value, ready for JSON; `as_of_date`, `fx_mode` and the vars of slices and
            customers only when they are set to something else than their default.
        """
        project_vars: dict[str, Any] = {
            "value_basis": self.value_basis,
            "end_date_is_inclusive": self.end_date_is_inclusive,
            "reporting_currency": self.reporting_currency,
            "renewal_grace_days": self.renewal_grace_days,
            "auto_renew_past_end": self.auto_renew_past_end,
            "migration_detection": self.migration_detection,
            "retention_windows": list(self.retention_windows),
            "small_base_entities": self.small_base_entities,
        }
        if self.as_of_date is not None:
            project_vars["as_of_date"] = self.as_of_date.isoformat()
        if self.fx_mode != "constant":
            project_vars["fx_mode"] = self.fx_mode
        if self.reactivation_counts_as_new_after_months is not None:
            project_vars["reactivation_counts_as_new_after_months"] = (
                self.reactivation_counts_as_new_after_months
            )
        if self.customer_grain != "company":
            project_vars["customer_grain"] = self.customer_grain
        if self.customer_segments:
            project_vars["customer_segments"] = list(self.customer_segments)
        if self.method_floor_arr != 10000:
            project_vars["method_floor_arr"] = self.method_floor_arr
        return project_vars


@dataclass
class Result:
    """Every relation that the oracle computes, as rows with the marts' column names.

    The fields from `as_of_date` on are not relations: they serve `check_identities`.
    `license_issues` holds one row per raw row and issue, so a licence superseded twice is there
    twice; rows without a licence id have a `license_id` of None.
    """

    fct_licenses: list[Row] = field(default_factory=list)
    license_issues: list[Row] = field(default_factory=list)
    fct_arr_monthly: list[Row] = field(default_factory=list)
    fct_arr_movements: list[Row] = field(default_factory=list)
    fct_customer_arr_movements: list[Row] = field(default_factory=list)
    arr_bridge_company_monthly: list[Row] = field(default_factory=list)
    arr_bridge_product_monthly: list[Row] = field(default_factory=list)
    retention_company_monthly: list[Row] = field(default_factory=list)
    retention_product_monthly: list[Row] = field(default_factory=list)
    retention_product_family_monthly: list[Row] = field(default_factory=list)
    dim_products: list[Row] = field(default_factory=list)
    dim_customers: list[Row] = field(default_factory=list)
    retention_segment_monthly: list[Row] = field(default_factory=list)
    retention_product_segment_monthly: list[Row] = field(default_factory=list)
    retention_cohort_monthly: list[Row] = field(default_factory=list)
    retention_bridge_monthly: list[Row] = field(default_factory=list)
    retention_methods: list[Row] = field(default_factory=list)
    arr_growth_company_monthly: list[Row] = field(default_factory=list)
    arr_growth_product_monthly: list[Row] = field(default_factory=list)
    as_of_date: date | None = None
    months: list[date] = field(default_factory=list)
    raw_license_rows: int = 0
    rejected_rows: int = 0
    duplicate_rows: int = 0
    retention_windows: tuple[int, ...] = ()
    rates: Rates | None = None


# ---------------------------------------------------------------------------------------------
# Reading text
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """A typed value read from text: the value, or why there is none.

    `problem` is None (a value, or nothing was given), `unreadable` or `out_of_range`.
    """

    value: Any = None
    problem: str | None = None


def read_text(value: str | None) -> str | None:
    """Trim a text; an empty one is missing."""
    return (value or "").strip() or None


def read_lower(value: str | None) -> str | None:
    """Trim and lower-case a text; an empty one is missing."""
    text = read_text(value)
    return text.lower() if text else None


def read_upper(value: str | None) -> str | None:
    """Trim and upper-case a text; an empty one is missing."""
    text = read_text(value)
    return text.upper() if text else None


def read_flag(value: str | None) -> bool | None:
    """Read a yes/no text; anything that is neither is missing."""
    text = read_lower(value)
    if text in ("true", "t", "yes", "y", "1"):
        return True
    if text in ("false", "f", "no", "n", "0"):
        return False
    return None


def read_date(value: str | None) -> Reading:
    """Read a text that begins with YYYY-MM-DD (or 2024-1-5); a time of day is ignored."""
    text = read_text(value)
    if text is None:
        return Reading()
    match = re.match(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    if match:
        try:
            return Reading(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            pass
    return Reading(problem="unreadable")


def read_timestamp(value: str | None) -> tuple[date, str] | None:
    """Read a point in time as (day, time-of-day text), which sorts; unreadable is missing."""
    day = read_date(value).value
    if day is None:
        return None
    time_of_day = re.match(r"[T ]([0-9:.]+)", (read_text(value) or "")[10:])
    return day, time_of_day[1] if time_of_day else ""


def read_decimal(value: str | None, places: int) -> Reading:
    """Read a plain or scientific decimal, rounded half away from zero to a number of places."""
    text = read_text(value)
    if text is None:
        return Reading()
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", text):
        return Reading(problem="unreadable")
    return Reading(round_half_away(Fraction(text), places))


def read_amount(value: str | None) -> Reading:
    """Read an amount of money: a plain decimal of four places below ten million millions."""
    reading = read_decimal(value, 4)
    if reading.value is not None and abs(reading.value) >= LARGEST_AMOUNT:
        return Reading(problem="out_of_range")
    return reading


def round_half_away(number: Fraction, places: int) -> Decimal:
    """Round exactly, halves away from zero.

    Args:
        number: any exact number.
        places: decimal places to keep.

    Returns:
        The rounded number as a decimal with that many places.
    """
    units = int(abs(number) * 10**places + Fraction(1, 2))
    digits = tuple(int(digit) for digit in str(units))
    return Decimal((1 if number < 0 and units else 0, digits, -places))


def round_money(number: Fraction) -> Decimal:
    """Round an amount to the cent, halves away from zero."""
    return round_half_away(number, 2)


# ---------------------------------------------------------------------------------------------
# Months
# ---------------------------------------------------------------------------------------------


def month_of(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """Move a day by whole months; a day that the month lacks becomes its last one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_day(month: date) -> date:
    """Give the last day of a month."""
    return add_months(month_of(month), 1) - timedelta(days=1)


def months_between(first: date, last: date) -> list[date]:
    """List the months from the first to the last, both included; empty if the last is earlier."""
    months = []
    month = month_of(first)
    while month <= last:
        months.append(month)
        month = add_months(month, 1)
    return months


# ---------------------------------------------------------------------------------------------
# Raw licences
# ---------------------------------------------------------------------------------------------


FLAGS = (
    *("to_date_included", "fixed_period", "auto_renews", "is_recurring", "is_trial", "is_deleted"),
)


@dataclass
class RawLicence:
    """One raw licence row with its values cleaned and typed."""

    license_id: str | None
    company_id: str | None
    product: str | None
    amounts: dict[str, Reading]
    currency: str | None
    quantity: Reading
    from_date: Reading
    to_date: Reading
    to_date_included: bool | None
    fixed_period: bool | None
    length: Reading
    status: str | None
    renewal_status: str | None
    auto_renews: bool | None
    renewal_of_license_id: str | None
    is_recurring: bool | None
    is_trial: bool | None
    is_deleted: bool | None
    lost_reason: str | None
    created_at: tuple[date, str] | None
    updated_at: tuple[date, str] | None
    content: tuple[Any, ...] = ()


def clean_licence(row: RawRow) -> RawLicence:
    """Type the values of one raw licence row; `content` holds every column, for comparison."""
    readers = {
        "currency": read_upper,
        "status": read_lower,
        "renewal_status": read_lower,
        **dict.fromkeys(("value", "mrr", "arr"), read_amount),
        **dict.fromkeys(("quantity", "length"), lambda text: read_decimal(text, 4)),
        **dict.fromkeys(("from_date", "to_date", "renewal_date", "notice_date"), read_date),
        **dict.fromkeys(("created_at", "updated_at"), read_timestamp),
        **dict.fromkeys(
            FLAGS,
            read_flag,
        ),
    }
    content = []
    for column in sorted(row):
        value = readers.get(column, read_text)(row[column])
        if isinstance(value, Reading) and value.problem:
            value = read_text(row[column])
        content.append((column, value))
    return RawLicence(
        license_id=read_text(row.get("license_id")),
        company_id=read_text(row.get("company_id")),
        product=read_text(row.get("product")),
        amounts={name: read_amount(row.get(name)) for name in ("arr", "mrr", "value")},
        currency=read_upper(row.get("currency")),
        quantity=read_decimal(row.get("quantity"), 4),
        from_date=read_date(row.get("from_date")),
        to_date=read_date(row.get("to_date")),
        to_date_included=read_flag(row.get("to_date_included")),
        fixed_period=read_flag(row.get("fixed_period")),
        length=read_decimal(row.get("length"), 4),
        status=read_lower(row.get("status")),
        renewal_status=read_lower(row.get("renewal_status")),
        auto_renews=read_flag(row.get("auto_renews")),
        renewal_of_license_id=read_text(row.get("renewal_of_license_id")),
        is_recurring=read_flag(row.get("is_recurring")),
        is_trial=read_flag(row.get("is_trial")),
        is_deleted=read_flag(row.get("is_deleted")),
        lost_reason=read_text(row.get("lost_reason")),
        created_at=read_timestamp(row.get("created_at")),
        updated_at=read_timestamp(row.get("updated_at")),
        content=tuple(content),
    )


def resolve_as_of_date(raw: list[RawLicence], policy: Policy, today: date) -> date:
    """Give the day up to which the book is known.

    Args:
        raw: every raw licence row, rejected ones too.
        policy: its `as_of_date` wins when it is set.
        today: the day beyond which load times are not believed.

    Returns:
        The policy's date, else the newest load or update day up to today, else today.
    """
    if policy.as_of_date is not None:
        return policy.as_of_date
    stamps = [stamp for row in raw for stamp in (row.updated_at, row.created_at) if stamp]
    return max((day for day, _ in stamps if day <= today), default=today)


def deduplicate(raw: list[RawLicence], issues: Issues) -> list[RawLicence]:
    """Keep the row of each licence id that counts, and record what becomes of the others.

    Args:
        raw: every raw licence row.
        issues: takes missing ids, copies and superseded rows.

    Returns:
        One row per licence id, in order of first appearance.
    """
    rows_of: dict[str, list[RawLicence]] = defaultdict(list)
    for row in raw:
        if row.license_id is None:
            issues.reject(None, "missing_license_id")
        else:
            rows_of[row.license_id].append(row)
    kept = []
    for license_id, rows in rows_of.items():
        distinct = {row.content: row for row in rows}
        for _ in range(len(rows) - len(distinct)):
            issues.repair(license_id, "duplicate_row")
        earliest = (date.min, "")
        newest_first = sorted(distinct.values(), key=lambda row: repr(row.content), reverse=True)
        newest_first.sort(
            key=lambda row: (
                row.updated_at is not None,
                row.updated_at or earliest,
                row.created_at is not None,
                row.created_at or earliest,
            ),
            reverse=True,
        )
        kept.append(newest_first[0])
        for _ in newest_first[1:]:
            issues.reject(license_id, "superseded")
    return kept


class Issues:
    """Collects what was found about raw licences, and counts rows that are not accepted."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self.rows: list[Row] = []

    def reject(self, license_id: str | None, issue: str) -> None:
        """Record that a raw row is left out, and why."""
        self._add(license_id, issue, "rejected")

    def repair(self, license_id: str | None, issue: str) -> None:
        """Record that a raw row was put right."""
        self._add(license_id, issue, "repaired")

    def keep(self, license_id: str | None, issue: str) -> None:
        """Record something suspicious about an accepted licence."""
        self._add(license_id, issue, "kept")

    def _add(self, license_id: str | None, issue: str, action: str) -> None:
        self.rows.append({"license_id": license_id, "issue": issue, "action": action})


# ---------------------------------------------------------------------------------------------
# Products and exchange rates
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Product:
    """A product of the catalog, or one that only licences name."""

    product_id: str
    product_name: str
    product_family: str
    is_in_catalog: bool
    is_fee: bool = False


class Catalog:
    """Finds the product of a licence by id, name or alias."""

    def __init__(self, products: list[RawRow] | None, aliases: list[RawRow] | None) -> None:
        """Index the catalog.

        Args:
            products: rows of the raw products table, None when there is no such table.
            aliases: rows of the raw alias table, None when there is no such table.
        """
        self.is_present = products is not None
        self.products: dict[str, Product] = {}
        for row in products or []:
            product_id = read_text(row.get("product_id"))
            if product_id is None:
                continue
            name = read_text(row.get("name")) or product_id
            self.products[product_id] = Product(
                product_id=product_id,
                product_name=name,
                product_family=read_text(row.get("family")) or name,
                is_in_catalog=True,
                is_fee=read_lower(row.get("type")) == "fee",
            )
        self.aliases = [
            (read_lower(row.get("alias")), read_text(row.get("product_id")))
            for row in aliases or []
        ]

    def find(self, text: str | None) -> tuple[Product, str]:
        """Find the product that a licence names.

        Args:
            text: the trimmed product text of the licence, None when it has none.

        Returns:
            The product, and how it was found: `none`, `id`, `name`, `alias` or `unknown`.
        """
        if text is None:
            return Product(UNASSIGNED, UNASSIGNED, UNASSIGNED, False), "none"
        sought = text.lower()
        by_id = [product_id for product_id in self.products if product_id.lower() == sought]
        by_name = [
            product.product_id
            for product in self.products.values()
            if product.product_name.lower() == sought
        ]
        by_alias = [
            product_id
            for alias, product_id in self.aliases
            if alias == sought and product_id in self.products
        ]
        for kind, hits in (("id", by_id), ("name", by_name), ("alias", by_alias)):
            if hits:
                return self.products[min(hits)], kind
        return Product(text, text, text, False), "unknown"


class Companies:
    """What the companies table says of each company, at any day."""

    def __init__(self, rows: list[RawRow] | None) -> None:
        """Keep one row per company and first day of validity.

        Of several the newest created one counts, then the one whose texts sort first.

        Args:
            rows: rows of the raw companies table, None when there is no such table.
        """
        self.is_present = rows is not None
        self.versions: dict[str, dict[date, RawRow]] = defaultdict(dict)
        for row in sorted(rows or [], key=company_texts):
            company_id = read_text(row.get("company_id"))
            if company_id is None:
                continue
            valid_from = read_date(row.get("valid_from")).value or date.min
            of_company = self.versions[company_id]
            other = of_company.get(valid_from)
            if other is None or created_at_of(row) > created_at_of(other):
                of_company[valid_from] = row

    def version_on(self, company_id: str, day: date) -> RawRow | None:
        """Give the row that is valid on a day, or the earliest one where none is yet."""
        of_company = self.versions.get(company_id)
        if not of_company:
            return None
        days = [each for each in of_company if each <= day]
        return of_company[max(days) if days else min(of_company)]

    def text_on(self, company_id: str, column: str, day: date) -> str | None:
        """Give the text of a column on a day; None where there is none, or no such company."""
        row = self.version_on(company_id, day)
        return read_text(row.get(column)) if row else None

    def parents_on(self, day: date) -> dict[str, str | None]:
        """Give the parent that each listed company names on a day, None where it names none."""
        return {
            company_id: self.text_on(company_id, "parent_company_id", day)
            for company_id in self.versions
        }


def company_texts(row: RawRow) -> tuple[str, ...]:
    """Give the texts by which rows of one company are ordered; a missing one is empty."""
    columns = ("name", "segment", "industry", "region", "owner", "parent_company_id")
    return tuple(read_text(row.get(column)) or "" for column in columns)


def created_at_of(row: RawRow) -> tuple[date, str]:
    """Give when a row was created; a row that does not say so is older than any other."""
    return read_timestamp(row.get("created_at")) or (date.min, "")


class Rates:
    """The exchange rates known at `as_of_date`: one a currency, or one a currency and month."""

    def __init__(self, rows: list[RawRow] | None, policy: Policy, as_of_date: date) -> None:
        """Keep what can be used: readable, above zero, and known by then.

        Args:
            rows: rows of the raw exchange rate table, None when there is no such table.
            policy: for the reporting currency, whose rate is 1 whatever the table says, and for
                the mode.
            as_of_date: rates of later days are not known yet.
        """
        self.reporting_currency = policy.reporting_currency
        self.is_monthly = policy.fx_mode == "monthly"
        self.by_day: dict[str, dict[date, Decimal]] = defaultdict(dict)
        for row in rows or []:
            currency = read_upper(row.get("currency"))
            rate_date = read_date(row.get("rate_date")).value
            rate = read_decimal(row.get("rate"), 8).value
            if currency is None or rate_date is None or rate is None:
                continue
            if rate > 0 and rate_date <= as_of_date:
                of_currency = self.by_day[currency]
                of_currency[rate_date] = max(of_currency.get(rate_date, ZERO), rate)

    def newest(self, currency: str) -> Decimal | None:
        """Give the newest rate of a currency (reporting currency per unit); None without any."""
        if currency == self.reporting_currency:
            return Decimal(1)
        of_currency = self.by_day.get(currency)
        return of_currency[max(of_currency)] if of_currency else None

    def first_day(self, currency: str) -> date | None:
        """Give the day of a currency's earliest rate; None for the reporting currency."""
        if currency == self.reporting_currency:
            return None
        return min(self.by_day[currency])

    def of_month(self, currency: str, month: date) -> Decimal:
        """Give the rate at which a month takes a currency that has any rate.

        In monthly mode that is the newest one at the month's end, or the earliest one of all where
        there is none yet; in constant mode the newest one of all.
        """
        if currency == self.reporting_currency:
            return Decimal(1)
        of_currency = self.by_day[currency]
        days = [day for day in of_currency if not self.is_monthly or day <= last_day(month)]
        return of_currency[max(days) if days else min(of_currency)]


# ---------------------------------------------------------------------------------------------
# Raw licence to licence
# ---------------------------------------------------------------------------------------------


@dataclass
class Licence:
    """An accepted licence. `arr` is what it is worth at the newest rate, pending or not.

    `own_ends_before` is the end that the row states; `ends_before` may be earlier, where a
    renewal link ends the licence. Both are the first day that is no longer active, None = never.
    """

    license_id: str
    customer_id: str
    product: Product
    starts_on: date
    own_ends_before: date | None
    ends_before: date | None
    arr: Decimal
    arr_in_currency: Decimal
    currency: str
    quantity: Decimal | None
    status: str
    is_status_given: bool
    renewal_status: str | None
    auto_renews: bool | None
    renewal_of_license_id: str | None
    lost_reason: str | None
    created_on: date | None

    @property
    def pair(self) -> Pair:
        """Customer and product."""
        return self.customer_id, self.product.product_id

    @property
    def is_pending(self) -> bool:
        """Whether the licence is not signed or not begun, and so never ARR."""
        return self.status == "pending"


def annualise_value(
    raw: RawLicence, starts_on: date, ends_before: date | None, policy: Policy
) -> Fraction | None:
    """Turn `value` into a yearly amount by the policy's value basis.

    Args:
        raw: the licence row; its `value` must be readable.
        starts_on: first active day.
        ends_before: first day no longer active as the row states it, None = open-ended.
        policy: for `value_basis`.

    Returns:
        The exact yearly amount, or None when a total has no term to be spread over.
    """
    value = Fraction(raw.amounts["value"].value)
    if policy.value_basis == "arr":
        return value
    if policy.value_basis == "mrr":
        return value * 12
    has_length = raw.length.value is not None or raw.length.problem is not None
    is_fixed = raw.fixed_period
    if is_fixed is None:
        is_fixed = ends_before is not None or has_length
    if not is_fixed:
        return None
    if raw.length.value is not None and raw.length.value > 0:
        return value * 12 / Fraction(raw.length.value)
    if ends_before is None:
        return None
    months = (ends_before.year - starts_on.year) * 12 + ends_before.month - starts_on.month
    if months >= 1 and add_months(starts_on, months) == ends_before:
        return value * 12 / months
    return value * Fraction("365.25") / (ends_before - starts_on).days


def yearly_amounts(
    raw: RawLicence, starts_on: date, ends_before: date | None, policy: Policy
) -> dict[str, Decimal]:
    """Give every yearly amount that the row can be read to state, in order of preference.

    Returns:
        Name of the amount (arr, mrr, value) to the yearly amount, to the cent, in the licence's
        own currency.
    """
    amounts = {}
    if raw.amounts["arr"].value is not None:
        amounts["arr"] = round_money(Fraction(raw.amounts["arr"].value))
    if raw.amounts["mrr"].value is not None:
        amounts["mrr"] = round_money(Fraction(raw.amounts["mrr"].value) * 12)
    if raw.amounts["value"].value is not None:
        yearly = annualise_value(raw, starts_on, ends_before, policy)
        if yearly is not None:
            amounts["value"] = round_money(yearly)
    return amounts


def accept_licence(
    raw: RawLicence,
    policy: Policy,
    catalog: Catalog,
    companies: Companies,
    rates: Rates,
    issues: Issues,
) -> Licence | None:
    """Make a licence of a raw row, or reject it with the first reason that holds.

    Args:
        raw: the row of its licence id that counts.
        policy: the switches.
        catalog: finds the product.
        companies: the listed companies.
        rates: the exchange rates; the newest one of the currency decides.
        issues: takes the rejection, or what is odd about the accepted licence.

    Returns:
        The licence, None when it is rejected.
    """
    license_id = raw.license_id
    product, found_by = catalog.find(raw.product)
    is_placeholder = raw.to_date.value is not None and raw.to_date.value >= FIRST_PLACEHOLDER_END
    starts_on = raw.from_date.value
    ends_before = None if is_placeholder else raw.to_date.value
    is_inclusive = raw.to_date_included
    if is_inclusive is None:
        is_inclusive = policy.end_date_is_inclusive
    if ends_before is not None and is_inclusive:
        ends_before += timedelta(days=1)

    def date_rejection() -> str | None:
        if raw.is_deleted:
            return "deleted"
        if raw.company_id is None:
            return "missing_company_id"
        if raw.is_recurring is False or product.is_fee:
            return "one_time_fee"
        if raw.is_trial:
            return "trial"
        if raw.from_date.problem is None and starts_on is None:
            return "missing_start_date"
        if raw.from_date.problem:
            return "unreadable_start_date"
        if raw.to_date.problem:
            return "unreadable_end_date"
        if not FIRST_PLAUSIBLE_START <= starts_on <= LAST_PLAUSIBLE_START:
            return "implausible_date"
        if ends_before is not None and ends_before == starts_on:
            return "zero_length"
        if ends_before is not None and ends_before < starts_on:
            return "end_before_start"
        return None

    reason = date_rejection()
    if reason:
        issues.reject(license_id, reason)
        return None

    problems = {reading.problem for reading in raw.amounts.values()} - {None}
    amounts = yearly_amounts(raw, starts_on, ends_before, policy)
    currency = raw.currency or policy.reporting_currency
    arr_in_currency = next(iter(amounts.values()), None)
    rate = rates.newest(currency)
    arr = None
    if arr_in_currency is not None and rate is not None:
        arr = round_money(Fraction(arr_in_currency) * Fraction(rate))

    def amount_rejection() -> str | None:
        if arr_in_currency is None and "unreadable" in problems:
            return "unreadable_amount"
        if arr_in_currency is None and "out_of_range" in problems:
            return "amount_out_of_range"
        if any(abs(yearly) >= LARGEST_AMOUNT for yearly in (arr_in_currency, arr) if yearly):
            return "amount_out_of_range"
        if arr_in_currency is None:
            return "no_amount"
        if rate is None:
            return "no_exchange_rate"
        return None

    reason = amount_rejection()
    if reason:
        issues.reject(license_id, reason)
        return None

    if found_by == "none":
        issues.keep(license_id, "no_product")
    if found_by == "unknown" and catalog.is_present:
        issues.keep(license_id, "product_not_in_catalog")
    if found_by == "alias":
        issues.repair(license_id, "product_alias_used")
    if companies.is_present and raw.company_id not in companies.versions:
        issues.keep(license_id, "company_not_listed")
    if max(amounts.values()) - min(amounts.values()) > CONTRADICTION_PER_YEAR:
        issues.keep(license_id, "amounts_contradict")
    if problems:
        issues.keep(license_id, "unreadable_amount_ignored")
    if raw.status is not None and raw.status not in STATUS_OF_TEXT:
        issues.keep(license_id, "unknown_status")
    if arr < 0:
        issues.keep(license_id, "negative_amount")
    if arr == 0:
        issues.keep(license_id, "zero_amount")
    quantity = raw.quantity.value
    if raw.quantity.problem or (quantity is not None and not 0 <= quantity < LARGEST_QUANTITY):
        issues.keep(license_id, "unreadable_quantity")
        quantity = None
    if is_placeholder:
        issues.repair(license_id, "placeholder_end_date")
    if raw.currency is None:
        issues.repair(license_id, "missing_currency")

    return Licence(
        license_id=license_id,
        customer_id=raw.company_id,
        product=product,
        starts_on=starts_on,
        own_ends_before=ends_before,
        ends_before=ends_before,
        arr=arr,
        arr_in_currency=arr_in_currency,
        currency=currency,
        quantity=quantity,
        status=STATUS_OF_TEXT.get(raw.status or "active", "active"),
        is_status_given=raw.status in STATUS_OF_TEXT,
        renewal_status=raw.renewal_status,
        auto_renews=raw.auto_renews,
        renewal_of_license_id=raw.renewal_of_license_id,
        lost_reason=raw.lost_reason,
        created_on=raw.created_at[0] if raw.created_at else None,
    )


# ---------------------------------------------------------------------------------------------
# Licence to terms
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Term:
    """A stretch of days on which a licence gives ARR: stated, bridged by grace, or extended."""

    licence: Licence
    starts_on: date
    ends_before: date | None
    is_grace: bool = False
    is_extended: bool = False

    def is_active_on(self, day: date) -> bool:
        """Tell whether the term covers a day."""
        return self.starts_on <= day and (self.ends_before is None or self.ends_before > day)


def end_linked_licences(licences: list[Licence]) -> None:
    """End every licence on the day that its earliest valid renewal starts, if that is sooner."""
    by_id = {licence.license_id: licence for licence in licences if not licence.is_pending}
    for renewal in by_id.values():
        earlier = by_id.get(renewal.renewal_of_license_id or "")
        if (
            earlier is not None
            and earlier is not renewal
            and earlier.customer_id == renewal.customer_id
            and earlier.starts_on <= renewal.starts_on
        ):
            earlier.ends_before = min(earlier.ends_before or date.max, renewal.starts_on)


def has_linked_renewal(licence: Licence, licences: list[Licence]) -> bool:
    """Tell whether a valid renewal link names a successor of the licence."""
    return any(
        renewal.renewal_of_license_id == licence.license_id
        and renewal is not licence
        and not renewal.is_pending
        and renewal.customer_id == licence.customer_id
        and licence.starts_on <= renewal.starts_on
        for renewal in licences
    )


def report_term_issues(pair_licences: list[Licence], as_of_date: date, issues: Issues) -> None:
    """Report overlaps, contradicting statuses and licences that no month end sees.

    Args:
        pair_licences: the licences of one customer and product, not pending.
        as_of_date: the day that tells past from future.
        issues: takes what is found.
    """
    latest_end = date.min
    for licence in sorted(pair_licences, key=lambda each: (each.starts_on, each.license_id)):
        end = licence.ends_before or date.max
        if end > licence.starts_on:
            if licence.starts_on < latest_end:
                issues.keep(licence.license_id, "overlap")
            latest_end = max(latest_end, end)
        if end <= last_day(licence.starts_on):
            issues.keep(licence.license_id, "never_active_at_month_end")
        says_active = licence.is_status_given and licence.status == "active"
        if says_active and end <= as_of_date:
            issues.keep(licence.license_id, "status_contradicts_dates")
        if licence.status == "churned" and end > as_of_date:
            issues.keep(licence.license_id, "status_contradicts_dates")


def terms_of_pair(
    pair_licences: list[Licence], customer_licences: list[Licence], as_of_date: date, policy: Policy
) -> list[Term]:
    """Give every term of a pair: the licences' own, those bridged by grace, those extended.

    A licence that a link ends on its first day has no term: it is neither bridged nor extended.

    Args:
        pair_licences: the licences of one customer and product, not pending.
        customer_licences: all licences of the customer, to look for renewal links.
        as_of_date: only ends up to this day can be extended.
        policy: the switches.

    Returns:
        The terms, in no particular order.
    """
    licences = [
        licence
        for licence in pair_licences
        if licence.ends_before is None or licence.ends_before > licence.starts_on
    ]
    terms = [Term(licence, licence.starts_on, licence.ends_before) for licence in licences]
    terms += grace_terms(licences, policy.renewal_grace_days)
    if policy.auto_renew_past_end:
        terms += extended_terms(licences, customer_licences, as_of_date)
    return terms


def grace_terms(licences: list[Licence], grace_days: int) -> list[Term]:
    """Bridge each gap of a pair that is short enough, at the ARR that ended with the gap's start.

    Args:
        licences: the licences of one pair that have a term.
        grace_days: longest gap that is bridged, in days.

    Returns:
        One term per bridged gap and licence that ended where the gap starts.
    """
    terms = []
    for next_start in sorted({licence.starts_on for licence in licences}):
        before = [licence for licence in licences if licence.starts_on < next_start]
        if not before:
            continue
        latest_end = max(licence.ends_before or date.max for licence in before)
        if latest_end < next_start and (next_start - latest_end).days <= grace_days:
            terms += [
                Term(licence, latest_end, next_start, is_grace=True)
                for licence in before
                if licence.ends_before == latest_end
            ]
    return terms


def extended_terms(
    licences: list[Licence], customer_licences: list[Licence], as_of_date: date
) -> list[Term]:
    """Let the last auto-renewing licences of a pair go on past their end.

    Args:
        licences: the licences of one pair that have a term.
        customer_licences: all licences of the customer, to look for renewal links.
        as_of_date: only ends up to this day are past.

    Returns:
        One open-ended term per licence that goes on.
    """
    latest_end = max((licence.ends_before or date.max for licence in licences), default=date.max)
    if latest_end > as_of_date or any(licence.starts_on >= latest_end for licence in licences):
        return []
    return [
        Term(licence, latest_end, None, is_extended=True)
        for licence in licences
        if licence.ends_before == latest_end
        and licence.auto_renews
        and licence.renewal_status != "lost"
        and licence.status != "churned"
        and not has_linked_renewal(licence, customer_licences)
    ]


# ---------------------------------------------------------------------------------------------
# Terms to snapshots
# ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Snapshot:
    """A pair at a month end. `net` may be negative, `arr` is never."""

    net: Decimal = ZERO
    quantity: Decimal | None = Decimal(0)
    is_grace: bool = False
    is_extended: bool = False

    @property
    def arr(self) -> Decimal:
        """ARR that counts in every figure."""
        return max(self.net, ZERO)

    @property
    def negative_arr(self) -> Decimal:
        """The part of a negative sum that `arr` leaves out."""
        return min(self.net, ZERO)


NOTHING = Snapshot()


def take_snapshot(active: list[Term], value_of: Callable[[Licence], Decimal]) -> Snapshot:
    """Add up the terms that a pair has at a month end; without net ARR it has nothing.

    Args:
        active: the terms that are active then.
        value_of: gives the ARR of a licence at the rate of some month.

    Returns:
        The snapshot.
    """
    net = sum((value_of(term.licence) for term in active), ZERO)
    if net == 0:
        return NOTHING
    quantities = [term.licence.quantity for term in active]
    return Snapshot(
        net=net,
        quantity=None if None in quantities else sum(quantities, Decimal(0)),
        is_grace=any(term.is_grace for term in active),
        is_extended=any(term.is_extended for term in active),
    )


class History:
    """Every pair's snapshot at every month end of the reporting window."""

    def __init__(
        self,
        months: list[date],
        terms_of: dict[Pair, list[Term]],
        products: dict[str, Product],
        rates: Rates,
    ) -> None:
        """Take all snapshots.

        Args:
            months: the months of the reporting window.
            terms_of: pair to its terms.
            products: product id to product, for the families.
            rates: the exchange rates.
        """
        self.months = months
        self.terms_of = terms_of
        self.products = products
        self.rates = rates
        self.values: dict[tuple[str, int], Decimal] = {}
        self.bases: dict[tuple[Pair, int, int], Decimal] = {}
        self.snapshots: dict[Pair, list[Snapshot]] = {}
        self.active: dict[Pair, list[list[Term]]] = {}
        for pair in sorted(terms_of):
            active = [
                [term for term in terms_of[pair] if term.is_active_on(last_day(month))]
                for month in months
            ]
            row = [
                take_snapshot(terms, lambda licence, i=i: self.value_at(licence, i))
                for i, terms in enumerate(active)
            ]
            self.active[pair] = active
            if any(snapshot.net != 0 for snapshot in row):
                self.snapshots[pair] = row
        self.products_of_customer: dict[str, list[str]] = defaultdict(list)
        for customer_id, product_id in self.snapshots:
            self.products_of_customer[customer_id].append(product_id)
        self.customer_arr = {
            customer_id: [
                sum((self.snapshots[customer_id, each][i].arr for each in product_ids), ZERO)
                for i in range(len(months))
            ]
            for customer_id, product_ids in self.products_of_customer.items()
        }
        self.arr: dict[Pair, list[Decimal]] = {
            pair: [snapshot.arr for snapshot in row] for pair, row in self.snapshots.items()
        }

    def value_at(self, licence: Licence, i: int) -> Decimal:
        """Give the ARR of a licence at the rate of month number `i`."""
        if not self.rates.is_monthly or licence.currency == self.rates.reporting_currency:
            return licence.arr
        key = (licence.license_id, i)
        if key not in self.values:
            rate = self.rates.of_month(licence.currency, self.months[i])
            self.values[key] = round_money(Fraction(licence.arr_in_currency) * Fraction(rate))
        return self.values[key]

    def ended_licences(self, pair: Pair, i: int) -> list[Licence]:
        """List the licences of a pair with a term at the month end before, and none at `i`."""
        if i == 0:
            return []
        still_active = {term.licence.license_id for term in self.active[pair][i]}
        ended = {
            term.licence.license_id: term.licence
            for term in self.active[pair][i - 1]
            if term.licence.license_id not in still_active
        }
        return list(ended.values())

    def base_of(self, pair: Pair, start: int, now: int) -> Decimal:
        """Give what a pair had at a month end, at the rates of a later month.

        Args:
            pair: customer and product.
            start: number of the month whose terms count; before the window there are none.
            now: number of the month whose rates count.

        Returns:
            The ARR; zero for a pair without reported ARR at the start.
        """
        if start < 0 or self.arr[pair][start] == 0:
            return ZERO
        if not self.rates.is_monthly or start == now:
            return self.arr[pair][start]
        key = (pair, start, now)
        if key not in self.bases:
            active = self.active[pair][start]
            net = sum((self.value_at(term.licence, now) for term in active), ZERO)
            self.bases[key] = max(net, ZERO)
        return self.bases[key]

    def base_snapshot(self, pair: Pair, start: int, now: int) -> Snapshot:
        """Give the snapshot of a pair with ARR at a month end, at the rates of a later month."""
        return replace(self.at(pair, start), net=self.base_of(pair, start, now))

    def base_of_customer(self, customer_id: str, start: int, now: int) -> Decimal:
        """Give what a customer had at a month end, at the rates of a later month."""
        product_ids = self.products_of_customer[customer_id]
        return sum((self.base_of((customer_id, each), start, now) for each in product_ids), ZERO)

    def family_of(self, product_id: str) -> str:
        """Give a product's family."""
        return self.products[product_id].product_family

    def at(self, pair: Pair, i: int) -> Snapshot:
        """Give a pair's snapshot at month number `i`; nothing before the window."""
        return self.snapshots[pair][i] if i >= 0 else NOTHING

    def customer_at(self, customer_id: str, i: int) -> Decimal:
        """Give a customer's ARR at month number `i`; zero before the window."""
        return self.customer_arr[customer_id][i] if i >= 0 else ZERO

    def first_arr_index(self, arr_rows: Iterable[list[Decimal]]) -> int | None:
        """Give the number of the first month in which any of some ARR rows is above zero."""
        firsts = [
            next(i for i, arr in enumerate(row) if arr > 0)
            for row in arr_rows
            if any(arr > 0 for arr in row)
        ]
        return min(firsts, default=None)


def report_backfilled_rates(history: History, issues: Issues) -> None:
    """Report licences with ARR at a month end that is earlier than any rate of their currency.

    Args:
        history: all snapshots; in constant mode nothing is reported.
        issues: takes what is found.
    """
    backfilled = set()
    for rows in history.active.values() if history.rates.is_monthly else ():
        for month, terms in zip(history.months, rows, strict=True):
            for licence in (term.licence for term in terms):
                first_day = history.rates.first_day(licence.currency)
                if first_day is not None and last_day(month) < first_day:
                    backfilled.add(licence.license_id)
    for license_id in sorted(backfilled):
        issues.keep(license_id, "rate_backfilled")


def spine_rows(history: History) -> list[Row]:
    """Give the dense rows of every pair, with the closing row after its last month."""
    rows = []
    for pair, snapshots in history.snapshots.items():
        present = [i for i, snapshot in enumerate(snapshots) if snapshot.net != 0]
        last = min(present[-1] + 1, len(history.months) - 1)
        for i in range(present[0], last + 1):
            rows.append(
                {
                    "customer_id": pair[0],
                    "product_id": pair[1],
                    "arr_month": history.months[i],
                    "arr": snapshots[i].arr,
                    "opening_arr": history.at(pair, i - 1).arr,
                    "negative_arr": snapshots[i].negative_arr,
                    "quantity": snapshots[i].quantity,
                    "is_grace": snapshots[i].is_grace,
                    "is_extended": snapshots[i].is_extended,
                }
            )
    return rows


# ---------------------------------------------------------------------------------------------
# Movements
# ---------------------------------------------------------------------------------------------


def split_change(start: Snapshot, now: Snapshot) -> tuple[Decimal, Decimal, Decimal]:
    """Split a pair's change between two snapshots, both above zero.

    Returns:
        The volume, price and unattributed parts, which add up to the change.
    """
    change = now.arr - start.arr
    if start.quantity is None or now.quantity is None or start.quantity <= 0:
        return ZERO, ZERO, change
    if now.quantity > 1000 * start.quantity:  # another unit of measure, not volume
        return ZERO, ZERO, change
    quantity_change = Fraction(now.quantity) - Fraction(start.quantity)
    volume = round_money(Fraction(start.arr) * quantity_change / Fraction(start.quantity))
    return volume, change - volume, ZERO


def share_out(amount: Decimal, own_amounts: dict[str, Decimal]) -> dict[str, Decimal]:
    """Share an amount among products in proportion to what each has, to the cent.

    The largest product (of equals the one whose id sorts first) takes what rounding leaves. Where
    that is less than nothing or more than it has, the running totals from the largest on are
    rounded instead.

    Args:
        amount: at most the sum of the own amounts.
        own_amounts: product id to what it has; all above zero.

    Returns:
        Product id to share; the shares add up to the amount.
    """
    total = sum(own_amounts.values(), ZERO)
    by_size = sorted(own_amounts, key=lambda product_id: (-own_amounts[product_id], product_id))
    shares = {
        product_id: round_money(
            Fraction(amount) * Fraction(own_amounts[product_id]) / Fraction(total)
        )
        for product_id in by_size[1:]
    }
    shares[by_size[0]] = amount - sum(shares.values(), ZERO)
    if not ZERO <= shares[by_size[0]] <= own_amounts[by_size[0]]:
        running, shared = ZERO, ZERO
        for product_id in by_size:
            running += own_amounts[product_id]
            shared_until = round_money(Fraction(amount) * Fraction(running) / Fraction(total))
            shares[product_id], shared = shared_until - shared, shared_until
    return shares


def find_migrations(
    history: History, customer_id: str, i: int
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Find what a customer swaps inside its product families in one month.

    Args:
        history: all snapshots.
        customer_id: a customer with ARR before and after the month.
        i: number of the month.

    Returns:
        Product id to the amount that migrates into it, and out of it, both not negative.
    """
    left: dict[str, dict[str, Decimal]] = defaultdict(dict)
    entered: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for product_id in history.products_of_customer[customer_id]:
        pair = (customer_id, product_id)
        before, after = history.at(pair, i - 1).arr, history.at(pair, i).arr
        base = history.base_of(pair, i - 1, i)
        family = history.family_of(product_id)
        if base > 0 and after == 0:
            left[family][product_id] = base
        if before == 0 and after > 0:
            entered[family][product_id] = after
    migrated_in: dict[str, Decimal] = {}
    migrated_out: dict[str, Decimal] = {}
    for family in left:
        if family in entered:
            swapped = min(sum(left[family].values(), ZERO), sum(entered[family].values(), ZERO))
            migrated_out.update(share_out(swapped, left[family]))
            migrated_in.update(share_out(swapped, entered[family]))
    return migrated_in, migrated_out


def classify(
    p0: Decimal,
    base: Decimal,
    p1: Decimal,
    c0: Decimal,
    c1: Decimal,
    customer_had: bool,
    pair_had: bool,
) -> str:
    """Name the change of a pair that is no migration and not due to exchange rates.

    Args:
        p0: ARR of the pair before, as reported then.
        base: the same at the rates of after.
        p1: ARR of the pair after, different from `base`.
        c0: ARR of the customer before.
        c1: ARR of the customer after.
        customer_had: whether the customer counts as one that had ARR at a month end before.
        pair_had: whether the pair counts as one that had ARR at a month end before.

    Returns:
        The movement type.
    """
    if p0 == 0:
        if not customer_had:
            return "new"
        if c0 == 0 or pair_had:
            return "reactivation"
        return "cross_sell"
    if p1 == 0:
        return "churn" if c1 == 0 else "product_churn"
    return "expansion" if p1 > base else "contraction"


def counts_as_seen_before(arr_row: list[Decimal], i: int, policy: Policy) -> bool:
    """Tell whether a customer or pair counts as one that had ARR before a month.

    Args:
        arr_row: its ARR month by month.
        i: number of the month.
        policy: for the absence, in months without ARR, after which it counts as never seen.

    Returns:
        False if it never had ARR, or lost it too long ago.
    """
    earlier = [k for k in range(i) if arr_row[k] > 0]
    if not earlier:
        return False
    longest_absence = policy.reactivation_counts_as_new_after_months
    months_away = i - earlier[-1] - 1
    return longest_absence is None or months_away <= longest_absence


def movement_rows(history: History, policy: Policy) -> list[Row]:
    """Give every movement of every pair."""
    rows = []
    for customer_id, product_ids in history.products_of_customer.items():
        for i, month in enumerate(history.months):
            c0, c1 = history.customer_at(customer_id, i - 1), history.customer_at(customer_id, i)
            migrated_in: dict[str, Decimal] = {}
            migrated_out: dict[str, Decimal] = {}
            if policy.migration_detection and c0 > 0 and c1 > 0:
                migrated_in, migrated_out = find_migrations(history, customer_id, i)

            for product_id in product_ids:
                pair = (customer_id, product_id)
                start, now = history.at(pair, i - 1), history.at(pair, i)
                base = history.base_of(pair, i - 1, i)
                keys = {"customer_id": customer_id, "product_id": product_id, "arr_month": month}
                if base != start.arr:
                    rows.append(movement_row(keys, "fx", base - start.arr, "exchange_rate"))
                if base == now.arr:
                    continue
                first = len(rows)
                if product_id in migrated_in:
                    share = migrated_in[product_id]
                    rows += migration_rows(keys, "migration_in", share, now.arr - share)
                elif product_id in migrated_out:
                    share = migrated_out[product_id]
                    rows += migration_rows(keys, "migration_out", -share, share - base)
                else:
                    customer_had, pair_had = (
                        counts_as_seen_before(arr_row, i, policy)
                        for arr_row in (
                            history.customer_arr[customer_id],
                            history.arr[customer_id, product_id],
                        )
                    )
                    kind = classify(start.arr, base, now.arr, c0, c1, customer_had, pair_had)
                    row = plain_movement_row(keys, kind, replace(start, net=base), now)
                    rows.append(row)
                    if kind in ("expansion", "contraction"):
                        row["is_scheduled"] = is_scheduled(history, pair, month)
                    else:
                        row["reason"] = reason_of(kind, c0, history.ended_licences(pair, i))
                for row in rows[first:]:
                    if row["movement_type"] in ("contraction", "product_churn", "churn"):
                        row["lost_reason"] = lost_reason_of(history.ended_licences(pair, i))
    return rows


def reason_of(kind: str, c0: Decimal, ended: list[Licence]) -> str:
    """Say why a pair came or went.

    Args:
        kind: the movement type, neither expansion nor contraction.
        c0: ARR of the customer before.
        ended: the licences of the pair that ended in the month.

    Returns:
        The reason.
    """
    if kind == "new":
        return "new_customer"
    if kind == "cross_sell":
        return "new_product"
    if kind == "reactivation":
        return "customer_returned" if c0 == 0 else "product_returned"
    was_cancelled = any(
        licence.renewal_status == "lost" or licence.status == "churned" for licence in ended
    )
    return "cancelled" if was_cancelled else "expired"


def lost_reason_of(ended: list[Licence]) -> str | None:
    """Give what the largest of the licences that ended, and say so, names as the reason.

    Args:
        ended: the licences of the pair that ended in the month.

    Returns:
        The text; of equals that of the licence whose id sorts first; None where none says so.
    """
    saying = [licence for licence in ended if licence.lost_reason]
    saying.sort(key=lambda licence: (-licence.arr, licence.license_id))
    return saying[0].lost_reason if saying else None


def is_scheduled(history: History, pair: Pair, month: date) -> bool:
    """Tell whether a change was agreed on before the licences that it follows began.

    Args:
        history: all snapshots.
        pair: a pair that grew or shrank.
        month: in this month.

    Returns:
        True if licences begin in the month, and each was created by the day on which the latest
        one before it began. Licences that no month end sees don't count.
    """
    licences = [
        term.licence
        for term in history.terms_of[pair]
        if not term.is_grace
        and not term.is_extended
        and term.is_active_on(last_day(term.starts_on))
    ]
    beginning = [licence for licence in licences if month_of(licence.starts_on) == month]
    for licence in beginning:
        starts_before = [
            other.starts_on for other in licences if other.starts_on < licence.starts_on
        ]
        if not starts_before or licence.created_on is None:
            return False
        if licence.created_on > max(starts_before):
            return False
    return bool(beginning)


def movement_row(keys: Row, kind: str, change: Decimal, reason: str | None) -> Row:
    """Give a movement that is not split into volume and price, nor scheduled.

    Args:
        keys: customer, product and month.
        kind: the movement type.
        change: signed amount.
        reason: why, None when that is told later.

    Returns:
        The row.
    """
    return {
        **keys,
        "movement_type": kind,
        "arr_change": change,
        "volume_arr": None,
        "price_arr": None,
        "unattributed_arr": None,
        "reason": reason,
        "lost_reason": None,
        "is_scheduled": False,
    }


def migration_rows(keys: Row, kind: str, moved: Decimal, remainder: Decimal) -> list[Row]:
    """Give the rows of a pair that takes part in a migration.

    Args:
        keys: customer, product and month.
        kind: `migration_in` or `migration_out`.
        moved: the swapped part, signed.
        remainder: what is left over, signed.

    Returns:
        The rows, those of no amount left out.
    """
    rows = []
    if moved != 0:
        rows.append(movement_row(keys, kind, moved, "tier_change"))
    if remainder != 0:
        remainder_kind = "expansion" if remainder > 0 else "contraction"
        parts = {"volume_arr": ZERO, "price_arr": ZERO, "unattributed_arr": remainder}
        rows.append(movement_row(keys, remainder_kind, remainder, "tier_change") | parts)
    return rows


def plain_movement_row(keys: Row, kind: str, start: Snapshot, now: Snapshot) -> Row:
    """Give the row of a pair's change that is no migration, with the reason of a partial one.

    Args:
        keys: customer, product and month.
        kind: the movement type.
        start: the pair before, at the rates of after.
        now: the pair after.

    Returns:
        The row.
    """
    row = movement_row(keys, kind, now.arr - start.arr, None)
    if kind in ("expansion", "contraction"):
        volume, price, unattributed = split_change(start, now)
        if unattributed != 0:
            reason = "unattributed"
        elif price == 0:
            reason = "volume"
        elif volume == 0:
            reason = "price"
        else:
            reason = "volume_and_price"
        parts = {"volume_arr": volume, "price_arr": price, "unattributed_arr": unattributed}
        row |= {**parts, "reason": reason}
    return row


def customer_movement_rows(history: History, movements: list[Row], policy: Policy) -> list[Row]:
    """Give what exchange rates did to every customer and month, and the net change besides."""
    part: dict[tuple[str, date, str], Decimal] = defaultdict(lambda: ZERO)
    for row in movements:
        part[row["customer_id"], row["arr_month"], row["movement_type"]] += row["arr_change"]
    rows = []
    for customer_id in history.products_of_customer:
        for i, month in enumerate(history.months):
            c0, c1 = history.customer_at(customer_id, i - 1), history.customer_at(customer_id, i)
            base = history.base_of_customer(customer_id, i - 1, i)
            if c0 == 0 and c1 > 0:
                had = counts_as_seen_before(history.customer_arr[customer_id], i, policy)
                kind = "reactivation" if had else "new"
            elif c1 == 0:
                kind = "churn"
            else:
                kind = "expansion" if c1 > base else "contraction"
            if base != c0:
                rows.append(
                    {
                        "customer_id": customer_id,
                        "arr_month": month,
                        "movement_type": "fx",
                        "arr_change": base - c0,
                        "cross_sell_arr": ZERO,
                        "product_churn_arr": ZERO,
                        "opening_arr": c0,
                        "closing_arr": base,
                    }
                )
            if c1 != base:
                rows.append(
                    {
                        "customer_id": customer_id,
                        "arr_month": month,
                        "movement_type": kind,
                        "arr_change": c1 - base,
                        "cross_sell_arr": part[customer_id, month, "cross_sell"],
                        "product_churn_arr": part[customer_id, month, "product_churn"],
                        "opening_arr": base,
                        "closing_arr": c1,
                    }
                )
    return rows


def bridge_rows(history: History, movements: list[Row]) -> tuple[list[Row], list[Row]]:
    """Give opening ARR, movements by type and closing ARR of the company and of each product.

    Returns:
        The rows of the company's bridge and those of the products'.
    """
    moved: dict[tuple[str | None, date, str], Decimal] = defaultdict(lambda: ZERO)
    for row in movements:
        for product_id in (None, row["product_id"]):
            moved[product_id, row["arr_month"], row["movement_type"]] += row["arr_change"]

    def bridge(product_id: str | None, first: int) -> list[Row]:
        arr_rows = [
            arr_row
            for pair, arr_row in history.arr.items()
            if product_id is None or pair[1] == product_id
        ]
        rows = []
        for i in range(first, len(history.months)):
            month = history.months[i]
            row: Row = {"arr_month": month}
            if product_id is not None:
                row["product_id"] = product_id
            row["opening_arr"] = sum((each[i - 1] for each in arr_rows), ZERO) if i > 0 else ZERO
            for kind in MOVEMENT_TYPES:
                row[f"{kind}_arr"] = moved[product_id, month, kind]
            row["closing_arr"] = sum((each[i] for each in arr_rows), ZERO)
            rows.append(row)
        return rows

    product_rows = []
    for product_id in sorted({pair[1] for pair in history.arr}):
        first = history.first_arr_index(
            arr_row for pair, arr_row in history.arr.items() if pair[1] == product_id
        )
        if first is not None:
            product_rows += bridge(product_id, first)
    return bridge(None, 0), product_rows


# ---------------------------------------------------------------------------------------------
# Retention
# ---------------------------------------------------------------------------------------------


@dataclass
class Entity:
    """One member of a retention base: a customer, or a customer within a product or family.

    It is in the base by what was `reported` at the start; `start` is that at the rates of now.
    """

    reported: Decimal = ZERO
    start: Decimal = ZERO
    now: Decimal = ZERO
    migrated_out: Decimal = ZERO


def ratio(numerator: Decimal, denominator: Decimal | int) -> Fraction | None:
    """Divide exactly; None when there is nothing to divide by."""
    return Fraction(numerator) / Fraction(denominator) if denominator else None


def retention_measures(
    entities: Iterable[Entity], price_arr: Decimal, policy: Policy
) -> tuple[Row, Decimal]:
    """Compare what the base had at a window's start with what it has now.

    Args:
        entities: one per customer; those without ARR at the start are not in the base.
        price_arr: the change of the base that price drove.
        policy: for the size of a small base.

    Returns:
        The columns that every retention mart has, and the ARR of the base that migrated out.
    """
    base = [entity for entity in entities if entity.reported > 0]
    reported = sum((entity.reported for entity in base), ZERO)
    opening = sum((entity.start for entity in base), ZERO)
    closing = sum((entity.now for entity in base), ZERO)
    expansion = sum((e.now - e.start for e in base if e.now > e.start), ZERO)
    contraction = sum((e.start - e.now for e in base if 0 < e.now < e.start), ZERO)
    churned = sum((e.start for e in base if e.now == 0), ZERO)
    churned_customers = sum(1 for entity in base if entity.now == 0)
    measures = {
        "opening_arr": opening,
        "expansion_arr": expansion,
        "contraction_arr": contraction,
        "churned_arr": churned,
        "closing_arr": closing,
        "fx_arr": opening - reported,
        "price_arr": price_arr,
        "nrr": ratio(closing, opening),
        "grr": ratio(sum((min(e.now, e.start) for e in base), ZERO), opening),
        "nrr_organic": ratio(closing - price_arr, opening),
        "opening_customers": len(base),
        "churned_customers": churned_customers,
        "logo_retention": ratio(Decimal(len(base) - churned_customers), len(base)),
        "is_small_base": len(base) < policy.small_base_entities,
        "expansion_rate": ratio(expansion, opening),
        "contraction_rate": ratio(contraction, opening),
        "churn_rate": ratio(churned, opening),
    }
    return measures, sum((entity.migrated_out for entity in base), ZERO)


def retention_rows(
    history: History, movements: list[Row], policy: Policy
) -> tuple[list[Row], list[Row], list[Row]]:
    """Give retention over every window, for the company, each product and each family.

    Returns:
        The rows of the company, product and product family marts.
    """
    month_number = {month: i for i, month in enumerate(history.months)}
    net_out: dict[Pair, dict[int, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for row in movements:
        if row["movement_type"] in ("migration_in", "migration_out"):
            pair = (row["customer_id"], row["product_id"])
            net_out[pair][month_number[row["arr_month"]]] -= row["arr_change"]

    family_of = {product_id: history.family_of(product_id) for _, product_id in history.arr}
    first_of_product = {
        product_id: history.first_arr_index(
            arr_row for pair, arr_row in history.arr.items() if pair[1] == product_id
        )
        for product_id in sorted(family_of)
    }
    first_of_family = {
        family: history.first_arr_index(
            arr_row for pair, arr_row in history.arr.items() if family_of[pair[1]] == family
        )
        for family in sorted(set(family_of.values()))
    }

    company_rows, product_rows, family_rows = [], [], []
    for i, month in enumerate(history.months):
        for window in policy.retention_windows:
            of_customer: dict[str, Entity] = defaultdict(Entity)
            of_product: dict[str, list[Entity]] = defaultdict(list)
            of_family: dict[str, dict[str, Entity]] = defaultdict(lambda: defaultdict(Entity))
            price_of_product: dict[str, Decimal] = defaultdict(lambda: ZERO)
            for pair, arr_row in history.arr.items():
                customer_id, product_id = pair
                reported = arr_row[i - window] if i >= window else ZERO
                now = arr_row[i]
                if reported == 0 and now == 0:
                    continue
                start = history.base_of(pair, i - window, i)
                migrated_out = ZERO
                if start > now and pair in net_out:
                    in_window = range(i - window + 1, i + 1)
                    net = sum((amt for k, amt in net_out[pair].items() if k in in_window), ZERO)
                    migrated_out = min(start - now, max(net, ZERO))
                if reported > 0 and now > 0 and start != now:
                    _, price, _ = split_change(
                        history.base_snapshot(pair, i - window, i), history.at(pair, i)
                    )
                    price_of_product[product_id] += price
                of_product[product_id].append(Entity(reported, start, now, migrated_out))
                for entity in (
                    of_customer[customer_id],
                    of_family[family_of[product_id]][customer_id],
                ):
                    entity.reported += reported
                    entity.start += start
                    entity.now += now

            keys = {"arr_month": month, "window_months": window}
            company_price = sum(price_of_product.values(), ZERO)
            measures, _ = retention_measures(of_customer.values(), company_price, policy)
            company_rows.append({**keys, **measures})

            for product_id, first in first_of_product.items():
                if first is None or first > i:
                    continue
                measures, migrated_out = retention_measures(
                    of_product[product_id], price_of_product[product_id], policy
                )
                opening, closing = measures["opening_arr"], measures["closing_arr"]
                lost = measures["contraction_arr"] + measures["churned_arr"]
                product_rows.append(
                    {
                        **keys,
                        "product_id": product_id,
                        **measures,
                        "migrated_out_arr": migrated_out,
                        "nrr_with_migration": ratio(closing + migrated_out, opening),
                        "grr_with_migration": ratio(opening - lost + migrated_out, opening),
                    }
                )

            for family, first in first_of_family.items():
                if first is None or first > i:
                    continue
                family_price = sum(
                    (
                        price
                        for product_id, price in price_of_product.items()
                        if family_of[product_id] == family
                    ),
                    ZERO,
                )
                measures, _ = retention_measures(of_family[family].values(), family_price, policy)
                family_rows.append({**keys, "product_family": family, **measures})
    return company_rows, product_rows, family_rows


# ---------------------------------------------------------------------------------------------
# All of it
# ---------------------------------------------------------------------------------------------


def reporting_months(licences: list[Licence], as_of_date: date) -> list[date]:
    """List the months of the reporting window.

    Args:
        licences: the accepted licences; pending ones don't open the window.
        as_of_date: a month counts as complete on its last day.

    Returns:
        From the month of the first start to the last complete month; may be empty.
    """
    starts = [licence.starts_on for licence in licences if not licence.is_pending]
    if not starts:
        return []
    last = month_of(as_of_date)
    if as_of_date < last_day(as_of_date):
        last = add_months(last, -1)
    return months_between(min(starts), last)


def topmost_parent(company_id: str, parent_of: dict[str, str | None]) -> str:
    """Follow parents upwards until there is none.

    Args:
        company_id: where to begin.
        parent_of: listed company to its parent; a parent need not be listed.

    Returns:
        The topmost parent; the company itself where the way closes or is longer than ten levels.
    """
    reached = company_id
    for _ in range(LEVELS_OF_PARENTS):
        reached = parent_of.get(reached) or reached
    return company_id if parent_of.get(reached) else reached


def license_rows(licences: list[Licence]) -> list[Row]:
    """Give the rows of the accepted licences; what is pending is no ARR."""
    return [
        {
            "license_id": licence.license_id,
            "customer_id": licence.customer_id,
            "product_id": licence.product.product_id,
            "starts_on": licence.starts_on,
            "ends_before": licence.ends_before,
            "arr": ZERO if licence.is_pending else licence.arr,
            "pending_arr": licence.arr if licence.is_pending else ZERO,
            "currency": licence.currency,
            "arr_in_currency": ZERO if licence.is_pending else licence.arr_in_currency,
            "quantity": licence.quantity,
            "status": licence.status,
        }
        for licence in licences
    ]


def customer_rows(
    customer_ids: Iterable[str],
    history: History,
    companies: Companies,
    as_of_date: date,
    policy: Policy,
) -> list[Row]:
    """Give one row per customer, listed or licensed, with what is said of it at `as_of_date`."""
    attributes = ("segment", "industry", "region", "owner", *policy.customer_segments)
    rows = []
    for customer_id in sorted(customer_ids):
        arr_row = history.customer_arr.get(customer_id, [])
        first = history.first_arr_index([arr_row])
        current = arr_row[-1] if arr_row else ZERO
        text_on = partial(companies.text_on, customer_id, day=as_of_date)
        rows.append(
            {
                "customer_id": customer_id,
                "customer_name": text_on("name") or customer_id,
                **{column: text_on(column) for column in attributes},
                "parent_customer_id": text_on("parent_company_id"),
                "is_in_companies": customer_id in companies.versions,
                "first_arr_month": None if first is None else history.months[first],
                "current_arr": current,
                "is_active": current > 0,
            }
        )
    return rows


def compute(tables: RawTables, policy: Policy | None = None, today: date | None = None) -> Result:
    """Compute every relation from raw tables.

    Args:
        tables: raw table name to rows of text values, as a CSV file would hold them; `licenses`
            must be there, an absent optional table means that the user has none.
        policy: the switches; the project's defaults when not given.
        today: the day beyond which load times are not believed; the current day by default.

    Returns:
        All relations.

    Raises:
        KeyError: if there is no `licenses` table.
    """
    policy = policy or Policy()

    def optional(name: str) -> list[RawRow] | None:
        return tables.get(name) if name in policy.optional_inputs else None

    issues = Issues()
    raw = [clean_licence(row) for row in tables["licenses"]]
    as_of_date = resolve_as_of_date(raw, policy, today or date.today())
    catalog = Catalog(optional("products"), optional("product_aliases"))
    rates = Rates(optional("exchange_rates"), policy, as_of_date)
    companies = Companies(optional("companies"))
    parent_of = companies.parents_on(as_of_date)

    licences = []
    for row in deduplicate(raw, issues):
        licence = accept_licence(row, policy, catalog, companies, rates, issues)
        if licence is not None:
            if policy.customer_grain == "parent":
                licence.customer_id = topmost_parent(licence.customer_id, parent_of)
            licences.append(licence)
    end_linked_licences(licences)

    licences_of_customer: dict[str, list[Licence]] = defaultdict(list)
    licences_of_pair: dict[Pair, list[Licence]] = defaultdict(list)
    for licence in licences:
        licences_of_customer[licence.customer_id].append(licence)
        if not licence.is_pending:
            licences_of_pair[licence.pair].append(licence)
    terms_of = {}
    for pair, pair_licences in licences_of_pair.items():
        report_term_issues(pair_licences, as_of_date, issues)
        terms_of[pair] = terms_of_pair(
            pair_licences, licences_of_customer[pair[0]], as_of_date, policy
        )

    products = {
        **{licence.product.product_id: licence.product for licence in licences},
        **catalog.products,
    }
    history = History(reporting_months(licences, as_of_date), terms_of, products, rates)
    report_backfilled_rates(history, issues)
    movements = movement_rows(history, policy)
    company_bridge, product_bridge = bridge_rows(history, movements)
    customer_movements = customer_movement_rows(history, movements, policy)
    retention = retention_rows(history, movements, policy)
    listed_customers = {
        company_id
        for company_id in parent_of
        if policy.customer_grain == "company" or topmost_parent(company_id, parent_of) == company_id
    }
    from oracle_growth import growth_rows, pending_arr_by_product  # both build on this module
    from oracle_issues import add_issues
    from oracle_slices import slice_relations

    add_issues(tables["licenses"], raw, licences, issues)
    slices = slice_relations(history, companies, movements, customer_movements, retention, policy)
    pending = pending_arr_by_product(licences, history)
    growth = [
        growth_rows(bridge, rows, pending, policy)
        for bridge, rows in ((company_bridge, retention[0]), (product_bridge, retention[1]))
    ]
    actions = Counter(row["action"] for row in issues.rows)
    return Result(
        fct_licenses=license_rows(licences),
        license_issues=issues.rows,
        fct_arr_monthly=spine_rows(history),
        fct_arr_movements=movements,
        fct_customer_arr_movements=customer_movements,
        arr_bridge_company_monthly=company_bridge,
        arr_bridge_product_monthly=product_bridge,
        retention_company_monthly=retention[0],
        retention_product_monthly=retention[1],
        retention_product_family_monthly=retention[2],
        dim_products=[
            {
                "product_id": product.product_id,
                "product_name": product.product_name,
                "product_family": product.product_family,
                "is_in_catalog": product.is_in_catalog,
            }
            for _, product in sorted(products.items())
        ],
        dim_customers=customer_rows(
            listed_customers | set(licences_of_customer), history, companies, as_of_date, policy
        ),
        **slices,
        arr_growth_company_monthly=growth[0],
        arr_growth_product_monthly=growth[1],
        as_of_date=as_of_date,
        months=history.months,
        raw_license_rows=len(raw),
        rejected_rows=actions["rejected"],
        duplicate_rows=sum(1 for row in issues.rows if row["issue"] == "duplicate_row"),
        retention_windows=policy.retention_windows,
        rates=rates,
    )


# ---------------------------------------------------------------------------------------------
# Identities
# ---------------------------------------------------------------------------------------------


def check_identities(result: Result) -> None:
    """Check every identity of the definitions that the relations themselves can prove.

    Args:
        result: what `compute` returned.

    Raises:
        AssertionError: with the row, or the key, that breaks an identity.
    """
    check_counts(result)
    check_bridges(result)
    check_spine_against_licences(result)
    check_spine_against_movements(result)
    check_movement_parts(result)
    check_retention(result)
    check_company_from_products(result)
    check_one_month_retention(result)
    from oracle_growth import check_growth
    from oracle_slices import check_slices

    check_slices(result)
    check_growth(result)


def check_counts(result: Result) -> None:
    """Check that every raw row is accepted, rejected or a copy, and each relation's key."""
    accounted = len(result.fct_licenses) + result.rejected_rows + result.duplicate_rows
    assert accounted == result.raw_license_rows, (accounted, result.raw_license_rows)
    for relation, key in KEYS.items():
        if relation != "license_issues":
            counts = Counter(tuple(row[k] for k in key) for row in getattr(result, relation))
            assert all(n == 1 for n in counts.values()), (relation, counts.most_common(1))


def check_bridges(result: Result) -> None:
    """Check opening + movements = closing, openings against closings, and products' sum."""
    for rows, key in (
        (result.arr_bridge_company_monthly, ()),
        (result.arr_bridge_product_monthly, ("product_id",)),
    ):
        last_closing: dict[tuple[Any, ...], Decimal] = {}
        for row in rows:
            moved = sum((row[f"{kind}_arr"] for kind in MOVEMENT_TYPES), ZERO)
            assert row["opening_arr"] + moved == row["closing_arr"], row
            group = tuple(row[k] for k in key)
            assert row["opening_arr"] == last_closing.get(group, ZERO), row
            last_closing[group] = row["closing_arr"]
    for row in result.arr_bridge_company_monthly:
        for column in ("opening_arr", "closing_arr", *(f"{kind}_arr" for kind in MOVEMENT_TYPES)):
            of_products = sum(
                (
                    each[column]
                    for each in result.arr_bridge_product_monthly
                    if each["arr_month"] == row["arr_month"]
                ),
                ZERO,
            )
            assert of_products == row[column], (column, of_products, row)


def check_spine_against_licences(result: Result) -> None:
    """Check that the licences active at a month end, at its rates, add up to the spine row.

    Rows that hold grace or extended terms have more than their licences say, and are left out.
    """

    def value(licence: Row, month: date) -> Decimal:
        rate = result.rates.of_month(licence["currency"], month)
        return round_money(Fraction(licence["arr_in_currency"]) * Fraction(rate))

    licences_of: dict[Pair, list[Row]] = defaultdict(list)
    for row in result.fct_licenses:
        licences_of[row["customer_id"], row["product_id"]].append(row)
    spine = {
        (row["customer_id"], row["product_id"], row["arr_month"]): row
        for row in result.fct_arr_monthly
    }
    for pair, licences in licences_of.items():
        for month in result.months:
            day = last_day(month)
            active = [
                value(licence, month) if result.rates.is_monthly else licence["arr"]
                for licence in licences
                if licence["starts_on"] <= day
                and (licence["ends_before"] is None or licence["ends_before"] > day)
            ]
            row = spine.get((*pair, month))
            in_spine = row["arr"] + row["negative_arr"] if row else ZERO
            if row is None or not (row["is_grace"] or row["is_extended"]):
                assert sum(active, ZERO) == in_spine, (pair, month, active, row)


def check_spine_against_movements(result: Result) -> None:
    """Check opening + movements = closing for pairs and customers, month by month."""
    moved: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_arr_movements:
        assert row["arr_change"] != 0, row
        moved[row["customer_id"], row["product_id"], row["arr_month"]] += row["arr_change"]
    customer_moved: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_customer_arr_movements:
        assert row["cross_sell_arr"] >= 0 >= row["product_churn_arr"], row
        assert row["opening_arr"] + row["arr_change"] == row["closing_arr"], row
        customer_moved[row["customer_id"], row["arr_month"]] += row["arr_change"]
    last: dict[Pair, tuple[date, Decimal]] = {}
    pair_sum: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_arr_monthly:
        pair = (row["customer_id"], row["product_id"])
        assert row["arr"] >= 0 >= row["negative_arr"], row
        change = moved.pop((*pair, row["arr_month"]), ZERO)
        assert row["opening_arr"] + change == row["arr"], row
        if pair in last:
            assert row["arr_month"] == add_months(last[pair][0], 1), row
            assert row["opening_arr"] == last[pair][1], row
        else:
            assert row["opening_arr"] == 0, row
        last[pair] = (row["arr_month"], row["arr"])
        pair_sum[row["customer_id"], row["arr_month"]] += change
    assert not moved, next(iter(moved.items()))
    for key in {**pair_sum, **customer_moved}:
        assert pair_sum[key] == customer_moved[key], (key, pair_sum[key], customer_moved[key])
    for pair, (month, arr) in last.items():
        assert arr == 0 or month == result.months[-1], (pair, month, arr)


def check_movement_parts(result: Result) -> None:
    """Check that parts add up to changes, signs of types, and that migrations add up to nothing."""
    family_of = {row["product_id"]: row["product_family"] for row in result.dim_products}
    migrated: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_arr_movements:
        parts = [row["volume_arr"], row["price_arr"], row["unattributed_arr"]]
        if row["movement_type"] in ("expansion", "contraction"):
            assert sum(parts, ZERO) == row["arr_change"], row
        else:
            assert parts == [None, None, None], row
        assert row["reason"] in REASONS[row["movement_type"]], row
        if row["movement_type"] not in ("contraction", "product_churn", "churn"):
            assert row["lost_reason"] is None, row
        if row["is_scheduled"]:
            assert row["movement_type"] in ("expansion", "contraction"), row
            assert row["reason"] != "tier_change", row
        gains = ("new", "cross_sell", "reactivation", "expansion", "migration_in")
        if row["movement_type"] != "fx":
            assert (row["arr_change"] > 0) == (row["movement_type"] in gains), row
        if row["movement_type"] in ("migration_in", "migration_out"):
            family = family_of[row["product_id"]]
            migrated[row["customer_id"], family, row["arr_month"]] += row["arr_change"]
    for key, amount in migrated.items():
        assert amount == 0, (key, amount)


def check_retention(result: Result) -> None:
    """Check the bounds and sums within every retention row."""
    for relation in (
        "retention_company_monthly",
        "retention_product_monthly",
        "retention_product_family_monthly",
    ):
        for row in getattr(result, relation):
            opening, lost = row["opening_arr"], row["contraction_arr"] + row["churned_arr"]
            assert opening + row["expansion_arr"] - lost == row["closing_arr"], (relation, row)
            amounts = ("opening_arr", "expansion_arr", "contraction_arr", "churned_arr")
            assert all(row[column] >= 0 for column in amounts), (relation, row)
            assert row["churned_customers"] <= row["opening_customers"], (relation, row)
            if row["opening_customers"] == 0:
                assert opening == row["closing_arr"] == row["fx_arr"] == 0, (relation, row)
                assert row["logo_retention"] is None, (relation, row)
            else:
                assert opening - row["fx_arr"] > 0, (relation, row)
                assert 0 <= row["logo_retention"] <= 1, (relation, row)
            if opening == 0:
                rates = [value for name, value in row.items() if name.startswith(("nrr", "grr"))]
                assert all(rate is None for rate in rates), (relation, row)
                continue
            assert 0 <= row["grr"] <= min(1, row["nrr"]), (relation, row)
            assert row["nrr"] == Fraction(row["closing_arr"]) / Fraction(opening), (relation, row)
            assert row["grr"] == Fraction(opening - lost) / Fraction(opening), (relation, row)
            if "migrated_out_arr" in row:
                assert 0 <= row["migrated_out_arr"] <= lost, (relation, row)
                assert row["grr"] <= row["grr_with_migration"] <= 1, (relation, row)


def check_company_from_products(result: Result) -> None:
    """Check the company's NRR against the products' and what was bought since the start.

    Also that GRR by pair is at most GRR by family, and that at most GRR by customer.
    """
    arr = {
        (row["customer_id"], row["product_id"], row["arr_month"]): row["arr"]
        for row in result.fct_arr_monthly
    }
    by_month: dict[date, list[tuple[str, str, Decimal]]] = defaultdict(list)
    in_month: dict[tuple[str, date], Decimal] = defaultdict(lambda: ZERO)
    for (customer_id, product_id, month), amount in arr.items():
        by_month[month].append((customer_id, product_id, amount))
        in_month[customer_id, month] += amount
    sums: dict[tuple[Any, ...], Row] = {}
    for relation in ("retention_product_monthly", "retention_product_family_monthly"):
        for row in getattr(result, relation):
            key = (relation, row["arr_month"], row["window_months"])
            total = sums.setdefault(key, defaultdict(lambda: ZERO))
            for column in (
                *("opening_arr", "closing_arr", "contraction_arr", "churned_arr"),
                *("price_arr", "fx_arr"),
            ):
                total[column] += row[column]
    for row in result.retention_company_monthly:
        month, window = row["arr_month"], row["window_months"]
        start = add_months(month, -window)
        bought_since = sum(
            (
                amount
                for customer_id, product_id, amount in by_month[month]
                if in_month[customer_id, start] > 0
                and arr.get((customer_id, product_id, start), ZERO) == 0
            ),
            ZERO,
        )
        empty: Row = defaultdict(lambda: ZERO)
        products = sums.get(("retention_product_monthly", month, window), empty)
        families = sums.get(("retention_product_family_monthly", month, window), empty)
        assert products["opening_arr"] == families["opening_arr"] == row["opening_arr"], row
        assert products["price_arr"] == families["price_arr"] == row["price_arr"], row
        assert products["fx_arr"] == families["fx_arr"] == row["fx_arr"], row
        assert products["closing_arr"] + bought_since == row["closing_arr"], (row, bought_since)
        pair_loss = products["contraction_arr"] + products["churned_arr"]
        family_loss = families["contraction_arr"] + families["churned_arr"]
        assert pair_loss >= family_loss >= row["contraction_arr"] + row["churned_arr"], row


def check_one_month_retention(result: Result) -> None:
    """Check that retention over one month equals what the movements say."""
    if 1 not in result.retention_windows:
        return
    losses = ("contraction", "product_churn", "churn", "migration_out")
    bridge = {
        (row["product_id"], row["arr_month"]): row for row in result.arr_bridge_product_monthly
    }
    migrated: dict[tuple[Any, ...], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_arr_movements:
        if row["movement_type"] == "migration_out":
            migrated[row["product_id"], row["arr_month"]] -= row["arr_change"]
    for row in result.retention_product_monthly:
        if row["window_months"] != 1:
            continue
        moved = bridge[row["product_id"], row["arr_month"]]
        lost = -sum((moved[f"{kind}_arr"] for kind in losses), ZERO)
        assert row["contraction_arr"] + row["churned_arr"] == lost, (row, moved)
        assert row["opening_arr"] == moved["opening_arr"] + moved["fx_arr"], (row, moved)
        assert row["fx_arr"] == moved["fx_arr"], (row, moved)
        assert row["migrated_out_arr"] == migrated[row["product_id"], row["arr_month"]], row
    flows: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    for row in result.fct_customer_arr_movements:
        flows[row["arr_month"], row["movement_type"]] += row["arr_change"]
    company_bridge = {row["arr_month"]: row for row in result.arr_bridge_company_monthly}
    for row in result.retention_company_monthly:
        if row["window_months"] == 1:
            month = row["arr_month"]
            moved = company_bridge[month]
            assert row["opening_arr"] == moved["opening_arr"] + moved["fx_arr"], (row, moved)
            assert row["fx_arr"] == moved["fx_arr"] == flows[month, "fx"], (row, moved)
            assert row["expansion_arr"] == flows[month, "expansion"], row
            assert row["contraction_arr"] == -flows[month, "contraction"], row
            assert row["churned_arr"] == -flows[month, "churn"], row


KEYS: dict[str, tuple[str, ...]] = {
    "fct_licenses": ("license_id",),
    "license_issues": ("license_id", "issue", "action"),
    "fct_arr_monthly": ("customer_id", "product_id", "arr_month"),
    "fct_arr_movements": ("customer_id", "product_id", "arr_month", "movement_type"),
    "fct_customer_arr_movements": ("customer_id", "arr_month", "movement_type"),
    "arr_bridge_company_monthly": ("arr_month",),
    "arr_bridge_product_monthly": ("product_id", "arr_month"),
    "retention_company_monthly": ("arr_month", "window_months"),
    "retention_product_monthly": ("product_id", "arr_month", "window_months"),
    "retention_product_family_monthly": ("product_family", "arr_month", "window_months"),
    "dim_products": ("product_id",),
    "dim_customers": ("customer_id",),
}

# The relations of `oracle_slices`.
SLICE_KEYS: dict[str, tuple[str, ...]] = {
    "retention_segment_monthly": (
        "segment_type",
        "segment_value",
        "arr_month",
        "window_months",
    ),
    "retention_product_segment_monthly": (
        "product_id",
        "segment_type",
        "segment_value",
        "arr_month",
        "window_months",
    ),
    "retention_cohort_monthly": ("scope", "product_id", "cohort_quarter", "months_since_start"),
    "retention_bridge_monthly": ("arr_month", "window_months", "component_type", "component"),
    "retention_methods": ("arr_month", "method"),
}
# Those of `oracle_growth`.
GROWTH_KEYS: dict[str, tuple[str, ...]] = {
    "arr_growth_company_monthly": ("arr_month", "window_months"),
    "arr_growth_product_monthly": ("product_id", "arr_month", "window_months"),
}
KEYS |= SLICE_KEYS | GROWTH_KEYS
