"""The workbook as LibreOffice works it out: `make test-workbook`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from office import work_out
from xlsx_cells import forget_values, read_cells, rewrite

FORMULAS_AT_LEAST = 10_000


def test_formulas_give_what_the_marts_say(
    workbook_file: Path,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """Every formula, worked out anew, gives the value that is stored with it: that of a mart."""
    stored = read_cells(workbook_file)
    source = tmp_path / "retention.xlsx"
    rewrite(workbook_file, source, forget_values)
    forgotten = read_cells(source)
    found = work_out(source, tmp_path)
    assert found.keys() == stored.keys()
    compared = 0
    for sheet, cells in stored.items():
        for place, cell in cells.items():
            if not cell.formula:
                continue
            was, value = cell.value, found[sheet][place].value
            assert forgotten[sheet][place].value in (99.0, "")
            if was == "":
                assert value == "", (sheet, place, cell.formula, value)
            else:
                assert abs(value - was) <= 1e-12 * max(1, abs(was)), (sheet, place, value, was)
            compared += 1
    assert compared > FORMULAS_AT_LEAST
    record_property("worked_out", compared)


def test_a_changed_amount_moves_rates_and_checks(workbook_file: Path, tmp_path: Path) -> None:
    """Whoever overtypes an amount sees the rate follow and the checks leave 0."""
    before = read_cells(workbook_file)
    row = (
        next(row for (row, column), cell in before["Retention"].items() if cell.value == "Month")
        + 1
    )
    opening = before["Retention"][row, 6].value
    old, new = f"<v>{opening:.16G}</v>".encode(), f"<v>{opening * 2:.16G}</v>".encode()

    part_of_retention = f"xl/worksheets/sheet{list(before).index('Retention') + 1}.xml"

    def double(name: str, part: bytes) -> bytes:
        head, mark, rest = part.partition(f'<c r="F{row}"'.encode())
        if name != part_of_retention:
            return part
        assert mark and old in rest
        return head + mark + rest.replace(old, new, 1)

    source = tmp_path / "changed.xlsx"
    rewrite(workbook_file, source, double)
    after = work_out(source, tmp_path)
    was = {column: before["Retention"][row, column].value for column in (7, 8, 9, 12, 13)}
    found = {column: after["Retention"][row, column].value for column in (11, 12, 13)}
    expansion, contraction, churned = was[7], was[8], was[9]
    assert found[11] == pytest.approx(opening)
    assert found[12] == pytest.approx(
        (2 * opening + expansion - contraction - churned) / (2 * opening)
    )
    assert found[13] == pytest.approx((2 * opening - contraction - churned) / (2 * opening))
    checks = {
        after["Read me"][place, 1].value: after["Read me"][place, 2].value
        for place, column in after["Read me"]
        if (place, 2) in after["Read me"]
    }
    assert checks["Retention: Check closing"] == 1
    assert checks["Segments: Check closing"] == 0
