"""What users write into seeds: mistakes stop the build with words, unknown names are listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from books import RawTables, license_row
from harness import (
    BuildError,
    build_book,
    read_csv,
    read_rows,
    read_schema,
    seed_path,
    write_seed,
)

AS_OF = {"as_of_date": "2025-06-30"}
SELECT = ["+target_attainment", "+dq_table_issues", "assert_seeds_are_understood"]
# What is added to the seeds, each row with one mistake, and what is said of it.
MISTAKES: dict[str, list[tuple[dict[str, str], str]]] = {
    "pilots": [
        (
            {
                **{"pilot_id": "back", "pilot_name": "Back"},
                **{"starts_on": "2025-04-01", "ends_on": "2025-03-01"},
            },
            "pilot_id back: ends_on is 2025-03-01, not empty, or not before starts_on 2025-04-01.",
        ),
    ],
    "pilot_members": [
        (
            {"pilot_id": "closer_car", "customer_id": "C1"},
            "pilot_id closer_car, customer_id C1: seed pilots has no row with this pilot_id.",
        ),
    ],
    "nrr_targets": [
        (
            {"target_id": "both", "points": "0.05"},
            "target_id both: target_rate and points are given; leave one of them empty.",
        ),
        (
            {"target_id": "percent", "target_rate": "115"},
            "target_id percent: target_rate is 115.0000, not a rate such as 1.15, for 115 %.",
        ),
        (
            {"target_id": "early", "due_month": "2025-01-31"},
            "target_id early: due_month is 2025-01-31,"
            " not after the month of baseline_month 2025-01-15.",
        ),
        (
            {"target_id": "item", "item": "core"},
            "target_id item: item is core, not (all), as for the company as a whole.",
        ),
        (
            {"target_id": "plus_5_points"},
            "target_id plus_5_points: 2 rows have this key.",
        ),
    ],
    "alert_rules": [
        (
            {"rule_id": "alone"},
            "rule_id alone: no row of seed alert_conditions has this rule_id,"
            " and a rule of usage needs one.",
        ),
        (
            {"rule_id": "fall", "trigger_type": "movement", "scope": "customer"},
            "rule_id fall: threshold is -, not a share of ARR such as 0.1, for 10 %.",
        ),
        (
            {"rule_id": "lost", "trigger_type": "licence"},
            "rule_id lost: rule_id is lost, not one of non_primary_cancelled, lost_before_end,"
            " notice_deadline, renewal_90_at_risk, renewal_overdue, anniversary_90, which are all"
            " of trigger_type licence.",
        ),
    ],
    "alert_conditions": [
        (
            {"rule_id": "health_red", "condition_no": "2", "operator": "=<"},
            "rule_id health_red, condition_no 2: operator is =<, not one of >=, >, <, <=.",
        ),
        (
            {"rule_id": "healthred"},
            "rule_id healthred, condition_no 1: seed alert_rules has no row with this rule_id.",
        ),
    ],
    "health_weights": [
        (
            {"product": "analytics", "weight": "0"},
            "product analytics, metric active_share: all weights of product analytics are 0;"
            " one must be above 0.",
        ),
        (
            {"product": "*", "metric": "logins"},
            "product *, metric logins: metric is logins, not one of active_users_mean,"
            " active_share, utilisation, feature_adoption, active_users_change, used_units_change,"
            " engagement_score, stakeholder_contacts, open_tickets_change, open_tickets_ratio.",
        ),
    ],
    "health_bands": [
        (
            {"band": "pale", "from_score": "80", "until_score": "90"},
            "band green: until_score is 90.0000, not 80.0000, where the next band begins.",
        ),
    ],
    "benchmarks": [
        (
            {"benchmark_id": "own", "metric": "churn"},
            "benchmark_id own: metric is churn, not one of nrr, grr, logo_churn, contraction_rate,"
            " expansion_share, existing_share, first_expansion_median_days, later_expansion_share.",
        ),
    ],
}
# Rows that are right, to differ from in one thing.
RIGHT = {
    "nrr_targets": {
        **{"scope": "company", "item": "(all)", "metric": "nrr", "window_months": "3"},
        **{"segment_type": "(all)", "segment_value": "(all)", "target_rate": "1.1"},
        **{"baseline_month": "2025-01-15", "due_month": "2025-05-20"},
    },
    "alert_rules": {
        **{"rule_group": "own", "is_on": "true", "kind": "risk", "scope": "customer_product"},
        **{"severity": "low", "trigger_type": "usage", "sentence": "{customer}", "action": "Call"},
        **{"due_days": "5"},
    },
    "alert_conditions": {
        **{"condition_no": "1", "metric": "health_score", "product": "*", "min_arr": "0"},
        **{"window_days": "28", "operator": "<", "threshold": "50", "min_days_reported": "1"},
    },
    "health_weights": {
        **{"dimension": "usage", "metric": "active_share", "window_days": "28"},
        **{"value_at_0": "0", "value_at_100": "1", "weight": "1"},
    },
    "benchmarks": {
        **{"low": "1", "claim": "Ours", "claimed_by": "us", "comparison": "point"},
    },
}


def with_rows(folder: Path, added: dict[str, list[dict[str, str]]]) -> dict[str, Path]:
    """Write seeds with rows added; what these do not say is as in RIGHT, or empty."""
    return {
        seed: write_seed(
            folder,
            seed,
            [*read_csv(seed_path(seed)), *(RIGHT.get(seed, {}) | row for row in rows)],
        )
        for seed, rows in added.items()
    }


def book() -> RawTables:
    """Give ten customers of one product, of whom one buys more in March 2025."""
    return {
        "licenses": [
            license_row(
                license_id=f"L{number}",
                company_id=f"C{number}",
                product="core",
                arr="100",
                from_date="2024-01-01" if number else "2025-03-01",
            )
            for number in range(10)
        ]
        + [
            license_row(
                license_id="more",
                company_id="C1",
                product="core",
                arr="90",
                from_date="2025-03-01",
            )
        ]
    }


def build(tmp_path: Path, seed_files: dict[str, Path] | None = None) -> Path:
    """Build the marts that are asked, with the test of seeds and no others."""
    return build_book(
        tmp_path / "work",
        book(),
        AS_OF,
        select=SELECT,
        command="check",
        more_arguments=["--indirect-selection", "empty"],
        seed_files=seed_files,
    )


def test_mistakes_stop_the_build_before_the_marts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each is named with its row and what is allowed, all of them at once."""
    database_path = build(tmp_path)
    before = read_schema(database_path)
    added = {seed: [row for row, _ in mistakes] for seed, mistakes in MISTAKES.items()}

    capfd.readouterr()
    with pytest.raises(BuildError, match="assert_seeds_are_understood"):
        build(tmp_path, with_rows(tmp_path, added))
    printed = capfd.readouterr().out
    found = {
        row["message"]
        for row in read_rows(database_path, "int_seed_mistakes", schema="main_intermediate")
    }
    assert found == {
        f"seed {seed}, {message}" for seed, mistakes in MISTAKES.items() for _, message in mistakes
    }
    assert len(found) < 20
    for message in found:
        assert f"FAIL {message}" in printed
    assert read_schema(database_path) == before


def test_names_that_nobody_has_are_listed(tmp_path: Path) -> None:
    """The build goes through; what has an effect has it, in whatever day of a month it is due."""
    targets: list[dict[str, str]] = [
        {"target_id": "any_day"},
        {"target_id": "first", "baseline_month": "2025-01-01", "due_month": "2025-05-01"},
        {"target_id": "later", "due_month": "2025-07-31"},
        {"target_id": "typo", "scope": "product", "item": "cor"},
        {"target_id": "window", "window_months": "7"},
    ]
    added = {
        "nrr_targets": targets,
        "pilot_members": [{"pilot_id": "closer_care", "customer_id": "C1"}],
        "alert_rules": [{"rule_id": "mine"}],
        "alert_conditions": [{"rule_id": "mine", "product": "family:Cor"}],
        "health_weights": [{"product": "core"}, {"product": "cor"}],
    }
    database_path = build(tmp_path, with_rows(tmp_path, added))

    issues: dict[tuple[str, str], Any] = {
        (row["raw_table"], row["row_key"]): (row["severity"], row["detail"], row["raw_rows"])
        for row in read_rows(database_path, "dq_table_issues")
        if row["issue"] == "seed_row_without_effect"
    }
    bundled = {("nrr_targets", "enterprise_115"), ("nrr_targets", "smb_100")}
    bundled |= {("health_weights", "family:Analytics"), ("alert_conditions", "analytics_shelfware")}
    assert set(issues) >= bundled
    assert {key: issue for key, issue in issues.items() if key not in bundled} == {
        ("nrr_targets", "typo"): ("warning", 'product "cor" is not known', 1),
        ("nrr_targets", "window"): (
            *("warning", "window_months is 7, and none of var retention_windows: [1, 3, 12]", 1),
        ),
        ("alert_conditions", "mine"): ("warning", 'product_family "Cor" is not known', 1),
        ("health_weights", "cor"): ("warning", 'product "cor" is not known', 1),
        ("pilot_members", "closer_care"): ("warning", 'customer "C-1005" is not known', 6),
    }

    rows = {row["target_id"]: row for row in read_rows(database_path, "target_attainment")}
    any_day, later = rows["any_day"], rows["later"]
    assert any_day == rows["first"] | {"target_id": "any_day"}
    # In February nine customers had 900; C1 had 90 more by the end of May.
    assert (str(any_day["due_month"]), any_day["baseline"]) == ("2025-05-01", 1)
    assert any_day["actual"] == pytest.approx(1.1)
    assert any_day["is_reached"]
    # July is a month away; its window opened in April, with 1090, and 1.1 times that is 1199.
    assert (str(later["due_month"]), later["months_left"]) == ("2025-07-01", 1)
    assert (later["base_arr"], later["needed_net_growth_arr"]) == (1090, 109)
    assert rows["typo"]["actual"] is None and rows["window"]["actual"] is None
