"""Licences whose fate through several loads is known."""

from __future__ import annotations

from typing import Any

from books import RawRow, RawTables, license_row

HOSTILE = "O'Neil\\'; drop table x; --"


def own_licence(license_id: str, **values: Any) -> RawRow:
    """Give a licence of a customer and product that bear its name."""
    default = {"company_id": f"cust {license_id}", "product": "api", "arr": 1200, "currency": "USD"}
    dates = {"from_date": "2023-03-01", "to_date": "2024-12-31", "created_at": "2023-01-01"}
    return license_row(**{"license_id": license_id} | default | dates | values)


def own_licences() -> list[RawRow]:
    """Give the licences whose fate the tests follow, as the first load shows them."""
    return [
        own_licence("late"),
        own_licence("edited", to_date="2024-02-29"),
        own_licence("deleted"),
        own_licence("moved"),
        own_licence("noted"),
        own_licence("renewed", product="plat-std"),
        own_licence("foreign", currency="XAF"),
        own_licence("gap 1", company_id="cust gap", to_date="2023-08-20"),
        own_licence("gap 2", company_id="cust gap", from_date="2023-09-10"),
        own_licence("hostile", company_id=HOSTILE),
    ]


def change(rows: list[RawRow], license_id: str, **values: str) -> None:
    """Change columns of the one licence with the id."""
    (row,) = (row for row in rows if row["license_id"] == license_id)
    row.update(values)


def change_book(tables: RawTables) -> RawTables:
    """Give the book as the third load shows it: licences back-dated, edited, deleted, added."""
    rows = [dict(row) for row in tables["licenses"] if row["license_id"] != "deleted"]
    change(rows, "edited", arr="1500", updated_at="2024-03-20 12:00:00")
    change(rows, "moved", product="sync")
    change(rows, "noted", lost_reason="says nothing of ARR", notice_date="2024-09-30")
    customers = {"company_id": "cust late"}
    rows += [
        own_licence("back-dated", from_date="2023-11-15", to_date="2024-11-14", **customers),
        # In the ordinary course: it starts in a month that is not closed yet.
        own_licence("renewal", from_date="2024-03-01", company_id="cust edited"),
        # The upgrade ends a licence of another product.
        own_licence(
            "upgrade",
            company_id="cust renewed",
            product="plat-pro",
            from_date="2024-01-01",
            renewal_of_license_id="renewed",
        ),
    ]
    return {**tables, "licenses": rows}
