"""What the seed of issues decides: which licences are rejected, and when a build stops."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from books import RawTables, license_row
from compare import counted
from harness import (
    BuildError,
    build_book,
    read_csv,
    read_rows,
    read_schema,
    seed_path,
    write_seed,
)

AS_OF = {"as_of_date": "2024-06-30"}
# Marts that wait for the limits; that all of them do is seen once, and in pytests/structure.
WAITING = [
    *("+retention_company_monthly", "+fct_licenses", "+dq_license_issues"),
    *("assert_input_is_understood", "assert_no_issue_over_error_share"),
]


def build_waiting(work_dir: Path, tables: RawTables, **project_vars: Any) -> Path:
    """Build some marts, with the tests that may stop them and no others."""
    return build_book(
        work_dir,
        tables,
        AS_OF | project_vars,
        select=WAITING,
        command="check",
        more_arguments=["--indirect-selection", "empty"],
    )


def book(**changes: dict[str, str | None]) -> RawTables:
    """Give a book of ten customers at 100 each.

    Args:
        **changes: number of a licence, such as L3, to the columns that it has otherwise.
    """
    rows = []
    for number in range(1, 11):
        row = license_row(
            license_id=f"L{number}",
            company_id=f"C{number}",
            product="Core",
            arr="100",
            currency="USD",
            from_date="2024-01-01",
            to_date="2024-12-31",
        )
        rows.append(row | changes.get(f"L{number}", {}))
    return {"licenses": rows}


def edited_seed(folder: Path, edits: dict[str, dict[str, str]]) -> dict[str, Path]:
    """Write the seed of issues with other values; give seed to file, for `build_book`.

    Args:
        folder: where to write it.
        edits: issue to columns and what to write there.
    """
    seed = "license_issue_types"
    rows = [row | edits.get(row["issue"] or "", {}) for row in read_csv(seed_path(seed))]
    return {seed: write_seed(folder, seed, rows)}


def marts(database_path: Path) -> dict[str, Counter[Any]]:
    """Give the rows of every mart, whatever their order."""
    return {name: counted(rows) for name, rows in read_schema(database_path).items()}


def test_a_limit_warns_or_stops(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Above warn_share a build goes through and says so; above error_share no mart changes."""
    limits = {
        "overlap": {"warn_share": "0.05", "error_share": "0.2"},
        "no_amount": {"warn_share": "0.2", "error_share": "0.3"},
    }
    seed_files = edited_seed(tmp_path, limits)

    def build(tables: RawTables) -> Path:
        return build_book(
            *(tmp_path / "work", tables, AS_OF),
            command="check",
            without_signals=True,  # pytests/structure sees that they wait, too
            seed_files=seed_files,
        )

    database_path = build(book())
    clean = marts(database_path)
    assert len(clean) >= 19
    assert "overlap:" not in capfd.readouterr().out

    # L2 is also of C1, and overlaps L1: a tenth of all ARR.
    build(book(L2={"company_id": "C1"}))
    said = capfd.readouterr().out
    assert "WARN overlap: 1 rows, 100.00 USD (10.00 % of all ARR)" in said
    assert "warn_share is 5.00 %" in said
    warned = marts(database_path)
    assert warned["fct_licenses"] != clean["fct_licenses"]

    # With L3 and L4 of C1 as well it is three tenths.
    of_c1 = {"company_id": "C1"}
    with pytest.raises(BuildError, match="assert_no_issue_over_error_share"):
        build(book(L2=of_c1, L3=of_c1, L4=of_c1))
    said = capfd.readouterr().out
    assert "FAIL overlap: 3 rows, 300.00 USD (30.00 % of all ARR)" in said
    assert "error_share is 20.00 %" in said
    assert marts(database_path) == warned

    # Rows of unknown ARR count by their number: 4 of 10.
    without = {"arr": None}
    with pytest.raises(BuildError, match="assert_no_issue_over_error_share"):
        build(book(L2=without, L3=without, L4=without, L5=without))
    said = capfd.readouterr().out
    assert "FAIL no_amount: 4 rows" in said
    assert "4 of unknown ARR (40.00 % of all rows). error_share is 30.00 %" in said
    assert marts(database_path) == warned

    # Exactly at the limit nothing stops, and the marts are those of the new book.
    build(book(L2=without, L3=without, L4=without))
    assert "WARN no_amount: 3 rows" in capfd.readouterr().out
    assert marts(database_path)["fct_licenses"].total() == 7


def test_the_seed_can_reject(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Issues that a row shows can be rejected by the seed; what cannot be done is refused."""
    rejected = {"action": "rejected", "severity": "error"}
    edits: dict[str, dict[str, str]] = {"zero_amount": rejected, "no_product": rejected}
    tables = book(L1={"arr": "0"}, L2={"product": None}, L3={"arr": "-5"})
    work_dir = tmp_path / "work"
    options: dict[str, Any] = {"command": "check", "without_signals": True}
    seed_files = edited_seed(tmp_path, edits)
    database_path = build_book(work_dir, tables, AS_OF, **options, seed_files=seed_files)
    columns = ["license_id", "issue", "action", "severity", "arr_at_stake"]
    found = [tuple(row.values()) for row in read_rows(database_path, "dq_license_issues", columns)]
    assert sorted(found) == [
        ("L1", "zero_amount", "rejected", "error", 0),
        ("L2", "no_product", "rejected", "error", 100),
        ("L3", "negative_amount", "kept", "warning", -5),
    ]
    accepted = {row["license_id"] for row in read_rows(database_path, "fct_licenses", columns[:1])}
    assert accepted == {f"L{number}" for number in range(3, 11)}

    before = marts(database_path)
    edits |= {"overlap": {"action": "rejected"}, "trial": {"action": "kept"}}
    seed_files = edited_seed(tmp_path, edits)
    with pytest.raises(BuildError, match="assert_issue_actions_are_allowed"):
        build_book(work_dir, book(), AS_OF, **options, seed_files=seed_files)
    said = capfd.readouterr().out
    assert "FAIL seed license_issue_types: the action of overlap is rejected; allowed: kept" in said
    assert "the action of trial is kept; allowed: rejected" in said
    assert marts(database_path) == before


def test_what_is_not_understood_stops_the_build(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where nothing or too little is accepted the marts stay, and the message names what to set."""

    def build(tables: RawTables) -> Path:
        return build_waiting(tmp_path, tables)

    def stops(tables: RawTables, test: str) -> str:
        with pytest.raises(BuildError, match=test):
            build(tables)
        assert marts(database_path) == before
        return capfd.readouterr().out

    database_path = build(book())
    before = marts(database_path)

    said = stops({"licenses": []}, "assert_input_is_understood")
    assert "The table licenses has no row. See vars input, raw_path" in said

    # Fees are left out for a good reason: nothing is left.
    fees = {f"L{number}": {"is_recurring": "no"} for number in range(1, 11)}
    assert "No licence is accepted: 0 of 10" in stops(book(**fees), "assert_input_is_understood")

    # Five of ten without a start are half, six are more than half.
    no_start = {f"L{number}": {"from_date": None} for number in range(1, 7)}
    said = stops(book(**no_start), "assert_input_is_understood")
    assert "Too little is accepted: 6 of 10 licence rows are rejected for errors, 600.00 of" in said
    assert "Most of it as missing_start_date" in said and "such as licence L1" in said

    # By amount: one of ten rows, with the most that 9.500 can mean.
    said = stops(book(L3={"arr": "9.500 €"}), "assert_input_is_understood")
    assert "1 of 10 licence rows are rejected for errors, 9500.00 of 10400.00 USD" in said

    # What concerns the reading of the input stops above a hundredth.
    two_rows = book()
    two_rows["licenses"].append(two_rows["licenses"][0] | {"arr": "90"})
    said = stops(two_rows, "assert_no_issue_over_error_share")
    assert "FAIL ambiguous_versions: 2 rows, 190.00 USD" in said
    assert "var license_key" in said

    # Fees and older versions are no part of the half.
    build(book(**{f"L{number}": {"from_date": None} for number in range(1, 6)}))
    fees = {f"L{number}": {"is_recurring": "no"} for number in range(1, 6)}
    no_start = {f"L{number}": {"from_date": None} for number in (6, 7, 8)}
    before = marts(database_path)
    stops(book(**fees, **no_start), "assert_input_is_understood")


def test_one_customer_under_two_ids_stops_the_build(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The message names both ids and the var that makes them one; with it the build passes."""
    tables = book(
        L1={"company_id": "00590", "to_date": "2024-03-31"},
        L2={"company_id": "590\u200b", "from_date": "2024-04-01"},
    )
    database_path = build_waiting(tmp_path, book())
    before = marts(database_path)
    with pytest.raises(BuildError, match="assert_no_issue_over_error_share"):
        build_waiting(tmp_path, tables)
    said = capfd.readouterr().out
    assert "FAIL possible_same_customer: 1 rows, 100.00 USD (10.00 % of all ARR)" in said
    assert "Set var merge_near_equal_ids: true" in said
    assert 'Such as licence L2: "00590" ends as "590?" begins' in said
    assert marts(database_path) == before

    build_waiting(tmp_path, tables, merge_near_equal_ids=True)
    licences = read_rows(database_path, "fct_licenses", ["license_id", "company_id", "customer_id"])
    second = next(row for row in licences if row["license_id"] == "L2")
    assert (second["company_id"], second["customer_id"]) == ("590\u200b", "00590")
    issues = read_rows(database_path, "dq_license_issues", ["license_id", "issue", "action"])
    assert ("L2", "merged_id", "repaired") in {tuple(row.values()) for row in issues}
