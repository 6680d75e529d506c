"""Policies for random books: few of them, in which every two values of any two switches meet."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

from harness import THOROUGH
from oracle import Policy

Choice = tuple[str, Any]

# Every switch away from its default, as dbt vars.
EVERY_SWITCH: dict[str, Any] = {
    "value_basis": "mrr",
    "fx_mode": "monthly",
    "renewal_grace_days": 30,
    "auto_renew_past_end": True,
    "customer_grain": "parent",
    "end_date_is_inclusive": False,
}

# The values that are tried of each switch, the project's default first.
SWITCHES: dict[str, tuple[Any, ...]] = {
    "value_basis": ("term_total", "arr", "mrr"),
    "renewal_grace_days": (0, 30, 45),
    "days_in_year": (365, 360, 365.25),
    "reactivation_counts_as_new_after_months": (None, 1, 6),
    "retention_windows": ((1, 3, 12), (1, 6), (2, 12)),
    "method_floor_arr": (10000, 1200),
    "as_of_date": (None, date(2024, 4, 30), date(2024, 5, 17)),
    "end_date_is_inclusive": (True, False),
    "fx_mode": ("constant", "monthly"),
    "reporting_currency": ("USD", "EUR"),
    "auto_renew_past_end": (False, True),
    "migration_detection": (True, False),
    "customer_grain": ("company", "parent"),
    "merge_near_equal_ids": (False, True),
    "license_key": (("license_id",), ("license_id", "product"), ("license_id", "from_date")),
    "customer_segments": ((), ("plan_channel",)),
    "small_base_entities": (5, 2),
    "fiscal_year_starts_in": (1, 7),
    "movers_per_product": (10, 1),
    "customer_retention_months": (13, 2),
    "months_ahead": (12, 2),
    "cohort_periods": (("month", "quarter", "year"), ("year",)),
    "signal_months": (13, 3),
    "lapse_months": (2, 0),
    "study_by_family": (False, True),
    "missing_usage_means": ("unknown", "zero"),
    "signal_thresholds": (
        (),
        (
            *(("min_base", 6), ("min_without_core", 3), ("cut_share", 0.2)),
            *(("quiet_months", 2), ("growth_share", 0.25), ("stands_alone_points", 0.4)),
            *(("subsidizer_company_nrr", 0.6), ("subsidizer_nrr", 1), ("hidden_nrr", 0.8)),
            *(("hidden_loss", 0.3), ("top_expansion_share", 0.2), ("bottleneck_quotient", 0.9)),
            *(("bottleneck_opening_share", 0.01), ("masked_grr", 0.95), ("masked_nrr", 0.9)),
            *(("severe_grr", 0.9), ("severe_nrr", 1), ("kept_logo_retention", 0.5)),
            *(("shrinking_nrr", 1.1), ("whole_nrr", 0.7), ("part_nrr", 0.95)),
            ("part_opening_share", 0.01),
            *(("follow_up_months", 5), ("min_exposed", 1), ("min_control_events", 1)),
            *(("enough_exposed", 4), ("enough_control_events", 2), ("min_matched_share", 0.5)),
            *(("alert_days", 100), ("return_days", 20), ("conversion_days", 25)),
            *(("conversion_quiet_months", 4), ("min_weight_covered", 0.3)),
            *(("min_health_outcomes", 2), ("low_use", 0.7)),
            *(("shrink_share", 0.25), ("contraction_share", 0.15), ("price_rise_share", 0.01)),
            *(("landmark_months", 2), ("min_side_customers", 2), ("enough_side_customers", 5)),
            *(("ttfe_min_customers", 3), ("ttfe_gap_days", 20)),
            *(("renewal_days", 200), ("successor_days", 20), ("risk_contraction_share", 0.3)),
            *(("rate_months", 9), ("rate_credibility", 3), ("backtest_months", 13)),
            *(("nrr_acceptable", 0.8), ("nrr_strong", 0.9), ("nrr_elite", 1)),
            *(("grr_healthy", 0.6), ("grr_elite", 0.7), ("high_contraction", 0.01)),
            *(("severe_contraction", 0.02), ("movement_weeks", 30), ("pulse_rows", 4)),
            *(("expansion_size_months", 9), ("min_expansion_sizes", 2), ("health_rows", 3)),
            *(("min_covered_arr", 0.2), ("full_utilisation", 0.6), ("full_months", 2)),
            ("no_upsell_months", 4),
        ),
    ),
}


def choices(row: dict[str, Any]) -> set[frozenset[Choice]]:
    """Give every two choices that a row makes.

    Args:
        row: switch to value.

    Returns:
        Sets of two, each a switch and its value.
    """
    return {frozenset(two) for two in combinations(row.items(), 2)}


def cover_pairs(switches: dict[str, tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Find rows in which every two values of any two switches meet.

    The first row has the first value of every switch. Each further one begins with two values that
    have not met yet, and gives the other switches, one after the other, the value that brings most
    such meetings; of several such rows that with most of them is taken. All ties go to what is
    named first, so that the same switches always give the same rows.

    Args:
        switches: switch to its values.
    """
    missing = {
        frozenset(((one, value), (other, other_value))): None
        for one, other in combinations(switches, 2)
        for value in switches[one]
        for other_value in switches[other]
    }
    rows = [{name: values[0] for name, values in switches.items()}]
    while True:
        for two in choices(rows[-1]):
            missing.pop(two, None)
        if not missing:
            return rows

        def meetings(row: dict[str, Any]) -> int:
            return sum(two in missing for two in choices(row))

        candidates = []
        for two in list(missing)[:30]:
            row = dict(two)
            for name in switches:
                if name not in row:
                    row[name] = max(switches[name], key=lambda value: meetings(row | {name: value}))
            candidates.append(row)
        rows.append(max(candidates, key=meetings))


def title(number: int, row: dict[str, Any]) -> str:
    """Name a policy by its number and the switches that count most for what goes wrong."""
    words = [f"{number:02d}", row["value_basis"], row["fx_mode"], row["customer_grain"]]
    return "-".join(words)


# What random books are tried with. The last two have fewer raw tables than the books.
POLICIES: dict[str, Policy] = {
    **{title(n, row): Policy(**row) for n, row in enumerate(cover_pairs(SWITCHES), start=1)},
    "licences_only": Policy(
        fx_mode="monthly",
        value_basis="arr",
        renewal_grace_days=10,
        reactivation_counts_as_new_after_months=0,
        retention_windows=(2, 6),
        optional_inputs=(),
    ),
    "no_companies": Policy(
        fx_mode="monthly",
        reporting_currency="EUR",
        customer_grain="parent",
        customer_segments=("plan_channel",),
        optional_inputs=("products", "exchange_rates"),
    ),
}

# Each is a build. Without `THOROUGH` these are enough for every value of every switch.
BUILT = {
    name: policy
    for number, (name, policy) in enumerate(POLICIES.items())
    if THOROUGH or number < 6 or policy.optional_inputs != Policy.optional_inputs
}
