"""The harness of the tests: how it compares, and what it writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from compare import differences
from harness import write_tables

JAN = date(2024, 1, 1)


def test_differences_names_what_differs() -> None:
    """Values are compared by kind; rates may differ by a hair, money may not."""
    expected = [
        {"k": "a", "money": Decimal("1.10"), "rate": Fraction(1, 3), "day": JAN, "flag": True},
        {"k": "b", "money": Decimal("2.00"), "rate": None, "day": None, "flag": False},
    ]
    columns = ["money", "rate", "day", "flag"]
    same = [
        {"k": "b", "money": Decimal("2"), "rate": None, "day": None, "flag": False},
        {"k": "a", "money": Decimal("1.1"), "rate": 1 / 3, "day": JAN, "flag": True},
    ]
    assert differences(expected, same, ["k"], columns) == []
    other = [
        {"k": "a", "money": 1.1, "rate": 0.3333, "day": None, "flag": 1},
        {"k": "c", "money": Decimal("2"), "rate": None, "day": None, "flag": False},
    ]
    messages = differences(expected, other, ["k"], columns)
    assert messages[0] == "k='a': money: expected 1.10, actual 1.1 (float)"
    assert [message.split(":")[1].strip() for message in messages[1:4]] == ["rate", "day", "flag"]
    assert messages[4].startswith("k='b': missing")
    assert messages[5].startswith("k='c': surplus")
    assert differences(expected[:1], [same[1], same[1]], ["k"], columns) == [
        "k='a': comes more than once"
    ]


def test_tables_without_rows_still_have_a_header(tmp_path: Path) -> None:
    """An empty table is written with its columns; files of an earlier book go."""
    write_tables(tmp_path, {"products": [], "product_aliases": []})
    write_tables(tmp_path, {"product_aliases": [], "licenses": [{"license_id": None, "arr": "1"}]})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "licenses.csv",
        "product_aliases.csv",
    ]
    assert (tmp_path / "product_aliases.csv").read_text() == "alias,product_id\n"
    assert (tmp_path / "licenses.csv").read_text() == "license_id,arr\n,1\n"
