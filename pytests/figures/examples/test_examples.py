"""Published worked examples and constructed cases, run through the project and the oracle.

Every example of `examples.json` becomes licences of its own customers and products. In the project
many examples share one build: retention, movements and bridges by product or product family know
nothing of the others. The oracle computes each one by itself. The figures are then read from the
marts. The file holds the figures of each source with its title and address; where a source is
wrong, the right figure is expected and `error_in_source` says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import kinds_of_cohorts
import kinds_of_licences
import kinds_of_movements
import kinds_of_rates
import pytest
from books import RawTables
from example import Example, Row, read_examples
from harness import build_book, read_rows
from kind import EVERY_WINDOW
from oracle import Policy, check_identities, compute
from scene import Marts, Scene
from script import Script

EXAMPLES = read_examples()
KINDS = (
    kinds_of_rates.KINDS
    | kinds_of_movements.KINDS
    | kinds_of_licences.KINDS
    | kinds_of_cohorts.KINDS
)
BUILDS = {
    "all": Policy(retention_windows=EVERY_WINDOW),
    "company": Policy(),
    "grace_30": Policy(renewal_grace_days=30),
    "grace_45_no_migration": Policy(renewal_grace_days=45, migration_detection=False),
}
AS_OF = date(2025, 12, 31)
# What an example is about; all others are of licences without an issue.
ISSUES = {"hubspot_sequence": ["one_time_fee"], "fincome_overlap": ["overlap"]}

KNOWN_IDS = (
    *("canary", "chargebee_contraction", "chargebee_expansion", "chartmogul_net_churn"),
    *("chartmogul_plan_leaving", "chartmogul_shopify", "churn_and_return", "clynto_mask"),
    *("cross_sell_identity", "dbt_mrr_playbook", "fincome_overlap", "formulacraft_nrr"),
    *("fx_constant", "ggr_10m", "gpbullhound_grr", "gpbullhound_logo", "grace"),
    *("hubspot_sequence", "jetti_snowball", "jetti_value", "lazy_vs_cohort", "migration"),
    *("monthly_to_annual", "mowt_bridge", "null_base", "oracle_ramp", "path_dependence"),
    *("pitchkit_churn", "pitchkit_quick", "planhat_value_vs_mrr", "price_volume"),
    *("profitwell_discount", "pulserevops_10m", "pvm_formula", "rebilly_categories"),
    *("revpartners_snapshot", "ryan_cohort", "seed0_product_mask", "seed0_three_products"),
    *("seed1_100k", "seed1_segment_mask", "seed2_10k", "seed3_120", "seed3_90_noexp"),
    *("seed3_blend", "seed3_grr80_nrr120", "seed3_grr85_nrr110", "seed3_logo_breakeven"),
    *("seed3_segment_mask", "snipd_110", "snow_vs_figma", "stripe_mrr", "superleap_grr"),
    *("trailing_weighted", "treehouse_big", "tunguz_simpson", "vitally_q1"),
)

NOT_APPLICABLE: dict[str, str] = {
    "pvm_formula": "prints a formula and no figures; price_volume puts figures into it",
    "canary": "compares the risk of churn of two groups of customers, which no mart here measures",
}


def tables_of(example: Example) -> RawTables:
    """Give the raw tables of an example."""
    script = Script(example)
    KINDS[example.kind].sell(script)
    return script.tables()


# The project and the oracle ----------------------------------------------------------------------


def owner(row: Row) -> str | None:
    """Give the id of the example that a row is of; None for rows of the whole company."""
    columns = ("product_id", "product_family", "customer_id", "license_id")
    return next((row[each].split("/")[0] for each in columns if row.get(each)), None)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Example, str], Marts]:
    """Give the marts of builds that many examples share; a build is made when first asked for."""

    @cache
    def path_of(build: str) -> Path:
        book: RawTables = defaultdict(list)
        for example in EXAMPLES:
            if build in KINDS[example.kind].builds:
                for name, rows in tables_of(example).items():
                    book[name] += rows
        project_vars = replace(BUILDS[build], as_of_date=AS_OF).project_vars()
        folder = tmp_path_factory.mktemp(build)
        return build_book(folder, book, project_vars, command="run", without_signals=True)

    @cache
    def rows_by_example(build: str, relation: str) -> dict[str | None, list[Row]]:
        rows: dict[str | None, list[Row]] = defaultdict(list)
        for row in read_rows(path_of(build), relation):
            rows[owner(row)].append(row)
        return rows

    def marts_of(example: Example, build: str) -> Marts:
        def marts(relation: str) -> list[Row]:
            rows = rows_by_example(build, relation)
            return [*rows.get(None, []), *rows.get(example.id, [])]

        return marts

    return marts_of


def of_oracle(example: Example, build: str) -> Marts:
    """Give the marts as the oracle computes them for one example; rates become floats."""
    windows = KINDS[example.kind].windows
    policy = replace(BUILDS[build], as_of_date=AS_OF, retention_windows=windows)
    result = compute(tables_of(example), policy)
    check_identities(result)

    def marts(relation: str) -> list[Row]:
        rows = getattr(result, "license_issues" if relation == "dq_license_issues" else relation)
        return [
            {
                name: float(each) if isinstance(each, Fraction) else each
                for name, each in row.items()
            }
            for row in rows
        ]

    return marts


def mismatches(
    name: str, expected: Any, actual: Any, tolerance: Decimal | None = None
) -> list[str]:
    """Compare figures, which may be nested.

    Money and counts must be equal. A rate may be off by a hair, or by what the source's rounding
    allows.

    Args:
        name: of the figure, for messages.
        expected: what the example says.
        actual: what the marts say.
        tolerance: how far a rate may be off.
    """
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or expected.keys() - actual.keys():
            return [f"{name}: expected {expected}, actual {actual}"]
        pairs = [(f"{name}.{key}", expected[key], actual[key]) for key in expected]
    elif isinstance(expected, list):
        if not isinstance(actual, list) or len(expected) != len(actual):
            return [f"{name}: expected {expected}, actual {actual}"]
        pairs = [
            (f"{name}[{number}]", *both)
            for number, both in enumerate(zip(expected, actual, strict=True))
        ]
    else:
        if isinstance(actual, float) and isinstance(expected, int | Decimal):
            is_same = abs(actual - float(expected)) <= (tolerance or 1e-12)
        else:
            is_same = isinstance(actual, bool) == isinstance(expected, bool) and actual == expected
        return [] if is_same else [f"{name}: expected {expected!r}, actual {actual!r}"]
    return [message for pair in pairs for message in mismatches(*pair, tolerance)]


# Tests -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("example", "side"),
    [
        pytest.param(example, side, id=f"{example.id}-{side}")
        for side in ("project", "oracle")
        for example in EXAMPLES
        # The thousands of customers of these examples take the oracle minutes.
        if (example.kind, side) != ("cohort_logo", "oracle")
    ],
)
def test_example(
    example: Example,
    side: str,
    project: Callable[[Example, str], Marts],
    record_property: Callable[[str, object], None],
) -> None:
    """The marts give every figure of the example, and no issue but what it is about."""
    if side == "project":
        record_property("source", example.source)
    source = project if side == "project" else of_oracle
    kind = KINDS[example.kind]
    scene = Scene(example, kind.builds[0], lambda build: source(example, build))
    messages = mismatches(example.id, example.expected, kind.measure(scene), example.tolerance)
    assert example.expected and not messages, "\n".join([example.source, *messages])
    issues = [row["issue"] for row in scene.rows("dq_license_issues")]
    assert issues == ISSUES.get(example.id, [])


def test_no_example_is_missing() -> None:
    """Each known example is either run, or named with the reason why it can't be."""
    handled = [example.id for example in EXAMPLES]
    assert sorted([*handled, *NOT_APPLICABLE]) == sorted(KNOWN_IDS)
    assert all(NOT_APPLICABLE.values())
    assert {example.kind for example in EXAMPLES} == set(KINDS)


def test_every_example_names_its_source() -> None:
    """An example has a title, a good address or none, and a remark if its source is wrong."""
    for example in EXAMPLES:
        assert example.title, example.id
        assert example.url is None or example.url.startswith("https://"), example.id
        assert example.unit in ("arr", "mrr"), example.id
    wrong = {example.id for example in EXAMPLES if example.error_in_source}
    assert wrong == {"seed3_logo_breakeven", "stripe_mrr", "ryan_cohort", "tunguz_simpson"}
