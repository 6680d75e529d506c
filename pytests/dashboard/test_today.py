"""The figures of the day: headline, alerts, renewals, forecast and work lists, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from page_figures import Rows, money, rate
from parsed_page import Parsed

from dashboard import read, today, words
from dashboard.render import as_json, make_page
from dashboard.view import Choice, View

Mart = Callable[[str], Rows]
PANELS = ("alerts", "renewals", "forecast", "worklists")
LEVELS = ("high", "medium", "low")


@pytest.fixture(scope="module")
def view(data: dict[str, Any]) -> View:
    return View(data)


def plain(text: str) -> str:
    """Write a text with spaces that may break."""
    return text.replace(words.GAP, " ")


def shown(panel: dict[str, Any], number: int = 0) -> list[list[str]]:
    """Give the texts of a table, row by row."""
    rows = panel["tables"][number]["rows"]
    return [[plain(cell["text"]) for cell in row["cells"]] for row in rows]


def written(*values: Any) -> list[str]:
    """Write values as the page does: amounts in short, days, numbers, texts."""
    made = []
    for value in values:
        if isinstance(value, Decimal):
            made.append(money(value))
        elif isinstance(value, date):
            made.append(f"{value.day} {value:%b %Y}")
        elif isinstance(value, float):
            made.append(rate(value))
        else:
            made.append("" if value is None else plain(str(value)))
    return made


def test_alerts_are_those_of_the_mart(view: View, mart: Mart) -> None:
    """The most severe and newest open alerts, with their sentence, owner, ARR and due day."""
    rows = [row for row in mart("signals_alerts") if row["status"] == "open"]
    rows.sort(
        key=lambda row: (
            LEVELS.index(row["severity"]),
            -row["event_date"].toordinal(),
            -row["arr_at_stake"],
            row["alert_id"],
        )
    )
    panel = view.panels()["alerts"]
    columns = "customer_name severity evidence action owner arr_at_stake event_date due_on".split()
    expected = [written(*(row[name] for name in columns)) for row in rows[: today.ALERTS]]
    assert shown(panel) == expected
    assert len(rows) > today.ALERTS
    assert f"the 20 most severe and newest of {len(rows)} open alerts" in panel["note"]
    titles = [row["cells"][5]["title"] for row in panel["tables"][0]["rows"]]
    assert titles == [f"USD {row['arr_at_stake']:,}" for row in rows[: today.ALERTS]]


def test_renewals_are_those_of_the_mart(view: View, mart: Mart) -> None:
    """Months add up to the 90 days of the headline; those at risk are named, the largest first."""
    (report,) = mart("report_info")
    day = report["as_of_date"]
    rows = [
        row for row in mart("renewals_calendar") if row["renews_on"] <= day + timedelta(days=90)
    ]
    ahead = [row for row in rows if row["renews_on"] >= day]
    groups = {"Overdue": [row for row in rows if row["renews_on"] < day]}
    groups["Overdue"] = [row for row in groups["Overdue"] if row["status"] == "overdue"]
    for row in sorted(ahead, key=lambda row: row["renews_on"]):
        groups.setdefault(f"{row['renews_on']:%b %Y}", []).append(row)
    groups["Next 90 days"] = ahead
    panel = view.panels()["renewals"]

    def total(group: Rows, *statuses: str) -> Decimal:
        found = (row["arr"] for row in group if not statuses or row["status"] in statuses)
        return sum(found, Decimal(0))

    assert groups["Overdue"]
    assert shown(panel) == [
        [
            name,
            f"{len(group)}",
            *written(
                total(group),
                total(group, "renewed"),
                total(group, "lost"),
                total(group, "open", "overdue"),
                sum((row["arr_at_risk"] for row in group), Decimal(0)),
            ),
        ]
        for name, group in groups.items()
    ]
    headline = max(mart("headline_scorecard_monthly"), key=lambda row: row["arr_month"])
    assert len(ahead) == headline["renewals_90d"]
    assert total(ahead) == headline["renewing_arr_90d"]
    at_risk = [row for row in rows if row["arr_at_risk"]]
    at_risk.sort(
        key=lambda row: (
            -row["arr_at_risk"],
            row["renews_on"],
            row["customer_id"],
            row["product_id"],
        )
    )
    columns = "customer_name product_name renews_on status arr_at_risk".split()
    expected = [written(*(row[name] for name in columns)) for row in at_risk[: today.RENEWALS]]
    found = shown(panel, 1)
    assert [row[:5] for row in found] == expected
    assert [row[6] for row in found] == written(
        *(row["owner"] for row in at_risk[: today.RENEWALS])
    )
    for row, line in zip(at_risk, found, strict=False):
        assert line[5] == ", ".join(why for name, why in today.REASONS.items() if row[name])
    assert f"the 10 largest of {len(at_risk)} renewals at risk" in panel["note"]


def test_the_forecast_is_that_of_the_mart(view: View, mart: Mart) -> None:
    """Four horizons, with range, errors and verdict; products are said to be untested."""
    rows = [row for row in mart("forecast_nrr_quarterly") if row["scope"] == "company"]
    rows.sort(key=lambda row: row["horizon_months"])
    assert len(rows) == 4
    panel = view.panels()["forecast"]
    assert shown(panel) == [
        [
            f"{row['forecast_month']:%b %Y}",
            f"{row['horizon_months']}",
            rate(row["nrr"]),
            f"{rate(row['nrr_low']).removesuffix(' %')} to {rate(row['nrr_high'])}",
            rate(row["mae"]).removesuffix(" %"),
            rate(row["mae_naive"]).removesuffix(" %"),
            f"{row['origins']}",
            row["verdict"],
        ]
        for row in rows
    ]
    assert "Forecasts of single products are not tested" in panel["note"]


def test_work_lists_are_those_of_the_marts(view: View, mart: Mart) -> None:
    """Each list has its first rows, in its order."""
    panel = view.panels()["worklists"]
    lists = {
        "worklist_expansion_pulse": (
            "opportunity_rank",
            "customer_name evidence action owner arr expected_arr due_on",
        ),
        "worklist_bottom_nrr": (
            "nrr_rank",
            "customer_name nrr opening_arr closing_arr lost_arr product_names lost_reason owner",
        ),
        "worklist_missed_upsell": (
            "upsell_rank",
            "customer_name product_name arr utilisation lowest_utilisation owner",
        ),
        "worklist_top_health": (
            "health_rank",
            "customer_name customer_health_score arr covered_arr_share segment owner",
        ),
    }
    assert len(panel["tables"]) == len(lists)
    for number, (name, (rank, columns)) in enumerate(lists.items()):
        rows = sorted(mart(name), key=lambda row: row[rank])
        expected = [
            written(*(row[column] for column in columns.split())) for row in rows[: today.WORK_ROWS]
        ]
        if name == "worklist_top_health":
            scores = (rate(row["customer_health_score"] / 100) for row in rows)
            expected = [
                [row[0], score.removesuffix(" %"), *row[2:]]
                for row, score in zip(expected, scores, strict=False)
            ]
        assert shown(panel, number) == expected
        assert expected
    assert any(row["cells"][5]["class"] == "small" for row in panel["tables"][0]["rows"]) == any(
        not row["is_conversion_known"] for row in mart("worklist_expansion_pulse")
    )


def test_the_headline_is_that_of_the_mart(data: dict[str, Any], mart: Mart) -> None:
    """One card for each part of the scorecard's last month."""
    was, now = sorted(mart("headline_scorecard_monthly"), key=lambda row: row["arr_month"])[-2:]
    cards = [
        [plain(card[part]) for part in ("label", "value", "note")]
        for card in data["today"]["cards"]
    ]

    def change(one: float, other: float) -> str:
        points = round(round(one * 100, 1) - round(other * 100, 1), 1)
        return plain(words.points(round(points * 10)))

    since = f"{was['arr_month']:%b %Y}"
    expected = [
        [f"{label}, 12 months", rate(now[name]), f"{now[band]}, {change(now[name], was[name])} on "]
        for label, name, band in (("NRR", "ndr_12m", "nrr_band"), ("GRR", "grr_12m", "grr_band"))
    ]
    for row in expected:
        row[2] += since
    gap = change(now["ndr_12m"], now["worst_product_nrr"]).removeprefix("+")
    alerts = [now[f"open_{level}_alerts"] for level in LEVELS]
    low = rate(now["forecast_ndr_12m_low"]).removesuffix(" %")
    expected += [
        [
            "Product with the lowest NRR",
            rate(now["worst_product_nrr"]),
            f"{now['worst_product_name']}, {gap} below the company",
        ],
        [
            "Open alerts",
            f"{sum(alerts)}",
            ", ".join(f"{number} {level}" for number, level in zip(alerts, LEVELS, strict=True)),
        ],
        [
            "Renewals, next 90 days",
            money(now["renewing_arr_90d"]),
            f"{now['renewals_90d']} renewals; {money(now['arr_at_risk_90d'])} at risk",
        ],
        [
            "NRR in 12 months, forecast",
            rate(now["forecast_ndr_12m"]),
            f"in 4 of 5 cases {low} to {rate(now['forecast_ndr_12m_high'])}",
        ],
    ]
    assert cards == expected
    opened = [row for row in mart("signals_alerts") if row["status"] == "open"]
    assert sum(alerts) == len(opened)


def test_the_day_does_not_change_with_the_choice(
    view: View, data: dict[str, Any], mart: Mart, page: Path
) -> None:
    """Whatever is chosen, the panels are of the day of the figures, and say so."""
    other = View(data, Choice(1, 0, data["first_choice"], data["windows"][0])).panels()
    (report,) = mart("report_info")
    day = f"{report['as_of_date'].day} {report['as_of_date']:%b %Y}"
    for name in PANELS:
        assert other[name] == view.panels()[name]
        assert day in plain(other[name]["context"])
    assert f"On {day} " in Parsed(page.read_text(encoding="utf-8")).text


def test_limits_of_the_day(marts_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left out is said."""
    for name in ("ALERTS", "RENEWALS", "WORK_ROWS"):
        monkeypatch.setattr(today, name, 2)
    panels = read.read_marts(marts_file)["today"]["panels"]
    for panel in panels.values():
        for table in panel["tables"]:
            fixed = table["caption"] in ("By month", "NRR to come")
            assert fixed or len(table["rows"]) == 2
    assert "the 2 most severe and newest of" in panels["alerts"]["note"]
    assert "the 2 largest of" in panels["renewals"]["note"]
    assert panels["worklists"]["note"].count("Shown: the 2") == 4


def test_empty_marts_leave_sentences(marts_file: Path, tmp_path: Path) -> None:
    """Without alerts, renewals, forecast or usage the page says so, and has no empty table."""
    file = tmp_path / "empty.duckdb"
    file.write_bytes(marts_file.read_bytes())
    with duckdb.connect(str(file)) as connection:
        ((schema,),) = connection.execute(
            "select table_schema from information_schema.tables where table_name = 'report_info'"
        ).fetchall()
        for mart in (
            "signals_alerts",
            "renewals_calendar",
            "forecast_nrr_quarterly",
            "worklist_expansion_pulse",
            "worklist_bottom_nrr",
            "worklist_missed_upsell",
            "worklist_top_health",
        ):
            connection.execute(f"delete from {schema}.{mart}")
        connection.execute(
            f"update {schema}.headline_scorecard_monthly set ndr_12m = null, nrr_band = null, "
            "grr_12m = null, grr_band = null, worst_product_name = null, worst_product_nrr = null, "
            "open_high_alerts = 0, open_medium_alerts = 0, open_low_alerts = 0, renewals_90d = 0, "
            "renewing_arr_90d = 0, arr_at_risk_90d = 0, forecast_ndr_12m = null, "
            "forecast_ndr_12m_low = null, forecast_ndr_12m_high = null"
        )
    data = read.read_marts(file)
    panels = data["today"]["panels"]
    assert [panels[name]["tables"] for name in PANELS] == [[], [], [], []]
    sentences = {
        "alerts": "No alert is open.",
        "renewals": "Nothing comes up for renewal within 90 days.",
        "forecast": "There is no forecast",
        "worklists": "Full use, and no more bought: there is none (it needs usage).",
    }
    for name, sentence in sentences.items():
        assert sentence in panels[name]["note"]
        assert sentence in Parsed(make_page(data)).text
    values = [card["value"] for card in data["today"]["cards"]]
    assert values == ["no base", "no base", "none", "0", "0", "none"]


def test_the_day_is_not_in_the_json(page: Path) -> None:
    """The script needs nothing of it: it stays as the page was made."""
    text, _ = Parsed(page.read_text(encoding="utf-8")).inside["script"]
    assert '"today"' not in text
    assert as_json({"today": 1}) == '{"today":1}'
