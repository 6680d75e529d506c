"""A small company through several loads: what is closed stays, what changes is listed as restated.

A random book with licences of its own is loaded on several days. The marts are kept as they were
after each load, and the tests compare them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from books import RawTables, random_book
from compare import counted
from harness import (
    PROJECT_DIR,
    BuildError,
    build_book,
    copy_project,
    read_rows,
    read_schema,
    run_operation,
)
from own_licences import HOSTILE, change_book, own_licences

Row = dict[str, Any]
Marts = dict[str, list[Row]]

SEED = 5
CUSTOMERS = 25
CLOSED = (
    *("closed_months", "closed_arr_changes"),
    *("closed_arr_bridge_company_monthly", "closed_arr_bridge_product_monthly"),
    *("closed_retention_company_monthly", "closed_retention_product_monthly"),
)
# What the tests read of builds that need not be compared as a whole.
ENOUGH = ["+restatements", "+fct_arr_lineage", "+dim_customers", "+dim_products"]
# About the close itself, not rebuilt as of a day.
NOT_REBUILT = {*CLOSED, "restatements", "restatement_causes"}
# What the few customers of the story are too few for.
UNEVENTFUL = {path.stem for path in (PROJECT_DIR / "models" / "marts" / "signals").glob("*.sql")}
JANUARY, FEBRUARY, MARCH = (date(2024, month, 1) for month in (1, 2, 3))


@dataclass(frozen=True)
class Load:
    """What a load left behind: its time, all marts and the history of licences."""

    loaded_at: datetime
    marts: Marts
    history: list[Row]


@dataclass(frozen=True)
class Story:
    """The loads in their order, by name, and where they were built."""

    work_dir: Path
    tables: RawTables
    loads: dict[str, Load]
    last_vars: dict[str, Any]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Build the loads one after the other, and rebuild one of them from the history."""
    work_dir = tmp_path_factory.mktemp("close")
    tables = random_book(SEED, CUSTOMERS)
    tables["licenses"] += own_licences()
    rate = {"currency": "XAF", "rate_date": "2023-01-01", "rate": "0.5"}
    tables["exchange_rates"].append(rate)
    changed = change_book(tables)
    rates = {
        **changed,
        "exchange_rates": [
            *changed["exchange_rates"],
            rate | {"rate_date": "2024-04-05", "rate": "0.6"},
        ],
    }
    loads: dict[str, Load] = {}

    def load(name: str, book: RawTables, loaded_at: str, **options: Any) -> dict[str, Any]:
        known = options.pop("known", None)
        project_vars = {
            "loaded_at": loaded_at,
            "as_of_date": loaded_at[:10],
            "close_business_day": 4,
            # What the loads change here is much of a small book.
            "restated_share_limit": 1000,
            **options.pop("policy", {}),
            **({"known_at": known} if known else {}),
        }
        path = build_book(work_dir, book, project_vars, is_gated=False, **options)
        suffix = f"_known_{known.replace('-', '_')}" if known else ""
        loads[name] = Load(
            datetime.fromisoformat(loaded_at),
            read_schema(path, f"main_marts{suffix}"),
            read_schema(path, "main_history")["license_versions"],
        )
        return project_vars

    load("day before", tables, "2024-03-05 20:00:00", command="run", select=ENOUGH)
    load("day of close", tables, "2024-03-06 08:00:00", command="run")
    core: dict[str, Any] = {"command": "run", "without_signals": True}
    load("changed", changed, "2024-04-04 08:00:00", command="check")
    load("again", changed, "2024-04-04 08:00:00", **core)
    load("refreshed", changed, "2024-04-04 08:00:00", **core, full_refresh=True)
    load("known", changed, "2024-04-05 08:00:00", command="run", known="2024-03-06")
    policy = {"renewal_grace_days": 31}
    last_vars = load("policy", rates, "2024-04-11 08:00:00", command="check", policy=policy)
    return Story(work_dir, rates, loads, last_vars)


def last_closed(load: Load) -> date:
    """Give the last closed month."""
    return max(row["arr_month"] for row in load.marts["closed_months"])


def spine(load: Load) -> dict[tuple[str, str, date], Decimal]:
    """Give ARR by customer, product and month, where it is not 0."""
    return {
        (row["customer_id"], row["product_id"], row["arr_month"]): row["arr"]
        for row in load.marts["fct_arr_monthly"]
        if row["arr"]
    }


def closed_spine(load: Load) -> dict[tuple[str, str, date], Decimal]:
    """Add the closed changes up, to ARR by customer, product and closed month."""
    changes: dict[tuple[str, str], dict[date, Decimal]] = defaultdict(dict)
    for row in load.marts["closed_arr_changes"]:
        changes[row["customer_id"], row["product_id"]][row["arr_month"]] = row["arr_change"]
    months = sorted(row["arr_month"] for row in load.marts["closed_months"])
    result = {}
    for (customer, product), by_month in changes.items():
        arr = Decimal(0)
        for month in months:
            arr += by_month.get(month, Decimal(0))
            if arr:
                result[customer, product, month] = arr
    return result


def restatements_of(load: Load, customer: str) -> list[Row]:
    """Give the restatements of a customer, in the order of months."""
    rows = [row for row in load.marts["restatements"] if row["customer_id"] == customer]
    return sorted(rows, key=lambda row: (row["product_id"], row["arr_month"]))


# Closing ----------------------------------------------------------------------------------------


def test_a_month_closes_on_its_business_day(story: Story) -> None:
    """The fourth business day of March 2024 is the 6th, a Wednesday; that of April the 4th."""
    closed = {name: last_closed(load) for name, load in story.loads.items() if name != "known"}
    assert closed == {
        "day before": JANUARY,
        "day of close": FEBRUARY,
        "changed": MARCH,
        "again": MARCH,
        "refreshed": MARCH,
        "policy": MARCH,
    }
    closed_at = {
        row["arr_month"]: row["closed_at"] for row in story.loads["policy"].marts["closed_months"]
    }
    assert closed_at[JANUARY] == min(closed_at.values()) == story.loads["day before"].loaded_at
    assert closed_at[FEBRUARY] == story.loads["day of close"].loaded_at
    assert closed_at[MARCH] == story.loads["changed"].loaded_at


def test_closed_rows_are_those_of_the_marts_at_the_close(story: Story) -> None:
    """Bridges and retention are frozen as they were when their month was closed.

    Without what the closed marts do not keep: names, and the customers of bridges.
    """
    for name in ("day before", "day of close", "changed"):
        load = story.loads[name]
        for relation in CLOSED[2:]:
            kept = load.marts[relation][0].keys()
            mart = counted(
                [
                    {column: value for column, value in row.items() if column in kept}
                    for row in load.marts[relation.removeprefix("closed_")]
                ]
            )
            frozen = [
                {
                    column: value
                    for column, value in row.items()
                    if column not in ("as_of_date", "closed_at", "restated_arr")
                }
                for row in load.marts[relation]
                if row["closed_at"] == load.loaded_at
            ]
            assert frozen and not counted(frozen) - mart, (name, relation)


def test_closed_changes_rebuild_the_spine_of_each_close(story: Story) -> None:
    """Their sum up to a month is the ARR that the spine had when the month was closed."""
    rebuilt = closed_spine(story.loads["policy"])
    closed_by = {
        row["arr_month"]: row["closed_at"] for row in story.loads["policy"].marts["closed_months"]
    }
    expected = {
        key: arr
        for name in ("day before", "day of close", "changed")
        for key, arr in spine(story.loads[name]).items()
        if closed_by.get(key[2]) == story.loads[name].loaded_at
    }
    assert len(expected) > 300
    assert rebuilt == expected


def test_no_closed_row_is_ever_altered(story: Story) -> None:
    """Whatever comes later, a full refresh included, only rows of a new close are added."""
    names = [name for name in story.loads if name != "known"]
    for earlier, later in pairwise(names):
        for relation in CLOSED:
            old = counted(story.loads[earlier].marts[relation])
            new = counted(story.loads[later].marts[relation])
            assert not old - new, (relation, earlier, later)
            added = {dict(row)["closed_at"] for row in new - old}
            assert added <= {story.loads[later].loaded_at}, (relation, earlier, later)


def test_the_same_load_again_changes_nothing(story: Story) -> None:
    """Every mart and the history are the same after another build, also after a full refresh."""
    first = story.loads["changed"]
    for name in ("again", "refreshed"):
        assert story.loads[name].marts.keys() == first.marts.keys()
        for relation, rows in first.marts.items():
            assert counted(story.loads[name].marts[relation]) == counted(rows), (name, relation)
        assert counted(story.loads[name].history) == counted(first.history), name


# Restatements -----------------------------------------------------------------------------------


def test_restatements_are_all_that_differs(story: Story) -> None:
    """For every customer, product and closed month: now less closed, or no row where both agree."""
    for name in ("day of close", "changed", "policy"):
        load = story.loads[name]
        now, then = spine(load), closed_spine(load)
        closed_months = {row["arr_month"] for row in load.marts["closed_months"]}
        expected = {
            key: (then.get(key, Decimal(0)), now.get(key, Decimal(0)))
            for key in now.keys() | then.keys()
            if key[2] in closed_months and now.get(key) != then.get(key)
        }
        actual = {
            (row["customer_id"], row["product_id"], row["arr_month"]): (
                row["closed_arr"],
                row["current_arr"],
            )
            for row in load.marts["restatements"]
        }
        assert actual == expected, name
        assert all(
            row["difference"] == row["current_arr"] - row["closed_arr"]
            for row in load.marts["restatements"]
        )
    assert not story.loads["day of close"].marts["restatements"]


def test_a_back_dated_licence_is_restated_and_in_no_closed_figure(story: Story) -> None:
    """It starts in November, comes in April: the four closed months from then on name it."""
    months = [date(2023, 11, 1), date(2023, 12, 1), JANUARY, FEBRUARY]
    load = story.loads["changed"]
    rows = restatements_of(load, "cust late")
    assert [row["arr_month"] for row in rows] == months
    for row in rows:
        assert (row["cause"], row["license_ids"]) == ("licence_added", "back-dated")
        assert (row["closed_arr"], row["current_arr"], row["difference"]) == (1200, 2400, 1200)
        assert row["closed_at"] < load.loaded_at
        assert row["what_changed"].startswith("back-dated (company_id cust late; product api;")
    closed = closed_spine(load)
    assert {closed["cust late", "api", month] for month in months} == {Decimal(1200)}
    # It enters with the month that is closed next, as restated ARR and in no movement.
    assert closed["cust late", "api", MARCH] == 2400
    bridges = {row["arr_month"]: row for row in load.marts["closed_arr_bridge_company_monthly"]}
    restated = sum(
        row["difference"] for row in load.marts["restatements"] if row["arr_month"] == FEBRUARY
    )
    assert restated != 0
    assert bridges[MARCH]["restated_arr"] == restated
    assert bridges[FEBRUARY]["closing_arr"] + restated == bridges[MARCH]["opening_arr"]


def test_edited_deleted_and_moved_licences_are_restated(story: Story) -> None:
    """Each names what happened; a licence that came in the ordinary course is no cause."""
    load = story.loads["changed"]
    edited = restatements_of(load, "cust edited")
    assert len(edited) == 12
    assert {(row["cause"], row["what_changed"], row["difference"]) for row in edited} == {
        ("licence_changed", "edited (arr 1200.0000 -> 1500.0000)", 300)
    }
    deleted = restatements_of(load, "cust deleted")
    assert {(row["cause"], row["license_ids"], row["current_arr"]) for row in deleted} == {
        ("licence_removed", "deleted", 0)
    }
    moved = restatements_of(load, "cust moved")
    assert {(row["product_id"], row["what_changed"], row["difference"]) for row in moved} == {
        ("api", "moved (product api -> sync)", -1200),
        ("sync", "moved (product api -> sync)", 1200),
    }
    # The upgrade ends the licence that it renews, in January.
    renewed = restatements_of(load, "cust renewed")
    assert [(row["product_id"], row["arr_month"], row["difference"]) for row in renewed] == [
        ("plat-pro", JANUARY, 1200),
        ("plat-pro", FEBRUARY, 1200),
        ("plat-std", JANUARY, -1200),
        ("plat-std", FEBRUARY, -1200),
    ]
    assert {(row["cause"], row["license_ids"]) for row in renewed} == {("licence_added", "upgrade")}
    assert not restatements_of(load, "cust noted")
    causes = {row["license_id"] for row in load.marts["restatement_causes"]}
    assert "noted" not in causes and causes >= {"late", "renewal"} - {"late"}


def test_rates_and_policies_are_told_from_licences(story: Story) -> None:
    """A new exchange rate and a changed var restate months of which no licence changed."""
    assert not restatements_of(story.loads["changed"], "cust foreign")
    assert not restatements_of(story.loads["changed"], "cust gap")
    load = story.loads["policy"]
    rates = restatements_of(load, "cust foreign")
    assert {(row["cause"], row["license_ids"], row["closed_arr"]) for row in rates} == {
        ("policy_or_rates", None, 600)
    }
    assert len(rates) == 13 and {row["current_arr"] for row in rates} == {720}
    gap = restatements_of(load, "cust gap")
    assert [(row["arr_month"], row["cause"], row["difference"]) for row in gap] == [
        (date(2023, 8, 1), "policy_or_rates", 1200)
    ]
    assert {row["cause"] for row in restatements_of(load, "cust late")} == {"licence_added"}


# Known at ---------------------------------------------------------------------------------------


def test_figures_can_be_rebuilt_as_they_were_known(story: Story) -> None:
    """Every mart of the rebuild is that of the build of the day, and nothing else is touched."""
    then, rebuilt = story.loads["day of close"], story.loads["known"]
    assert rebuilt.marts.keys() == then.marts.keys() - NOT_REBUILT
    assert {relation for relation, rows in rebuilt.marts.items() if not rows} <= UNEVENTFUL
    for relation, rows in rebuilt.marts.items():
        # The profile is that of the present input, and the report says when it was built.
        if relation not in ("dq_input_profile", "report_info"):
            assert counted(rows) == counted(then.marts[relation]), relation
    assert counted(rebuilt.history) == counted(story.loads["changed"].history)
    changed, after = story.loads["changed"], story.loads["policy"]
    for relation in CLOSED:
        assert counted(after.marts[relation]) == counted(changed.marts[relation]), relation


def test_the_history_holds_every_version(story: Story) -> None:
    """A licence that changed has two rows, one that was deleted an end."""
    versions = defaultdict(list)
    for row in story.loads["policy"].history:
        versions[row["license_id"]].append((row["dbt_valid_from"], row["dbt_valid_to"]))
    first = story.loads["day before"].loaded_at
    changed = story.loads["changed"].loaded_at
    assert sorted(versions["edited"], key=str) == [(first, changed), (changed, None)]
    assert versions["deleted"] == [(first, changed)]
    assert versions["back-dated"] == [(changed, None)]
    assert versions["foreign"] == [(first, None)]


@pytest.mark.parametrize(
    ("project_vars", "message"),
    [
        (
            {"known_at": "2024-03-04"},
            "var known_at is 2024-03-04, but the history of licences begins on 2024-03-05 20:00:00",
        ),
        (
            {"loaded_at": "2024-04-03"},
            "but the history of licences reaches to 2024-04-04 08:00:00: loads must come in the"
            " order of time",
        ),
        ({"loaded_at": "2024-04-03 25:00:00"}, "allowed: a moment as YYYY-MM-DD or"),
    ],
)
def test_what_the_history_cannot_serve_stops_the_build(
    story: Story, project_vars: dict[str, Any], message: str
) -> None:
    """The message says what is wrong, and nothing is built."""
    with pytest.raises(BuildError) as error:
        build_book(
            story.work_dir, story.tables, story.last_vars | project_vars, ["int_reporting_date"]
        )
    assert message in " ".join(str(error.value).split())


def test_there_must_be_a_history(tmp_path: Path) -> None:
    """A first build cannot be one as of a day."""
    with pytest.raises(BuildError, match="there is no history yet"):
        build_book(tmp_path, {"licenses": []}, {"known_at": "2024-03-06"}, command="run")


def test_the_sample_gives_way_to_other_licences_and_not_back(tmp_path: Path) -> None:
    """Trying the sample out leaves nothing closed behind; it never gets among closed months.

    Whatever the schemas are called.
    """
    project_dir = copy_project(tmp_path / "project")
    file = project_dir / "dbt_project.yml"
    text = file.read_text(encoding="utf-8")
    for name in ("intermediate", "marts", "history"):
        assert text.count(f"+schema: {name}") == 1
        text = text.replace(f"+schema: {name}", f"+schema: our_{name}")
    file.write_text(text, encoding="utf-8")

    def build(tables: RawTables, project_vars: dict[str, Any]) -> Path:
        return build_book(
            tmp_path / "work", tables, project_vars, ENOUGH, "run", project_dir=project_dir
        )

    def read(path: Path, name: str, column: str) -> list[Any]:
        return [row[column] for row in read_rows(path, name, [column], "main_our_marts")]

    books = {"licenses": own_licences()}
    closing = {"close_business_day": 4}
    own = {"as_of_date": "2024-04-10", **closing}
    path = build({}, {"input": "sample", **closing})
    assert len(read(path, "closed_months", "arr_month")) > 40
    path = build(books, own)
    assert set(read(path, "closed_months", "source_input")) == {"files"}
    assert max(read(path, "closed_months", "arr_month")) == MARCH
    customers = set(read(path, "closed_arr_changes", "customer_id"))
    assert customers and all(customer.startswith(("cust ", HOSTILE)) for customer in customers)
    assert not read(path, "restatements", "customer_id")
    with pytest.raises(BuildError, match="did you forget VARS"):
        build({}, {"input": "sample"})


# Lineage ----------------------------------------------------------------------------------------


def test_lineage_adds_up_to_every_spine_row(story: Story) -> None:
    """The licences behind each row of the spine make up its ARR and what is below zero."""
    for name in ("changed", "policy"):
        marts = story.loads[name].marts
        behind: dict[tuple[str, str, date], Decimal] = defaultdict(Decimal)
        licences = Counter()
        for row in marts["fct_arr_lineage"]:
            behind[row["customer_id"], row["product_id"], row["arr_month"]] += row["arr"]
            # A discount on a line of its own stands behind each product that it reduces.
            licences[row["license_id"], row["product_id"], row["arr_month"]] += 1
        expected = {
            (row["customer_id"], row["product_id"], row["arr_month"]): row["arr"]
            + row["negative_arr"]
            for row in marts["fct_arr_monthly"]
        }
        assert len(expected) > 300 and max(licences.values()) == 1
        assert {key: arr for key, arr in behind.items() if arr} == {
            key: arr for key, arr in expected.items() if arr
        }
        assert {row["license_id"] for row in marts["fct_arr_lineage"]} <= {
            row["license_id"] for row in marts["fct_licenses"]
        }


# Explain ----------------------------------------------------------------------------------------


@pytest.fixture
def explain(story: Story, capfd: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Give a function that explains a month and returns what is printed, without double blanks."""

    def run(customer: str, product: str, month: str) -> str:
        capfd.readouterr()
        arguments = {"customer": customer, "product": product, "month": month}
        run_operation(story.work_dir, "explain", arguments, story.tables, story.last_vars)
        return " ".join(capfd.readouterr().out.split())

    yield run


def test_explain_says_what_changed(explain: Any) -> None:
    """The movements of a month, and each licence before and after, with what became of it."""
    text = explain("cust renewed", "plat-std", "2024-01")
    assert "ARR before 1,200.00 migration_out -1,200.00" in text
    assert "renewed 1,200.00 - - - ends on 2023-12-31; renewed by upgrade" in text
    text = explain("cust renewed", "Professional", "2024-01-01")
    assert "upgrade - 1,200.00 - - starts on 2024-01-01; renews renewed" in text
    text = explain("cust edited", "api", "2024-03")
    assert "edited 1,500.00 - - - ends on 2024-02-29" in text
    assert "renewal - 1,200.00 - - starts on 2024-03-01" in text
    text = explain("cust gap", "api", "2023-08")
    assert "gap 1 1,200.00 1,200.00 - - ended on 2023-08-20, is kept" in text
    text = explain("cust gap", "api", "2023-01")
    assert "No ARR at the end of this month or of the one before." in text


def test_explain_takes_any_name(explain: Any) -> None:
    """Quotes and backslashes in a name are part of it."""
    text = explain(HOSTILE, "api", "2024-02")
    assert text.startswith(f"{HOSTILE} ({HOSTILE}), ")
    assert "hostile 1,200.00 1,200.00 - - unchanged" in text


@pytest.mark.parametrize(
    ("customer", "product", "month", "message"),
    [
        ("nobody' or 1=1 --", "api", "2024-02", "there is no customer with the id or name"),
        ("cust late", "nothing", "2024-02", "there is no product with the id or name"),
        ("cust late", "Legacy", "2024-02", "give one of their ids, leg-a, leg-b"),
        ("cust late", "api", "February", "give it as YYYY-MM"),
        ("cust late", "api", "2024-13", "give it as YYYY-MM"),
        ("cust late", "api", "2031-01", "2031-01 is not reported; reported are 20"),
    ],
)
def test_explain_says_what_it_does_not_find(
    explain: Any,
    capfd: pytest.CaptureFixture[str],
    customer: str,
    product: str,
    month: str,
    message: str,
) -> None:
    """Unknown customers, products and months are named, and dbt fails."""
    with pytest.raises(BuildError):
        explain(customer, product, month)
    assert message in " ".join(capfd.readouterr().out.split())


def test_known_figures_are_read_by_name(story: Story) -> None:
    """The marts of a rebuild lie beside the current ones."""
    path = story.work_dir / "book.duckdb"
    schema = "main_marts_known_2024_03_06"
    rows = read_rows(path, "arr_bridge_company_monthly", ["arr_month"], schema)
    assert max(row["arr_month"] for row in rows) == FEBRUARY


# Reopening --------------------------------------------------------------------------------------


def test_a_reopened_month_is_closed_again(story: Story) -> None:
    """And so is one whose close was interrupted: closed_months is written after all else.

    This test comes last, since it goes on from where the story ends.
    """
    arguments = {"from_month": "2024-03"}
    run_operation(story.work_dir, "reopen_months", arguments, story.tables, story.last_vars)
    loaded_at = datetime(2024, 4, 12, 8)
    project_vars = story.last_vars | {"loaded_at": str(loaded_at)}
    path = build_book(story.work_dir, story.tables, project_vars, ENOUGH, command="run")
    reopened, before = Load(loaded_at, read_schema(path, "main_marts"), []), story.loads["policy"]
    for relation in CLOSED:
        kept = [row for row in reopened.marts[relation] if row["arr_month"] < MARCH]
        again = [row for row in reopened.marts[relation] if row["arr_month"] >= MARCH]
        expected = [row for row in before.marts[relation] if row["arr_month"] < MARCH]
        assert counted(kept) == counted(expected), relation
        assert {row["closed_at"] for row in again} == {loaded_at}, relation

    def in_march(arrs: dict[tuple[str, str, date], Decimal]) -> dict[Any, Decimal]:
        return {key: arr for key, arr in arrs.items() if key[2] == MARCH}

    assert in_march(closed_spine(reopened)) == in_march(spine(reopened))
    assert in_march(closed_spine(before)) != in_march(spine(before))
