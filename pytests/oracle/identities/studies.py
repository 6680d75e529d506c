"""Identities of the studies: who is in them, and how the levels of matching go together."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from oracle.result import Result
from oracle.rows import Row

COARSER_HAS_MORE = ("exposed_matched", "exposed_churned", "control_rows", "control_customers")


def check_members(result: Result) -> None:
    """Check that a customer is exposed once, in its last month, and that a cut is of one kind."""
    rows_of: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in result.signals_study_members:
        rows_of[row["study"], row["customer_id"]].append(row)
    exposed = set()
    for (study, customer_id), rows in rows_of.items():
        *earlier, last = sorted(rows, key=lambda row: row["index_month"])
        assert not any(row["is_exposed"] for row in earlier), last
        if last["is_exposed"]:
            exposed.add((study, customer_id, last["index_month"]))
    for study, customer_id, month in exposed:
        kinds = {
            kind
            for kind in ("secondary_dropped", "secondary_shrunk")
            if (kind, customer_id, month) in exposed
        }
        assert study != "secondary_cut" or len(kinds) == 1, (customer_id, month, kinds)


def check_studies(result: Result) -> None:
    """Check counts against members, and that coarser levels match as many or more."""
    by_study: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in result.signals_studies:
        by_study[row["study"], row["product_family"]].append(row)
    for (study, family), rows in by_study.items():
        members = [row for row in result.signals_study_members if row["study"] == study]
        exposed = sum(row["is_exposed"] for row in members)
        assert [row["is_chosen"] for row in rows].count(True) == 1, study
        for row in rows:
            is_of_all = family == "(all)"
            assert row["exposed"] == exposed if is_of_all else 0 < row["exposed"] <= exposed, row
            assert row["exposed_matched"] <= row["exposed"], row
            assert row["control_customers"] <= row["control_rows"] <= len(members) - exposed, row
            if row["nrr_ratio"] is None:
                check_risks(row)
            elif row["ci_low"] is not None:
                assert row["ci_low"] <= row["nrr_ratio"] <= row["ci_high"], row
        for finer, coarser in pairwise(rows):
            assert all(
                finer[name] is None or finer[name] <= coarser[name] for name in COARSER_HAS_MORE
            ), coarser


def check_risks(row: Row) -> None:
    """Check who leaves against who is there; a study of ARR, where it shows no ratio, has none."""
    if row["exposed_churned"] is None:
        assert row["ci_low"] is None, row
        return
    assert row["exposed_churned"] <= row["exposed_matched"], row
    assert row["control_churned_customers"] <= row["control_customers"], row
    if row["ci_low"] is not None:
        assert row["ci_low"] <= row["risk_ratio"] <= row["ci_high"], row
