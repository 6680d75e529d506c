"""Books that are loaded again and again: after each load an incremental build equals a full one.

A book of many customers goes through several loads. Each load changes some customers at random, in
every way that the mode can see, and now and then something that bears on all. The incremental build
adds to what it built before, a second one builds everything anew from the same raw tables, and all
their tables must hold the same rows.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from books import RAW_COLUMNS, RawRow, RawTables, random_book, shift_months
from harness import (
    PROFILE,
    PROJECT_DIR,
    THOROUGH,
    dbt_arguments,
    failure_message,
    release_database,
    write_tables,
)

# Every table that is built by customer, and what is made of them at once.
SELECTED = [
    *("+fct_arr_monthly", "+fct_customer_arr_movements", "+fct_licenses", "+int_changed_customers"),
    *("+int_family_arr_changes", "+dq_license_issues", "+arr_bridge_company_monthly"),
    *("+dim_customers", "+retention_product_segment_monthly", "+retention_segment_monthly"),
    *("+retention_methods", "+retention_product_family_monthly", "+retention_cohort_monthly"),
    *("+retention_product_monthly", "+license_versions", "+restatements"),
]
SELECTED_IN_FULL = [each for each in SELECTED if each != "+int_changed_customers"]
COMPARED = {
    "main_intermediate": (
        *("int_licenses_known", "int_licenses_deduplicated", "int_licenses_validated"),
        *("int_licenses", "int_reported_terms", "int_arr_changes", "int_customer_arr_changes"),
        *("int_family_arr_changes", "int_migrations", "int_lost_reasons", "int_scheduled_changes"),
        *("int_reporting_date", "int_customer_main_terms", "int_customer_segments"),
        *("int_pair_positions", "int_retention_above_floor", "int_restated_arr"),
    ),
    "main_marts": (
        *("fct_licenses", "fct_arr_movements", "fct_customer_arr_movements", "fct_arr_monthly"),
        *("arr_bridge_company_monthly", "dq_license_issues", "dim_customers"),
        *("retention_company_monthly", "retention_product_monthly", "retention_segment_monthly"),
        *("retention_product_family_monthly", "retention_product_segment_monthly"),
        *("retention_methods", "retention_cohort_monthly", "closed_arr_changes", "restatements"),
    ),
    "main_history": ("license_versions",),
}
# When it was built differs, of course.
LEFT_OUT = {"int_reporting_date": {"loaded_at"}}
# Halts that a build can come to; the next one must repair what it left.
HALTS = (
    ["+int_changed_customers"],
    ["+stg_planhat__licenses"],
    ["+int_licenses_validated"],
    ["+int_arr_changes"],
    ["+fct_arr_monthly"],
    ["+int_customer_segments"],
    ["+retention_product_monthly"],
    ["int_retention_product_totals", "int_customer_segments"],
    ["int_changed_customers", "int_build_fingerprints", "+int_arr_changes", "fct_arr_monthly"],
    ["int_reporting_date", "int_months", "+fct_arr_monthly"],
)


def run_dbt(
    work_dir: Path,
    raw_path: Path,
    project_vars: dict[str, Any],
    select: list[str],
    *options: str,
    expected: bool = True,
    project_dir: Path = PROJECT_DIR,
) -> Path:
    """Run seeds and models on raw tables that are there; give the path of the database."""
    from dbt.cli.main import dbtRunner

    work_dir.mkdir(parents=True, exist_ok=True)
    database_path = work_dir / "book.duckdb"
    (work_dir / "profiles.yml").write_text(
        PROFILE.format(path=json.dumps(str(database_path))), encoding="utf-8"
    )
    tables = [path.stem for path in raw_path.glob("*.csv")]
    all_vars = {
        "raw_path": str(raw_path),
        "raw_format": "parquet",
        "absent_columns": {},
        "close_business_day": None,
        **project_vars,
    }
    arguments = dbt_arguments(work_dir, "build", sorted(tables), all_vars, project_dir=project_dir)
    arguments += ["--exclude-resource-type", "test", "unit_test"]
    arguments += [*options, "--select", *select]
    outcome = dbtRunner().invoke(arguments)
    release_database()
    assert outcome.success == expected, failure_message(outcome)
    return database_path


def write_raw(raw_path: Path, tables: RawTables) -> None:
    """Write raw tables as CSV and as Parquet files, all columns as text."""
    write_tables(raw_path, tables)
    for path in raw_path.glob("*.csv"):
        parquet = path.with_suffix(".parquet")
        duckdb.sql(
            f"copy (select * from read_csv('{path}', header = true, all_varchar = true,"
            f" delim = ',', quote = '\"', escape = '\"'))"
            f" to '{parquet}' (format parquet)"
        )


def all_rows(database_path: Path) -> dict[str, Counter[tuple[Any, ...]]]:
    """Read the compared tables: how often each row is there, its columns in the order of names."""
    found = {}
    with duckdb.connect(str(database_path), read_only=True) as connection:
        for schema, names in COMPARED.items():
            for name in names:
                relation = connection.sql(f'select * from "{schema}"."{name}"')
                columns = sorted(set(relation.columns) - LEFT_OUT.get(name, set()))
                listed = ", ".join(f'"{column}"' for column in columns)
                found[name] = Counter(relation.project(listed).fetchall())
                found[f"columns of {name}"] = Counter([tuple(columns)])
    return found


def unequal_tables(one: Path, other: Path) -> list[str]:
    """Say which tables do not hold the same rows, with a few of those that differ."""
    rows, others = all_rows(one), all_rows(other)
    return [
        f"{name}: surplus {list(rows[name] - others[name])[:3]},"
        f" missing {list(others[name] - rows[name])[:3]}"
        for name in rows
        if rows[name] != others[name]
    ]


def rebuilt_in_part(database_path: Path) -> bool:
    """Tell whether the last build added to the one before: it then still holds what that was of."""
    with duckdb.connect(str(database_path), read_only=True) as connection:
        builds = connection.sql(
            "select count(distinct build_id) from main_intermediate.int_build_fingerprints"
        ).fetchone()
    return builds == (2,)


@dataclass
class Histories:
    """Raw tables and the random changes of one load after the other."""

    seed: int
    customers: int
    mode: str
    loaded_on: date = date(2024, 6, 12)
    removed: list[RawRow] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Start with a random book as of a day."""
        self.random = Random(self.seed)
        self.tables: RawTables = random_book(self.seed, self.customers)
        self.serial = self.loads = 0
        for row in self.rows:
            if (row["updated_at"] or "") > "2024-06-12" or (row["created_at"] or "") > "2024-06-12":
                row["updated_at"] = row["created_at"] = "2024-06-01 08:00:00"
        self.rows[0]["updated_at"] = f"{self.loaded_on} 09:00:00"
        self.companies = sorted({row["company_id"] or "" for row in self.rows})

    @property
    def rows(self) -> list[RawRow]:
        """Give the raw licences."""
        return self.tables["licenses"]

    @property
    def time(self) -> str:
        """Give the time of the changes of this load: after those of earlier loads of the day."""
        return f"{self.loaded_on} 09:{self.loads:02d}:00"

    @property
    def policy(self) -> dict[str, str]:
        """Give the var that dates the load in the history of licences."""
        return {"loaded_at": f"{self.loaded_on} 10:{self.loads:02d}:00"}

    def stamp(self, row: RawRow) -> None:
        """Date a change: always, where that is how it is seen."""
        self.touched.add(row["company_id"] or "")
        if self.mode == "updated_at":
            row["updated_at"] = self.random.choice((self.time, self.time, self.time, None))
        elif self.random.random() < 0.5:
            row["updated_at"] = self.time

    def load(self, day: date, share: float = 0.12) -> None:
        """Change a share of the customers, on a day."""
        self.loaded_on = day
        self.loads += 1
        changes: list[Callable[[RawRow], None]] = [
            *(self.edit, self.edit, self.add, self.back_date, self.delete, self.delete),
            *(self.return_deleted, self.move, self.copy, self.lose_id, self.change_company),
        ]
        count = max(int(len(self.companies) * share), 1)
        for company in self.random.sample(self.companies, count):
            own = [row for row in self.rows if (row["company_id"] or "") == company]
            for _ in range(self.random.choice((1, 1, 2, 3))):
                if own:
                    self.random.choice(changes)(self.random.choice(own))
        # What says which day it is.
        self.rows[0]["updated_at"] = self.time

    def edit(self, row: RawRow) -> None:
        """Change a value of a licence."""
        other = self.random.choice(self.rows)
        column = self.random.choice(
            (
                *("arr", "mrr", "product", "to_date", "quantity", "status", "currency"),
                *("auto_renews", "renewal_of_license_id", "lost_reason", "is_trial"),
            )
        )
        row[column] = other[column]
        self.stamp(row)

    def add(self, row: RawRow) -> None:
        """Add a licence like another one."""
        self.serial += 1
        new = dict(self.random.choice(self.rows)) | {
            "license_id": f"new {self.serial}",
            "company_id": self.random.choice((row["company_id"], f"new customer {self.serial}")),
        }
        self.rows.append(new)
        self.stamp(new)

    def back_date(self, row: RawRow) -> None:
        """Let a licence have begun earlier."""
        try:
            start = date.fromisoformat((row["from_date"] or "")[:10])
            earlier = shift_months(start, -self.random.randrange(1, 9))
        except ValueError:  # no date, or one of the year 1
            return
        row["from_date"] = earlier.isoformat()
        self.stamp(row)

    def delete(self, row: RawRow) -> None:
        """Delete a licence: the row goes, or is marked."""
        self.removed.append(dict(row))
        if self.mode == "hash" and row is not self.rows[0]:
            self.tables["licenses"] = [each for each in self.rows if each is not row]
            self.touched.add(row["company_id"] or "")
        else:
            row["is_deleted"] = "true"
            self.stamp(row)

    def return_deleted(self, _: RawRow) -> None:
        """Let a deleted licence be there again."""
        if self.removed:
            row = self.removed.pop(self.random.randrange(len(self.removed)))
            if self.mode == "updated_at":
                for each in self.rows:
                    if each["license_id"] == row["license_id"] and each["is_deleted"]:
                        each["is_deleted"] = None
                        self.stamp(each)
            else:
                self.rows.append(row)
                self.stamp(row)

    def move(self, row: RawRow) -> None:
        """Give a licence to another customer."""
        self.stamp(row)
        row["company_id"] = self.random.choice((*self.companies, "taker", None))
        self.stamp(row)

    def copy(self, row: RawRow) -> None:
        """Let two customers, or one twice, hold a licence of one id."""
        new = dict(row) | {"company_id": self.random.choice((row["company_id"], *self.companies))}
        if self.mode == "hash":
            new["updated_at"] = self.random.choice((None, "2023-01-01", row["updated_at"]))
        if self.random.random() < 0.5:
            new["arr"] = "777"
        self.rows.append(new)
        self.touched.add(new["company_id"] or "")
        if self.mode == "updated_at":
            self.stamp(new)

    def lose_id(self, row: RawRow) -> None:
        """Lose the id of a licence or of its customer."""
        self.stamp(row)
        row[self.random.choice(("license_id", "company_id"))] = None

    def change_company(self, row: RawRow) -> None:
        """Change, add or delete a company, but not its parent: another one rebuilds everything."""
        self.touched.add(row["company_id"] or "")
        companies = self.tables["companies"]
        parents = {each["company_id"]: each["parent_company_id"] for each in companies}
        own = {"company_id": row["company_id"], "parent_company_id": parents.get(row["company_id"])}
        if self.random.random() < 0.4:
            self.tables["companies"] = [*companies, dict(self.random.choice(companies)) | own]
        elif self.random.random() < 0.5 and own["parent_company_id"] is None:
            self.tables["companies"] = [
                each for each in companies if each["company_id"] != row["company_id"]
            ]
        else:
            chosen = self.random.choice(companies)
            chosen["segment"] = self.random.choice(("smb", "other", None))

    def change_rate(self) -> None:
        """Give one currency a new rate, or take its newest."""
        rates = self.tables["exchange_rates"]
        new: RawRow = dict.fromkeys(RAW_COLUMNS["exchange_rates"])
        currency = self.random.choice(("EUR", "GBP", "SEK", "JPY", "XAF"))
        new |= {"currency": currency, "rate_date": self.loaded_on.isoformat(), "rate": "1.234"}
        self.tables["exchange_rates"] = [*rates, new]

    def change_parent(self) -> None:
        """Let a company have another parent."""
        self.random.choice(self.tables["companies"])["parent_company_id"] = self.random.choice(
            self.companies
        )

    def change_catalog(self) -> None:
        """Move a product to another family, or let an alias mean another product."""
        if self.random.random() < 0.5:
            products = self.tables["products"]
            self.random.choice(products)["family"] = self.random.choice(products)["family"]
        else:
            aliases = self.tables["product_aliases"]
            self.random.choice(aliases)["product_id"] = "plat-ent"


def next_day(random: Random, day: date) -> date:
    """Give the day of the next load: the same month, the next one, or some months later."""
    days = random.choice((0, 1, 1, 2, 10, 25, 31, 40, 130))
    return day + timedelta(days=days)


@dataclass(frozen=True)
class Course:
    """How a book is loaded."""

    mode: str
    seed: int
    policy: dict[str, Any]
    later_policy: dict[str, Any] | None = None
    raw_format: str = "parquet"


CLOSING = {"close_business_day": 3}
COURSES = [
    Course("hash", 1, CLOSING, {"renewal_grace_days": 31}),
    Course("updated_at", 2, {"customer_grain": "parent", "auto_renew_past_end": True} | CLOSING),
    Course("hash", 3, {"customer_grain": "parent", "auto_renew_past_end": True}),
    Course("updated_at", 4, {"auto_renew_past_end": True} | CLOSING, {"value_basis": "arr"}),
    Course("hash", 5, {"fx_mode": "monthly", "auto_renew_past_end": True} | CLOSING),
    Course("hash", 6, {"auto_renew_past_end": True, "renewal_grace_days": 45}, None, "csv"),
    Course("updated_at", 7, {"renewal_grace_days": 45} | CLOSING, None, "csv"),
]


@pytest.mark.parametrize(
    "course",
    COURSES if THOROUGH else COURSES[1:2],
    ids=lambda course: f"{course.mode}-{course.seed}",
)
def test_incremental_builds_equal_full_ones(
    course: Course, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """After every load all tables are those of a full build of the same raw tables."""
    loads, customers = (7, 150) if THOROUGH else (3, 60)
    histories = Histories(course.seed, customers, course.mode)
    random = Random(course.seed)
    partial_loads = 0
    raw_path = tmp_path / "raw"
    policy = course.policy | {"raw_format": course.raw_format}
    write_raw(raw_path, histories.tables)
    first = policy | histories.policy
    run_dbt(tmp_path / "added", raw_path, first | {"incremental": course.mode}, SELECTED)
    # The history of a full build has seen the same loads, and closed the same months.
    run_dbt(tmp_path / "full", raw_path, first, ["+restatements"])
    for number in range(1, loads + 1):
        if number > 1 and random.random() < 0.5:
            # A build that halts, of tables that are then put right again in part.
            kept = copy.deepcopy(histories.tables)
            ahead = next_day(random, histories.loaded_on)
            before = histories.loaded_on
            histories.load(ahead)
            write_raw(raw_path, histories.tables)
            run_dbt(
                tmp_path / "added",
                raw_path,
                policy | histories.policy | {"incremental": course.mode},
                random.choice(HALTS),
            )
            if course.mode == "hash":
                histories.tables = kept
                histories.loaded_on = before
        histories.load(next_day(random, histories.loaded_on))
        if number % 3 == 2:
            random.choice((histories.change_rate, histories.change_parent))()
        if number == 5:
            histories.change_catalog()
        if number == loads and course.later_policy:
            policy |= course.later_policy
        write_raw(raw_path, histories.tables)
        # Some loads have no part in the history.
        options = ["--exclude", "license_versions"] if random.random() < 0.3 else []
        dated = policy | histories.policy
        added = run_dbt(
            *(tmp_path / "added", raw_path, dated | {"incremental": course.mode}, SELECTED),
            *options,
        )
        full = run_dbt(
            tmp_path / "full",
            raw_path,
            dated | {"incremental": "none"},
            SELECTED_IN_FULL,
            *options,
        )
        assert not unequal_tables(added, full), f"load {number} on {histories.loaded_on}"
        partial_loads += rebuilt_in_part(added)
    # The last load changes a var, another one what bears on all; the others touch a few customers.
    assert partial_loads >= loads - 2
    assert len(histories.touched) > customers / 4
    record_property("histories", len(histories.touched))


@pytest.mark.skipif(not THOROUGH, reason="builds a book nine times")
def test_modes_take_over_from_each_other(tmp_path: Path) -> None:
    """Whatever mode built the tables before, the next one makes them those of a full build."""
    histories = Histories(11, 60, "updated_at")
    random = Random(11)
    raw_path = tmp_path / "raw"
    steps: tuple[tuple[str, tuple[str, ...]], ...] = (
        *(("none", ()), ("hash", ()), ("updated_at", ()), ("updated_at", ("--full-refresh",))),
        *(("updated_at", ()), ("hash", ("--full-refresh",)), ("hash", ()), ("none", ())),
    )
    rebuilt = []
    for mode, options in steps:
        histories.load(next_day(random, histories.loaded_on))
        write_raw(raw_path, histories.tables)
        policy = histories.policy | {"incremental": mode}
        select = SELECTED if mode != "none" else SELECTED_IN_FULL
        added = run_dbt(tmp_path / "added", raw_path, policy, select, *options)
        rebuilt.append(mode != "none" and rebuilt_in_part(added))
        full = run_dbt(tmp_path / "full", raw_path, histories.policy, SELECTED_IN_FULL)
        assert not unequal_tables(added, full), f"{mode} {options}"
    assert rebuilt == [False, False, False, False, True, False, True, False]
