"""What the oracle computes: relations with the marts' column names, and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oracle.rates import Rates
from oracle.rows import Row

KEYS: dict[str, tuple[str, ...]] = {
    "dim_months": ("arr_month",),
    "fct_licenses": ("license_id",),
    "license_issues": ("license_id", "issue", "action"),
    "dq_table_issues": ("raw_table", "row_key", "issue"),
    "fct_arr_monthly": ("customer_id", "product_id", "arr_month"),
    "fct_arr_movements": ("customer_id", "product_id", "arr_month", "movement_type"),
    "fct_customer_arr_movements": ("customer_id", "arr_month", "movement_type"),
    "arr_bridge_company_monthly": ("arr_month",),
    "arr_bridge_product_monthly": ("product_id", "arr_month"),
    "arr_ahead_product_monthly": ("product_id", "arr_month"),
    "arr_bridge_segment_monthly": ("segment_type", "segment_value", "arr_month"),
    "arr_movers_monthly": ("arr_month", "product_id", "direction", "mover_rank"),
    "retention_company_monthly": ("arr_month", "window_months"),
    "retention_customer_monthly": ("customer_id", "arr_month", "window_months"),
    "arr_concentration_monthly": ("scope", "product_id", "arr_month", "top_customers"),
    "retention_product_monthly": ("product_id", "arr_month", "window_months"),
    "retention_product_family_monthly": ("product_family", "arr_month", "window_months"),
    "dim_products": ("product_id",),
    "dim_customers": ("customer_id",),
    "retention_segment_monthly": ("segment_type", "segment_value", "arr_month", "window_months"),
    "retention_product_segment_monthly": (
        *("product_id", "segment_type", "segment_value", "arr_month", "window_months"),
    ),
    "retention_cohort_monthly": ("scope", "product_id", "cohort_quarter", "months_since_start"),
    "retention_cohort_period_monthly": (
        *("cohort_period", "scope", "product_id", "segment_type", "segment_value"),
        *("cohort_starts_on", "months_since_start"),
    ),
    "retention_bridge_monthly": ("arr_month", "window_months", "component_type", "component"),
    "retention_methods": ("arr_month", "method"),
    "arr_growth_company_monthly": ("arr_month", "window_months"),
    "arr_growth_product_monthly": ("product_id", "arr_month", "window_months"),
    "signals_product_scorecard": ("product_id", "arr_month"),
    "signals_downgrade_episodes": ("customer_id", "arr_month", "product_id"),
    "signals_coat_tails": ("product_id", "holding", "arr_month"),
    "signals_patterns": ("pattern", "scope", "subject", "other", "arr_month"),
    "signals_detection_lead": ("product_id", "arr_month"),
    "signals_study_members": ("study", "customer_id", "index_month"),
    "signals_studies": ("study", "product_family", "level"),
    "customer_first_expansions": ("customer_id",),
    "time_to_first_expansion": ("scope_type", "segment_type", "segment_value"),
    "time_to_first_expansion_curve": ("scope_type", "segment_type", "segment_value", "days"),
    "signals_alerts": (
        *("rule_id", "customer_id", "product_family", "product_id", "license_id", "event_date"),
    ),
    "signals_trigger_conversion": ("rule_id",),
    "signals_diagnosis": ("arr_month", "product_id"),
    "health_scores": ("score_day", "customer_id", "product_id"),
    "health_validation": ("score_name", "health_band"),
    "health_indicators": ("product_level", "metric"),
    "renewals_calendar": ("customer_id", "product_id", "renews_on"),
    "forecast_renewal_rates": ("origin_month", "term_class"),
    "forecast_nrr_backtest": ("origin_month", "horizon_months"),
    "forecast_nrr_quarterly": ("scope", "item", "horizon_months"),
    "headline_scorecard_monthly": ("arr_month",),
    "weekly_movements": ("week_ends_on", "customer_id", "product_id", "movement_type"),
    "worklist_expansion_pulse": ("opportunity_rank",),
    "worklist_bottom_nrr": ("nrr_rank",),
    "worklist_top_health": ("health_rank",),
    "worklist_missed_upsell": ("upsell_rank",),
    "benchmark_comparison": ("arr_month", "benchmark_id"),
    "target_attainment": ("target_id",),
    "pilot_results": ("pilot_id", "level"),
}


@dataclass
class Result:
    """Every relation that the oracle computes, as rows.

    The fields from `as_of_date` on are not relations: they serve `check_identities`.
    `license_issues` holds one row per raw row and issue, so a licence superseded twice is there
    twice; rows without a licence id have a `license_id` of None. `can_outlast_terms` tells
    whether grace or extension can carry a licence beyond its end.
    """

    dim_months: list[Row]
    fct_licenses: list[Row]
    license_issues: list[Row]
    dq_table_issues: list[Row]
    fct_arr_monthly: list[Row]
    fct_arr_movements: list[Row]
    fct_customer_arr_movements: list[Row]
    arr_bridge_company_monthly: list[Row]
    arr_bridge_product_monthly: list[Row]
    arr_ahead_product_monthly: list[Row]
    arr_bridge_segment_monthly: list[Row]
    arr_movers_monthly: list[Row]
    retention_company_monthly: list[Row]
    retention_customer_monthly: list[Row]
    arr_concentration_monthly: list[Row]
    retention_product_monthly: list[Row]
    retention_product_family_monthly: list[Row]
    dim_products: list[Row]
    dim_customers: list[Row]
    retention_segment_monthly: list[Row]
    retention_product_segment_monthly: list[Row]
    retention_cohort_monthly: list[Row]
    retention_cohort_period_monthly: list[Row]
    retention_bridge_monthly: list[Row]
    retention_methods: list[Row]
    arr_growth_company_monthly: list[Row]
    arr_growth_product_monthly: list[Row]
    signals_product_scorecard: list[Row]
    signals_downgrade_episodes: list[Row]
    signals_coat_tails: list[Row]
    signals_patterns: list[Row]
    signals_detection_lead: list[Row]
    signals_study_members: list[Row]
    signals_studies: list[Row]
    customer_first_expansions: list[Row]
    time_to_first_expansion: list[Row]
    time_to_first_expansion_curve: list[Row]
    signals_alerts: list[Row]
    signals_trigger_conversion: list[Row]
    signals_diagnosis: list[Row]
    health_scores: list[Row]
    health_validation: list[Row]
    health_indicators: list[Row]
    renewals_calendar: list[Row]
    forecast_renewal_rates: list[Row]
    forecast_nrr_backtest: list[Row]
    forecast_nrr_quarterly: list[Row]
    headline_scorecard_monthly: list[Row]
    weekly_movements: list[Row]
    worklist_expansion_pulse: list[Row]
    worklist_bottom_nrr: list[Row]
    worklist_top_health: list[Row]
    worklist_missed_upsell: list[Row]
    benchmark_comparison: list[Row]
    target_attainment: list[Row]
    pilot_results: list[Row]
    as_of_date: date
    months: list[date]
    raw_license_rows: int
    retention_windows: tuple[int, ...]
    rates: Rates
    can_outlast_terms: bool

    @property
    def rejected_rows(self) -> int:
        """Number of raw rows that are left out, with a reason."""
        return sum(row["action"] == "rejected" for row in self.license_issues)

    @property
    def duplicate_rows(self) -> int:
        """Number of raw rows that are copies of another one."""
        return sum(row["issue"] == "duplicate_row" for row in self.license_issues)
