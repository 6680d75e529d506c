"""The page in Chromium: `make test-dashboard`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hostile_names import PAGE_SEGMENT

from dashboard import words
from dashboard.browser import find_browser, print_page
from dashboard.view import GRR, NRR, SMALL, Choice, View

if not os.environ.get("BROWSER_TESTS"):
    pytest.skip("make test-dashboard runs these, in a browser", allow_module_level=True)

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (1366, 768, 390, 320)
# Read in one step: the texts of a panel's tables, without its drawings.
READ_PANELS = """
() => Object.fromEntries([...document.querySelectorAll("section.panel")].map((section) => {
  const tables = (selector) => [...section.querySelectorAll(`${selector} table`)].map((table) => ({
    caption: table.caption.textContent,
    columns: [...table.tHead.rows[0].cells].map((cell) => cell.textContent),
    rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
    titles: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.title)),
  }));
  return [section.id, {
    context: section.querySelector("h2 .context").textContent,
    note: [...section.children].find((child) => child.className === "note").textContent,
    tables: tables(".tables"), more: tables(".more"),
  }];
}))
"""

# Follow an address; done when the page has shown it.
FOLLOW = """
(address) => new Promise((shown) => {
  addEventListener("hashchange", () => shown(), { once: true });
  location.hash = address;
})
"""
# Headings and cells whose text is wider than they are and not shown.
READ_CUT = """
() => [...document.querySelectorAll("h1, h2, h3, dt, dd, p, th, td, summary")]
  .filter((each) => {
    const { display, overflow } = getComputedStyle(each);
    return each.checkVisibility() && display !== "inline" && overflow !== "visible"
      && each.scrollWidth > each.clientWidth + 1;
  })
  .map((each) => each.outerHTML.slice(0, 100))
"""
# Of every label in a line chart: does it stick out, does it lie on another?
READ_LABELS = """
() => [...document.querySelectorAll("#lines .plot svg")].flatMap((chart) => {
  const frame = chart.getBoundingClientRect();
  const boxes = [...chart.querySelectorAll("text")].map((each) => each.getBoundingClientRect());
  return boxes.flatMap((box, number) => [
    box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1,
    boxes.slice(number + 1).some((other) =>
      box.left < other.right - 1 && other.left < box.right - 1
      && box.top < other.bottom - 4 && other.top < box.bottom - 4),
  ]);
})
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium; without one, say what to install."""
    path = find_browser()
    if path is None:
        pytest.fail("There is no Chromium: apt install chromium, or name one with CHROMIUM=path")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, page: Path) -> Iterator[Page]:
    """Open the page; any request but its own file, and any word in the console, is a failure."""
    tab = browser.new_page(viewport={"width": 1366, "height": 900})
    requests: list[str] = []
    complaints: list[str] = []
    tab.on("request", lambda request: requests.append(request.url.split("#")[0]))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", lambda dialog: complaints.append(dialog.message))
    tab.goto(page.as_uri())
    tab.wait_for_selector("#choices:not([hidden])")
    yield tab
    assert set(requests) == {page.as_uri()}
    assert complaints == []
    tab.close()


def texts_of(panels: dict[str, Any]) -> dict[str, Any]:
    """Bring the panels of `View` into the shape in which they are read from the page."""
    return {
        name: {
            "context": panel["context"],
            "note": panel["note"],
            **{part: [table_texts(table) for table in panel[part]] for part in ("tables", "more")},
        }
        for name, panel in panels.items()
    }


def table_texts(table: dict[str, Any]) -> dict[str, Any]:
    return {
        "caption": table["caption"],
        "columns": [column["text"] for column in table["columns"]],
        "rows": [[cell["text"] for cell in row["cells"]] for row in table["rows"]],
        "titles": [[cell["title"] for cell in row["cells"]] for row in table["rows"]],
    }


def go_to(tab: Page, address: str) -> None:
    """Change the part of the address behind #, as a link would."""
    tab.evaluate(FOLLOW, address)


def choices(data: dict[str, Any]) -> list[Choice]:
    """Give choices in which every product, segment, month and window comes at least once."""
    months = range(data["first_choice"], len(data["months"]))
    scopes = range(len(data["products"]) + 1)
    segments = range(-1, len(data["segments"]))
    longest = max(len(months), len(scopes), len(segments))
    return [
        Choice(
            scopes[number * 3 % len(scopes)],
            segments[number] if number < len(segments) else -1,
            months[-1 - number * 5 % len(months)],
            data["windows"][number // 2 % len(data["windows"])],
        )
        for number in range(longest + len(scopes))
    ]


def address_of(data: dict[str, Any], choice: Choice) -> str:
    """Give the address of a choice."""
    asked = {"month": data["months"][choice.month][:7], "window": choice.window}
    if choice.scope:
        asked["product"] = data["products"][choice.scope - 1][0]
    if choice.segment >= 0:
        asked["segment"] = ":".join(data["segments"][choice.segment])
    return urlencode(asked)


def test_every_choice_shows_what_the_marts_hold(
    opened: Page, data: dict[str, Any], record_property: Callable[[str, object], None]
) -> None:
    """Panels, cards and headline are those of `View`, which is compared with the marts."""
    seen = set()
    for choice in [View(data).choice, *choices(data)]:
        view = View(data, choice)
        opened.evaluate(FOLLOW, address_of(data, choice))
        expected = texts_of(view.panels())
        found = opened.evaluate(READ_PANELS)
        assert set(found) == set(expected)
        for name, panel in expected.items():
            assert found[name] == panel, (name, choice)
        assert opened.inner_text("#headline") == view.headline()
        assert opened.inner_text("#shown") == view.context()
        cards = opened.evaluate(
            "() => [...document.querySelectorAll('#cards .card')].map((card) => "
            "[...card.children].map((part) => part.textContent))"
        )
        assert cards == [[card["label"], card["value"], card["note"]] for card in view.cards()]
        seen.add(choice)
    of_the_day = opened.locator("#today .card .value").all_text_contents()
    assert of_the_day == [card["value"] for card in data["today"]["cards"]]
    assert len(seen) > 40
    record_property("choices", len(seen))


def test_lines_are_those_of_the_figures(opened: Page, data: dict[str, Any]) -> None:
    """The points of a line lie where the figures say, on the axis that is written beside them."""
    drawn = opened.evaluate(
        """() => [...document.querySelectorAll("#lines .plot")].map((plot) => ({
          title: plot.querySelector("h3").textContent,
          said: plot.querySelector(".readout").textContent,
          path: plot.querySelector(".line.nrr").getAttribute("d"),
          axis: [...plot.querySelectorAll("text[text-anchor=end]")].map(
            (label) => [parseFloat(label.textContent), Number(label.getAttribute("y")) - 4]),
        }))"""
    )
    view = View(data)
    assert [each["title"] for each in drawn] == view.scopes
    compared = 0
    for scope, each in enumerate(drawn):
        (low, bottom), (high, top) = each["axis"][0], each["axis"][-1]
        rows = [view.kept(scope, month=month) for month in range(len(data["months"]))]
        rates = [row[NRR] for row in rows if row and row[NRR] is not None and not row[SMALL]]
        heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", each["path"] or "")]
        assert len(heights) == len(rates)
        for rate, height in zip(rates, heights, strict=True):
            inside = min(high, max(low, rate / 10))
            expected = bottom - (inside - low) / (high - low) * (bottom - top)
            assert height == pytest.approx(expected, abs=0.06)
            compared += 1
        last = rows[-1]
        assert last
        mark = words.SMALL_BASE * last[SMALL]
        assert (
            f"NRR {words.percent(last[NRR])}{mark}, GRR {words.percent(last[GRR])}{mark}"
            in (each["said"])
        )
    assert compared > 100


def test_small_bases_are_not_coloured_and_outliers_are_marked(opened: Page) -> None:
    """A small base has a mark, grey ink and no fill; a bar that leaves its axis has an arrow."""
    cells = opened.evaluate(
        """() => [...document.querySelectorAll("#table td, #cohorts td")].map((cell) =>
          [cell.textContent, cell.className, getComputedStyle(cell).backgroundColor])"""
    )
    small = [each for each in cells if each[0].endswith("\u00b0")]
    assert len(small) > 10
    assert {(name, fill) for _, name, fill in small} == {("small", "rgba(0, 0, 0, 0)")}
    far = [each for each in cells if each[1] in ("up3", "down3")]
    assert far and all(fill != "rgba(0, 0, 0, 0)" for _, _, fill in far)
    row = opened.locator("#products tr", has_text="(unassigned)")
    assert row.locator("td.bar path").count() == 1
    assert row.locator("rect.fill-small").count() == 1
    assert opened.locator("#products tr", has_text="Company").locator("td.bar path").count() == 0


def test_choices_by_keyboard_alone(opened: Page, page: Path, data: dict[str, Any]) -> None:
    """Tab reaches the choices in order, keys change them, and the address keeps them."""
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    for field in ("product", "segment", "month"):
        opened.keyboard.press("Tab")
        assert opened.evaluate("document.activeElement.id") == field
        opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Tab")
    opened.keyboard.press("ArrowLeft")
    product, name = data["products"][0]
    kind, value = data["segments"][0]
    month = data["months"][-2]
    kept = parse_qs(opened.url.split("#")[1])
    asked = {"product": [product], "segment": [f"{kind}:{value}"], "month": [month[:7]]}
    assert kept == {**asked, "window": ["3"]}
    shown = f"{name}, {words.plain(kind)}: {value}, 3{words.GAP}months to {words.month(month)}"
    assert opened.inner_text("#shown") == shown
    assert opened.inner_text("#bridge h2 .context") == shown
    opened.reload()
    opened.wait_for_selector("#choices:not([hidden])")
    assert opened.inner_text("#shown") == shown
    assert opened.input_value("#month") == str(len(data["months"]) - 2)
    assert opened.is_checked("#window input[value='3']")


def test_months_of_a_line_by_keyboard(opened: Page, data: dict[str, Any]) -> None:
    """A line chart is a slider: arrow keys go through its months, and the figures are said."""
    chart = opened.get_by_role("slider", name="Company: NRR and GRR by month")
    chart.focus()
    view = View(data)
    last = len(data["months"]) - 1
    first = next(month for month in range(last) if (view.kept(0, month=month) or [None] * 12)[NRR])
    assert first > 0
    for key, month in (
        ("ArrowLeft", last - 1),
        ("PageDown", last - 13),
        ("End", last),
        ("Home", first),
    ):
        opened.keyboard.press(key)
        row = view.kept(0, month=month)
        assert row
        said = words.month(data["months"][month]) + ": "
        said += (
            words.NO_BASE
            if row[NRR] is None
            else f"NRR {words.percent(row[NRR])}, GRR {words.percent(row[GRR])}"
        )
        assert chart.get_attribute("aria-valuetext") == said
        assert opened.locator("#lines .readout").first.inner_text() == said


def test_addresses(opened: Page, data: dict[str, Any]) -> None:
    """A link chooses; an address that means nothing shows the page as it opens."""
    name = data["products"][2][1]
    opened.locator("#products").get_by_role("link", name=name, exact=True).click()
    assert opened.inner_text("#bridge h2 .context").startswith(name)
    opened.go_back()
    assert opened.inner_text("#bridge h2 .context").startswith("Company")
    go_to(opened, "product=none&segment=region:nowhere&month=1999-01&window=7&<script>")
    assert opened.inner_text("#shown") == View(data).context()
    place = data["segments"].index(["region", PAGE_SEGMENT])
    opened.select_option("#segment", str(place))
    address = opened.url
    go_to(opened, "")
    assert opened.input_value("#segment") == "-1"
    go_to(opened, address.split("#")[1])
    assert opened.input_value("#segment") == str(place)
    assert PAGE_SEGMENT in opened.inner_text("#shown")


def test_names_and_roles(opened: Page) -> None:
    """A screen reader finds the choices, the panels and the tables by their names."""
    for label in ("Product", "Segment", "Month"):
        assert opened.get_by_role("combobox", name=label).count() == 1
    assert opened.get_by_role("group", name="Window, months").get_by_role("radio").count() == 3
    assert opened.get_by_role("heading", level=1).count() == 1
    sections = opened.locator("section.panel")
    assert sections.count() == 14
    for number in range(sections.count()):
        assert sections.nth(number).get_by_role("heading", level=2).count() == 1
    unnamed = opened.evaluate(
        """() => [...document.querySelectorAll("table")].filter((table) =>
          !table.caption?.textContent || table.querySelector("thead th:not([scope=col])")
          || [...table.tBodies[0].rows].some((row) => !row.querySelector("th[scope=row]"))
        ).map((table) => table.outerHTML.slice(0, 200))"""
    )
    assert unnamed == []
    assert opened.evaluate("document.querySelectorAll('svg:not([aria-hidden=true])').length") == 0


def test_tables_that_are_wide_can_be_scrolled_by_keyboard(opened: Page) -> None:
    """Those that fit are no stop for Tab; those that do not are, with a name."""
    for width, some in ((1366, False), (390, True)):
        opened.set_viewport_size({"width": width, "height": 844})
        opened.wait_for_timeout(200)
        opened.locator("#cohorts summary").click()
        opened.wait_for_timeout(100)
        frames = opened.evaluate(
            """() => [...document.querySelectorAll(".scroll")].map((frame) =>
              [frame.scrollWidth > frame.clientWidth, frame.tabIndex === 0,
               frame.getAttribute("role"), frame.getAttribute("aria-label")])"""
        )
        assert any(wide for wide, *_ in frames) == some
        for wide, is_stop, role, name in frames:
            assert (is_stop, role) == ((True, "region") if wide else (False, None))
            assert name
    wide = opened.locator("#table .scroll").first
    wide.focus()
    opened.keyboard.press("ArrowRight")
    # The policy forbids waiting for an expression: that would be evaluated in the page.
    for _ in range(50):
        if wide.evaluate("frame => frame.scrollLeft"):
            break
        opened.wait_for_timeout(50)
    assert wide.evaluate("frame => frame.scrollLeft") > 0


@pytest.mark.parametrize("width", WIDTHS)
def test_widths(opened: Page, width: int) -> None:
    """Nothing sticks out of the page; wide tables scroll in their own frames; texts are not cut."""
    opened.set_viewport_size({"width": width, "height": 844})
    opened.wait_for_timeout(100)
    for address in ("window=12", "product=analytics&segment=segment:SMB&month=2025-11&window=1"):
        go_to(opened, address)
        assert opened.evaluate("document.documentElement.scrollWidth") == width
        assert opened.evaluate(READ_CUT) == []
        labels = opened.evaluate(READ_LABELS)
        assert len(labels) > 50
        assert not any(labels)


def test_the_page_without_javascript_is_the_same(
    browser: Browser, page: Path, data: dict[str, Any]
) -> None:
    """Without JavaScript the default choice has the same words and figures."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(page.as_uri())
    assert tab.locator("#choices").is_hidden()
    expected = texts_of(View(data).panels())
    for name, panel in expected.items():
        tables = tab.locator(f"#{name} table")
        assert tables.count() == len(panel["tables"]) + len(panel["more"])
        for number, table in enumerate([*panel["tables"], *panel["more"]]):
            rows = tables.nth(number).locator("tbody tr")
            assert rows.count() == len(table["rows"]) > 0
            assert rows.first.locator("th, td").all_text_contents() == table["rows"][0]
    context.close()


def test_print(page: Path, tmp_path: Path) -> None:
    """The PDF holds text, the picture the whole page."""
    path = find_browser()
    assert path
    pdf, png = tmp_path / "retention.pdf", tmp_path / "retention.png"
    print_page(path, page, pdf, png)
    content = pdf.read_bytes()
    assert content.startswith(b"%PDF")
    # The last byte of a stream may be taken for a line end: not all of it need be there.
    streams = [
        zlib.decompressobj().decompress(each)
        for each in re.findall(
            rb"FlateDecode[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", content, re.S
        )
    ]
    drawn = [each for each in streams if b" Tf" in each and (b"TJ" in each or b"Tj" in each)]
    assert len(drawn) > 3
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-layout", str(pdf), "-"]
        text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
        for part in ("Retention by product", "108.0", "85.0", "Customers behind the change"):
            assert part in text
    header = png.read_bytes()[:24]
    assert header[1:4] == b"PNG"
    assert int.from_bytes(header[16:20], "big") == 1366
    assert int.from_bytes(header[20:24], "big") > 2000
