"""Figures of the bundled company, by engine: the table in docs/engines.md, which the tests hold."""

from __future__ import annotations

from typing import Any

from harness import PROJECT_DIR

from engines.base import Rows

PAGE = PROJECT_DIR / "docs" / "engines.md"
TITLES = {"duckdb": "DuckDB", "postgres": "PostgreSQL", "spark": "Spark"}


def money(amount: Any) -> str:
    """Give an amount to the cent."""
    return f"{amount:,.2f}"


def rate(ratio: float) -> str:
    """Give a ratio in per cent, to a millionth."""
    return f"{ratio:.6%}"


def figures(marts: dict[str, Rows]) -> dict[str, str]:
    """Give the figures of a build.

    Args:
        marts: name of a mart to its rows.

    Returns:
        What the figure is to its value, as the page shows it.
    """
    company = marts["retention_company_monthly"]
    last_month = max(row["arr_month"] for row in company)

    def yearly(mart: str) -> Rows:
        rows = [
            row
            for row in marts[mart]
            if row["arr_month"] == last_month and row["window_months"] == 12
        ]
        return sorted(rows, key=lambda row: row.get("product_id", ""))

    (year,) = yearly("retention_company_monthly")
    (growth,) = yearly("arr_growth_company_monthly")
    found = {
        "Spine: rows": f"{len(marts['fct_arr_monthly']):,}",
        "Spine: ARR of all rows": money(sum(row["arr"] for row in marts["fct_arr_monthly"])),
        "ARR at the end": money(growth["closing_arr"]),
        "NRR over 12 months": rate(year["nrr"]),
        "GRR over 12 months": rate(year["grr"]),
        "Logo retention over 12 months": rate(year["logo_retention"]),
        "Net new ARR over 12 months": money(growth["net_new_arr"]),
        "Quick ratio over 12 months": f"{growth['quick_ratio']:.8f}",
    }
    for row in yearly("retention_product_monthly"):
        found[f"NRR of {row['product_id']}"] = rate(row["nrr"])
    for kind in ("new", "cross_sell", "expansion", "contraction", "product_churn", "churn"):
        changes = [
            row["arr_change"] for row in marts["fct_arr_movements"] if row["movement_type"] == kind
        ]
        found[f"Movements: {kind}"] = f"{money(sum(changes))} in {len(changes):,}"
    issues = marts["dq_license_issues"]
    found["Issues of licences"] = f"{len(issues):,}"
    found["Cohort rows"] = f"{len(marts['retention_cohort_monthly']):,}"
    return found


def table() -> tuple[list[str], list[str], list[str]]:
    """Split the page into the lines before its table of figures, those of it, and those after."""
    lines = PAGE.read_text(encoding="utf-8").split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("| figure |"))
    last = next(n for n in range(first, len(lines) + 1) if not lines[n : n + 1] or not lines[n])
    return lines[:first], lines[first:last], lines[last:]


def columns() -> dict[str, dict[str, str]]:
    """Give the page's figures by engine."""
    _, (head, _, *rows), _ = table()
    titles = [cell.strip() for cell in head.strip("|").split("|")][1:]
    found: dict[str, dict[str, str]] = {title: {} for title in titles}
    for row in rows:
        label, *values = (cell.strip() for cell in row.strip("|").split("|"))
        for title, value in zip(titles, values, strict=True):
            found[title][label] = value
    return found


def write(engine: str, values: dict[str, str]) -> None:
    """Put what a build has given into the page, in the column of its engine."""
    page = columns()
    page[TITLES[engine]] = values
    labels = list(dict.fromkeys(label for column in page.values() for label in column))
    rows = [
        "| figure | " + " | ".join(TITLES.values()) + " |",
        "|---|" + "---|" * len(TITLES),
        *(
            f"| {label} | "
            + " | ".join(page.get(title, {}).get(label, "") for title in TITLES.values())
            + " |"
            for label in labels
        ),
    ]
    before, _, after = table()
    PAGE.write_text("\n".join([*before, *rows, *after]), encoding="utf-8")
