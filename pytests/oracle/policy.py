"""The switches of the project."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Policy:
    """The switches that the oracle knows, each with the project's default.

    Args:
        license_key: what tells licences apart: `license_id`, and `product` or `from_date`.
        value_basis: what `value` of a licence means: `term_total`, `arr` or `mrr`.
        days_in_year: the days of a year, for totals over terms that are no whole months.
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
        merge_near_equal_ids: whether customer ids that are equal but for case, blanks, zeros or the
            like are one customer.
        customer_segments: columns of the companies table that are segment types of their own.
        fiscal_year_starts_in: the month, 1 to 12, with which the fiscal year starts.
        movers_per_product: how many gains, and how many losses, are shown of a product and month.
        customer_retention_months: for how many of the last months customers have retention of
            their own.
        months_ahead: how many months after the reporting window are looked at.
        cohort_periods: the kinds of cohorts: `month`, `quarter`, `year`.
        method_floor_arr: least ARR at the start for the method that leaves small customers out.
        signal_months: for how many of the last months the signals are given.
        lapse_months: for how many month ends more a fall must stand to count.
        study_by_family: whether the study of cuts has rows for each family, too.
        missing_usage_means: what no report of use means where others use the product: `unknown` or
            `zero`.
        signal_thresholds: name and value of the thresholds that differ from the project's.
        number_format: how numbers are written: `point`, `comma`, or `auto` as each column shows.
        date_format: how dates are written: `iso`, `dmy`, `mdy`, `excel_serial`, `epoch`, or `auto`.
        source_timezone: the zone to which times with a zone are turned.
    """

    license_key: tuple[str, ...] = ("license_id",)
    value_basis: str = "term_total"
    days_in_year: float = 365
    end_date_is_inclusive: bool = True
    reporting_currency: str = "USD"
    fx_mode: str = "constant"
    renewal_grace_days: int = 0
    auto_renew_past_end: bool = False
    migration_detection: bool = True
    retention_windows: tuple[int, ...] = (1, 3, 12)
    small_base_entities: int = 5
    optional_inputs: tuple[str, ...] = (
        *("products", "product_aliases", "companies", "exchange_rates"),
        *("product_usage", "account_signals"),
    )
    as_of_date: date | None = None
    reactivation_counts_as_new_after_months: int | None = None
    customer_grain: str = "company"
    merge_near_equal_ids: bool = False
    customer_segments: tuple[str, ...] = ()
    fiscal_year_starts_in: int = 1
    movers_per_product: int = 10
    customer_retention_months: int = 13
    months_ahead: int = 12
    cohort_periods: tuple[str, ...] = ("month", "quarter", "year")
    method_floor_arr: int = 10000
    signal_months: int = 13
    lapse_months: int = 2
    study_by_family: bool = False
    missing_usage_means: str = "unknown"
    signal_thresholds: tuple[tuple[str, float], ...] = ()
    number_format: str = "auto"
    date_format: str = "auto"
    source_timezone: str = "UTC"

    def __post_init__(self) -> None:
        """Refuse a choice that the definitions don't name.

        Raises:
            ValueError: if `value_basis`, `fx_mode`, `customer_grain` or `missing_usage_means` is
                unknown.
        """
        for name, allowed in (
            ("value_basis", ("term_total", "arr", "mrr")),
            ("fx_mode", ("constant", "monthly")),
            ("customer_grain", ("company", "parent")),
            ("missing_usage_means", ("unknown", "zero")),
        ):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name}: {getattr(self, name)!r} is none of {allowed}")

    def project_vars(self) -> dict[str, Any]:
        """Give the dbt vars that set the same policy, ready for JSON.

        What is at its default is left to the project's default. `optional_inputs` is left to the
        caller.
        """
        project_vars = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value != each.default and each.name != "optional_inputs":
                if each.name == "signal_thresholds":
                    value = dict(value)
                if isinstance(value, tuple):
                    value = list(value)
                project_vars[each.name] = value.isoformat() if isinstance(value, date) else value
        return project_vars
