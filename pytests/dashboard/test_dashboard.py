"""The page without a browser: its figures, its tables, its policy, its limits and its messages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import publish
import pytest
import yaml
from harness import PROJECT_DIR
from hostile_names import PAGE_CUSTOMER, PAGE_PRODUCT, PAGE_SEGMENT
from page_figures import ALL, Asked, PageFigures, Rows
from parsed_page import Parsed

from dashboard import __main__ as command
from dashboard import read, today, words
from dashboard.render import as_json, make_page
from dashboard.view import Choice, View
from published.marts import DEFAULT_SOURCE

Mart = Callable[[str], Rows]


@pytest.fixture(scope="module")
def parsed(page: Path) -> Parsed:
    return Parsed(page.read_text(encoding="utf-8"))


def shown(view: View, panel: str, number: int = 0, part: str = "tables") -> dict[str, list[str]]:
    """Give the rows of a panel's table, by their first cell."""
    rows = view.panels()[panel][part][number]["rows"]
    texts = [[cell["text"].replace(words.GAP, " ") for cell in row["cells"]] for row in rows]
    return {row[0]: row[1:] for row in texts}


CHOICES = [
    Asked(date(2025, 12, 1), 12),
    Asked(date(2025, 12, 1), 12, "platform-standard"),
    Asked(date(2025, 3, 1), 1),
    Asked(date(2025, 10, 1), 3, "analytics"),
    Asked(date(2025, 12, 1), 12, ALL, ("segment", "SMB")),
    Asked(date(2025, 12, 1), 12, "analytics", ("region", PAGE_SEGMENT)),
    Asked(date(2025, 11, 1), 3, "support", ("arr_rank", "rest")),
]


def choice_of(data: dict[str, Any], asked: Asked) -> Choice:
    """Turn names into positions."""
    ids = [ALL, *(product for product, _ in data["products"])]
    return Choice(
        ids.index(asked.product),
        data["segments"].index(list(asked.segment)) if asked.segment else -1,
        data["months"].index(asked.month.isoformat()),
        asked.window,
    )


@pytest.mark.parametrize("asked", CHOICES, ids=str)
def test_panels_show_the_marts(data: dict[str, Any], mart: Mart, asked: Asked) -> None:
    """Every figure of every panel is a value of a mart, for choices of each kind."""
    view = View(data, choice_of(data, asked))
    figures = PageFigures(mart, asked)
    products = shown(view, "products")
    assert len(products) > 4
    picked = (0, 3, 5, 6) if not asked.segment else (0, 3, 4, 5)
    assert {name: [row[place] for place in picked] for name, row in products.items()} == (
        figures.products()
    )
    bridge = shown(view, "bridge")
    assert {name: [row[0], *row[2:]] for name, row in bridge.items()} == figures.bridge()
    parts = {name: row[:4] for name, row in shown(view, "parts").items()}
    company = parts.pop("Company")
    assert parts == figures.parts()
    plain = PageFigures(mart, Asked(asked.month, asked.window)).products()["Company"]
    assert company[1] == plain[0]
    for number, measure in enumerate(("nrr", "grr")):
        part = "more" if number else "tables"
        assert shown(view, "table", 0, part) == figures.by_month(measure, read.MONTHS_IN_TABLE)
        cohorts = shown(view, "cohorts", 0, part)
        assert {
            name: [cell for cell in row if cell] for name, row in cohorts.items()
        } == figures.cohorts(measure)
        assert len(cohorts) > 8
    segments = figures.segments()
    assert len(segments) > 8
    tables = view.panels()["segments"]["tables"]
    assert {each["caption"] for each in tables} == {f"By {words.plain(kind)}" for kind in segments}
    for number, each in enumerate(tables):
        kind = next(kind for kind in segments if each["caption"] == f"By {words.plain(kind)}")
        found = shown(view, "segments", number)
        assert {name: [row[0], *row[2:]] for name, row in found.items()} == segments[kind]
    for number, expected in enumerate(figures.movers(read.MOVERS)):
        rows = view.panels()["movers"]["tables"][number]["rows"]
        found_rows = [
            [cell["text"].replace(words.GAP, " ") for cell in row["cells"][:4]] for row in rows
        ]
        assert found_rows == [[name.replace(words.GAP, " "), *rest] for name, *rest in expected]
    issues = shown(view, "quality")
    assert [[name, row[2], row[3]] for name, row in issues.items()] == figures.issues()


@pytest.mark.parametrize("asked", CHOICES[:3], ids=str)
def test_lines_show_the_marts(data: dict[str, Any], mart: Mart, asked: Asked) -> None:
    """The figures beside the lines are those of the retention marts, month by month."""
    found = shown(View(data, choice_of(data, asked)), "lines", 0, "more")
    figures = PageFigures(mart, asked)
    for day in sorted(row["arr_month"] for row in mart("dim_months")):
        row = figures.retention(asked.product, day, None)
        label = f"{words.MONTHS[day.month - 1]} {day.year}"
        if row is None:
            assert label not in found
            continue
        assert found[label][0].rstrip("\u00b0 %") == (
            "no base" if row["nrr"] is None else f"{row['nrr'] * 100:.1f}"
        )
        assert found[label][1].endswith("\u00b0") == (
            row["is_small_base"] and row["grr"] is not None
        )


def test_cards_show_the_marts(data: dict[str, Any], mart: Mart) -> None:
    """The cards state the company's last month, and the change to the month before."""
    asked = CHOICES[0]
    figures = PageFigures(mart, asked)
    before = PageFigures(mart, Asked(date(2025, 11, 1), 12))
    row, was = (
        figures.retention(ALL, asked.month, None),
        before.retention(ALL, date(2025, 11, 1), None),
    )
    assert row and was
    grown, grew = figures.growth(ALL), before.growth(ALL)
    cards = {card["label"].replace(words.GAP, " "): card for card in View(data).cards()}
    assert words.money(int(grown["closing_arr"] * 100)) == cards["ARR"]["value"]
    assert cards["ARR"]["title"] == f"USD {grown['closing_arr']:,}"
    change = words.money(int((grown["net_new_arr"] - grew["net_new_arr"]) * 100), True)
    assert cards["Net new ARR, 12 months"]["note"].startswith(change + " on Nov")
    for label, measure in (("NRR", "nrr"), ("GRR", "grr"), ("Customers kept", "logo_retention")):
        card = cards[f"{label}, 12 months"]
        assert card["value"] == f"{row[measure] * 100:.1f}{words.GAP}%"
        difference = round(round(row[measure] * 100, 1) - round(was[measure] * 100, 1), 1)
        sign = "+" if difference > 0 else words.MINUS if difference < 0 else ""
        assert card["note"].startswith(f"{sign}{abs(difference)}{words.GAP}points on Nov")
    assert cards["Customers in the base"]["value"] == str(row["opening_customers"])
    left = f"{row['churned_customers']} left;"
    assert cards["Customers in the base"]["note"].startswith(left)


@pytest.mark.parametrize("month", [date(2025, 12, 1), date(2025, 1, 1)], ids=str)
def test_signals_show_the_marts(data: dict[str, Any], mart: Mart, month: date) -> None:
    """The signals of a month are those of the marts, whatever else is chosen."""
    asked = Asked(month, 3, "analytics", ("segment", "SMB"))
    figures = PageFigures(mart, asked)
    view = View(data, choice_of(data, asked))
    tables = {each["caption"]: number for number, each in enumerate(view.signals()["tables"])}
    scorecard = shown(view, "signals", tables["What each product does"])
    assert len(scorecard) > 5
    assert {
        name: [row[1], row[3], row[5], row[7].removeprefix("more than chance: ").split(",")[0]]
        for name, row in scorecard.items()
    } == figures.scorecard()
    patterns = view.signals()["tables"][tables["Patterns"]]["rows"]
    assert patterns
    assert figures.patterns() == sorted(
        tuple(row["cells"][place]["text"].replace(words.GAP, " ") for place in (3, 4, 5))
        for row in patterns
    )
    leads = "Products below 100 % before the company"
    found = shown(view, "signals", tables[leads]) if leads in tables else {}
    assert [[name, *row[:3]] for name, row in found.items()] == figures.leads()


def test_patterns_are_said_with_their_figures(parsed: Parsed) -> None:
    """What one product hides of another stands in a sentence, beside how sure it is."""
    rows = {row[1]: row[5] for row in parsed.tables["Patterns"][1:]}
    analytics = f"{PAGE_PRODUCT} (85.0 %)"
    rest = "all products but API Access hold 102.5 %"
    assert rows[f"API Access (127.0 %) hides {analytics}; {rest}"] == "yes"
    assert rows[f"{analytics} within Company (108.0 %)"] == "yes"
    assert rows["Industry: Manufacturing (89.8 %) within Platform Standard (104.5 %)"] == "not sure"


def test_studies_show_the_mart(data: dict[str, Any], mart: Mart) -> None:
    """The newest month names who left after an event, and how sure that is."""
    tables = View(data).signals()["tables"]
    (rows,) = (each["rows"] for each in tables if each["caption"] == "Who leaves after an event")
    chosen = [row for row in mart("signals_studies") if row["is_chosen"] and row["exposed_matched"]]
    (revenue,) = (row for row in chosen if row["study"] == "early_expander")
    chosen.remove(revenue)
    assert chosen
    assert [
        [cell["text"].replace(words.GAP, " ") for cell in row["cells"][1:]] for row in rows
    ] == [
        [
            f"{row['exposed_churned']} of {row['exposed_matched']}",
            f"{row['expected_churned']:.2f}",
            "" if row["risk_ratio"] is None else f"{row['risk_ratio']:.2f}",
            "" if row["ci_high"] is None else f"{row['ci_low']:.2f} to {row['ci_high']:.2f}",
            row["verdict"] + (", thin evidence" if row["evidence"] == "thin" else ""),
        ]
        for row in sorted(chosen, key=lambda row: row["study"])
    ]
    (rows,) = (each["rows"] for each in tables if each["caption"].startswith("What is left"))
    ((_, *texts),) = ([cell["text"] for cell in row["cells"]] for row in rows)
    low, high = revenue["ci_low"], revenue["ci_high"]
    assert [text.replace(words.GAP, " ") for text in texts] == [
        f"{revenue['exposed_matched']}",
        f"{revenue['nrr_exposed'] * 100:.1f} %",
        f"{revenue['nrr_control'] * 100:.1f} %",
        "" if revenue["nrr_ratio"] is None else f"{revenue['nrr_ratio']:.2f}",
        "" if high is None else f"{low:.2f} to {high:.2f}",
        revenue["verdict"] + (", thin evidence" if revenue["evidence"] == "thin" else ""),
    ]
    older = View(data, Choice(0, -1, len(data["months"]) - 2, 12)).signals()["tables"]
    assert "Who leaves after an event" not in [each["caption"] for each in older]


def test_a_month_without_signals_says_so(data: dict[str, Any]) -> None:
    """Older months than signal_months have none."""
    old = View(data, Choice(0, -1, data["first_choice"], 12)).signals()
    assert (old["tables"], old["note"]) == ([], "There are no signals for this month.")


def test_the_page_says_what_it_is_of(parsed: Parsed, mart: Mart) -> None:
    """Currency, day of the report and time of the build stand in its first line."""
    (report,) = mart("report_info")
    day, built_at = report["as_of_date"], report["built_at"]
    assert (
        f"amounts in {report['reporting_currency']}, as of {day.day} {day:%b %Y}, "
        f"built {built_at.day} {built_at:%b %Y %H:%M} UTC"
    ) in parsed.text


def test_the_page_without_javascript(parsed: Parsed, data: dict[str, Any], mart: Mart) -> None:
    """The default choice is there as tables: company, newest month, 12 months."""
    figures = PageFigures(mart, CHOICES[0])
    rows = {row[0]: row[1:] for row in parsed.tables["Retention by product"][1:]}
    assert rows["Company"][0] == figures.products()["Company"][0]
    assert len(rows) == len(data["products"]) + 1
    bridge = {row[0]: [row[1], *row[3:]] for row in parsed.tables["ARR bridge"][1:]}
    assert bridge == figures.bridge()
    captions = {
        table["caption"]
        for panel in View(data).panels().values()
        for table in (*panel["tables"], *panel["more"])
    }
    assert captions == set(parsed.tables)
    assert min(map(len, parsed.tables.values())) > 1
    assert View(data).headline().replace(words.GAP, " ") in parsed.text
    assert "1,796 raw licence rows; 1,690 count." in parsed.text
    unused = [
        f"{row['raw_table']}.{row['column_name']}"
        for row in mart("dq_input_profile")
        if row["matched_to"] is None
    ]
    assert unused
    assert f"Columns taken for nothing: {', '.join(sorted(unused)[:8])}" in parsed.text


def test_hostile_names_are_text(parsed: Parsed, page: Path, data: dict[str, Any]) -> None:
    """A name of a product, customer or segment makes no element, attribute or script."""
    assert not {"img", "b", "i", "iframe", "link", "object"} & {tag for tag, _ in parsed.tags}
    attributes = {name for _, found in parsed.tags for name in found}
    assert not [name for name in attributes if name.startswith("on") or name in ("style", "src")]
    assert {found["href"] for _, found in parsed.tags if "href" in found} == {"#main"}
    names = [row[0] for row in parsed.tables["Retention by product"]]
    assert PAGE_PRODUCT in names
    for caption in ("Gained most", "Open alerts", "Largest at risk", "Most to gain"):
        assert any(PAGE_CUSTOMER in row[0] for row in parsed.tables[caption])
    assert PAGE_SEGMENT in [row[0] for row in parsed.tables["By Region"]]
    text, _ = parsed.inside["script"]
    assert not set(text) & set("<>&\u2028\u2029")
    chosen = {name: part for name, part in data.items() if name != "today"}
    assert json.loads(text) == json.loads(json.dumps(chosen))
    assert page.read_text(encoding="utf-8").count("</script>") == 2


def test_json_escapes_what_could_end_a_script() -> None:
    """Nothing of HTML or of line ends of JavaScript is left, and the text is the same."""
    data = {"name": "</script><!-- & \u2028 \u2029 \ud83d\ude00 \" ' \\"}
    text = as_json(data)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == data


def test_the_policy_allows_the_page_alone(parsed: Parsed) -> None:
    """Nothing may be fetched or evaluated; style and script are allowed by their hashes."""
    (content,) = (
        found["content"]
        for tag, found in parsed.tags
        if tag == "meta" and found.get("http-equiv") == "Content-Security-Policy"
    )
    assert content
    rules = dict(rule.split(" ", 1) for rule in content.split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in content and "*" not in content and "http" not in content
    for name, text in (
        ("style-src", parsed.inside["style"][0]),
        ("script-src", parsed.inside["script"][1]),
    ):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    script = parsed.inside["script"][1]
    for word in ("innerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "import("):
        assert word not in script
    assert not re.search(r"url\(|@import", parsed.inside["style"][0])


def test_colours_can_be_read(parsed: Parsed) -> None:
    """The text of every coloured cell stands out from it, by the measure of WCAG (4.5)."""
    style = parsed.inside["style"][0]
    ink = re.search(r"--ink: (#\w{6})", style)
    assert ink
    fills = re.findall(r"\.(?:up|down)\d { background: (#\w{6});", style)
    assert len(fills) == 6
    muted = re.search(r"--muted: (#\w{6})", style)
    assert muted
    pairs = [(ink[1], fill) for fill in fills] + [(muted[1], "#ffffff"), (muted[1], "#f3f5f8")]
    for one, other in pairs:
        dark, light = sorted(map(luminance, (one, other)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (one, other)


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(map(float.__mul__, (0.2126, 0.7152, 0.0722), linear))


def test_caps_are_kept_and_said(marts_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large book gives no large page, and the page says what it leaves out."""
    caps = {
        "MONTHS_TO_CHOOSE": 3,
        "MONTHS_IN_LINES": 20,
        "PRODUCTS": 2,
        "SEGMENT_VALUES": 1,
        "PRODUCT_SEGMENT_ROWS": 150,
        "COHORTS": 2,
        "MOVERS": 1,
        "ISSUES": 3,
        "PROFILE_COLUMNS": 4,
    }
    whole = read.read_marts(marts_file)
    for name, cap in caps.items():
        monkeypatch.setattr(read, name, cap)
    for name in ("ALERTS", "RENEWALS", "WORK_ROWS"):
        monkeypatch.setattr(today, name, 1)
    data = read.read_marts(marts_file)
    assert len(as_json(data)) < len(as_json(whole)) / 10
    by_segment = [row for row in data["retention"] if row[0] and row[1] >= 0]
    assert 0 < len(by_segment) <= 150
    assert {row[3] for row in by_segment} == set(range(data["first_segment_month"], 20))
    segment = View(data, Choice(1, 0, 19, 12)).panels()
    assert "Products by segment are in the page from" in segment["products"]["note"]
    text = Parsed(make_page(data)).text
    for sentence in (
        "the 2 largest of 7 products",
        "the 1 largest of 9 values of Industry",
        "the 2 newest of 16 cohorts",
        "the 20 newest of 48 months",
        f"the 3 largest of {whole['issue_count']} issues",
        f"the 4 first of {whole['profile_count']} columns",
        "the newest 3 of 48",
    ):
        assert sentence in text
    assert re.search(r"the 1 largest of \d\d+ customers that gained", text)


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0"),
        (99_949, "999"),
        (99_950, "1.0 k"),
        (-123_456, "\u22121.2 k"),
        (9_994_999, "99.9 k"),
        (9_995_000, "100 k"),
        (99_949_999, "999 k"),
        (99_950_000, "1.00 M"),
        (1_771_027_401, "17.71 M"),
        (99_999_499_999, "999.99 M"),
        (99_999_500_000, "1.00 B"),
        (123_456_789_012_345_678_901, "1,234,567,890.12 B"),
    ],
)
def test_amounts_in_short(cents: int, text: str) -> None:
    """Units change where the rounded figure does; no amount loses a digit by its size."""
    assert words.money(cents).replace(words.GAP, " ") == text


def test_words_of_figures() -> None:
    """Rates are rounded half away from zero; a missing one says why."""
    assert words.percent(read.tenths(1.0805)) == f"108.1{words.GAP}%"
    assert words.percent(read.tenths(None)) == "no base"
    assert words.percent(read.tenths(3476796.0)) == f"347,679,600.0{words.GAP}%"
    assert words.points(-12) == f"\u22121.2{words.GAP}points"
    assert words.money_in_full(-1) == "\u22120.01"
    assert words.plain("arr_band") == "ARR band"
    assert read.cents(duckdb.sql("select 90071992547409.93::decimal(28, 2)").fetchall()[0][0]) == (
        "9007199254740993"
    )


def test_the_exposure_names_what_the_page_reads() -> None:
    """dbt's documentation and the page agree on the marts."""
    text = (PROJECT_DIR / "models" / "exposures.yml").read_text(encoding="utf-8")
    (exposure,) = (
        each for each in yaml.safe_load(text)["exposures"] if each["name"] == "dashboard"
    )
    assert sorted(exposure["depends_on"]) == [
        f"ref('product_retention', '{mart}')" for mart in sorted(read.MARTS)
    ]


def test_the_command_reads_what_is_published() -> None:
    """`make build` and `make dashboard` mean the same file."""
    assert DEFAULT_SOURCE == publish.DEFAULT_TARGET


def test_the_command_says_what_is_missing(
    tmp_path: Path, marts_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each way of having no marts gets a sentence, and leaves the last page."""
    page = tmp_path / "page.html"
    other, old = tmp_path / "other.duckdb", tmp_path / "old.duckdb"
    text = tmp_path / "text.duckdb"
    text.write_text("no database", encoding="utf-8")
    duckdb.connect(str(other)).close()
    with duckdb.connect(str(old)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.arr_growth_company_monthly as select 1 as one")
    for source, sentence in (
        (tmp_path / "none.duckdb", "Run `make build` first"),
        (text, "can't be read as a DuckDB file"),
        (other, "holds no marts"),
        (old, "lacks the mart"),
    ):
        assert command.main(["--from", str(source), "--to", str(page), "--html-only"]) == 1
        assert sentence in capsys.readouterr().err
        assert not page.exists()
    assert command.main(["--from", str(marts_file), "--to", str(page), "--html-only"]) == 0
    assert page.stat().st_size > 100_000


def test_without_a_browser_it_says_so(
    tmp_path: Path,
    marts_file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page is made all the same."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", "")
    page = tmp_path / "page.html"
    assert command.main(["--from", str(marts_file), "--to", str(page)]) == 0
    assert "there is no Chromium here" in capsys.readouterr().out
    assert page.exists() and not page.with_suffix(".pdf").exists()
