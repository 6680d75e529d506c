"""A book without a broken row, among whose customers broken rows are put."""

from __future__ import annotations

from datetime import date

from books import RawRow, RawTables, license_row

CUSTOMERS = 40


def clean_book() -> RawTables:
    """Give customers with two products, renewals at other prices, churn and returns."""
    licenses: list[RawRow] = []
    for customer in range(CUSTOMERS):
        for number in range(3):
            if (customer + number) % 7 == 3:
                continue  # a year without
            for product in ("Core", "Plus")[: 1 + customer % 2]:
                licenses.append(
                    license_row(
                        license_id=f"K{customer}-{number}{product.strip('Core')}",
                        company_id=f"clean-{customer:02d}",
                        product=product,
                        mrr=100 + 7 * customer + 13 * number,
                        currency=("USD", "EUR")[customer % 3 == 0],
                        quantity=10 + number,
                        from_date=date(2022 + number, 1 + customer % 12, 1),
                        to_date=date(2023 + number, 1 + customer % 12, 1),
                        to_date_included="false",
                        updated_at="2024-05-01 10:00:00",
                    )
                )
    names = [f"clean-{number:02d}" for number in range(CUSTOMERS)]
    products = ["Core", "Plus", "Fuzz", "Lump"]
    return {
        "licenses": licenses,
        "products": [
            {"product_id": each.lower(), "name": each, "type": "subscription"} for each in products
        ]
        + [{"product_id": "fuzz-fee", "name": "Fuzz fee", "type": "fee"}],
        "product_aliases": [{"alias": "Fuzz (old)", "product_id": "fuzz"}],
        "companies": [
            {"company_id": name, "name": name, "parent_company_id": None} for name in names
        ],
        "exchange_rates": [
            {"currency": currency, "rate_date": day, "rate": rate}
            for currency, day, rate in (
                ("EUR", "2021-12-31", "1.1"),
                ("EUR", "2023-06-30", "1.2"),
                ("ZRO", "2021-12-31", "0"),
                ("NON", "2021-12-31", "NaN"),
                ("FUT", "2030-01-01", "1"),
                ("BIG", "2021-12-31", "9999999999.99999999"),
                ("TNY", "2021-12-31", "0.00000001"),
                ("EUR", "soon", "5"),
                ("", "2021-12-31", "5"),
                ("'; --", "2021-12-31", "{{ 1 }}"),
            )
        ],
    }
