"""A build that is killed, doubled or starved of disk space leaves nothing wrong behind."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from books import random_book
from harness import PROFILE, PROJECT_DIR, THOROUGH, dbt_arguments, write_tables

SEED = 20261122
KILLS = 20 if THOROUGH else 1
PUBLISH = PROJECT_DIR / "scripts" / "publish.py"
# What was closed before a build differs between the first build and a second one.
BEFORE_THE_BUILD = ("int_last_closed_month", "int_restated_share")


class Site:
    """A folder with raw files and a profile, in which the project is built by processes."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Write a random book and a profile.

        Args:
            folder: an empty folder.
            seed: of the book.
        """
        self.folder = folder
        self.database = folder / "book.duckdb"
        self.tables = random_book(seed, 30)
        write_tables(folder / "raw", self.tables)
        (folder / "profiles.yml").write_text(
            PROFILE.format(path=json.dumps(str(self.database))), encoding="utf-8"
        )

    def start_build(self) -> subprocess.Popen[str]:
        """Start a build of all seeds, snapshots and models, without tests."""
        project_vars = {
            "as_of_date": "2024-12-31",
            "close_business_day": 4,
            "loaded_at": "2025-01-10 08:00:00",  # else each build has a time of its own
        }
        command = [
            *(sys.executable, "-c", "from dbt.cli.main import cli; cli()"),
            *dbt_arguments(self.folder, "build", self.tables, project_vars, keeps_artifacts=True),
            *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
        ]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def build(self) -> None:
        """Build to the end."""
        process = self.start_build()
        output, _ = process.communicate(timeout=300)
        assert process.returncode == 0, output

    def digest(self) -> dict[str, object]:
        """Give a hash of the rows of every table and view, whatever their order."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            relations = connection.execute(
                "select table_schema, table_name from information_schema.tables order by all"
            ).fetchall()
            hashes = {}
            for schema, name in relations:
                if name in BEFORE_THE_BUILD:
                    continue
                relation = f'"{schema}"."{name}"'
                hashes[f"{schema}.{name}"] = connection.execute(
                    f"select list_sort(list(hash(t)))::varchar from {relation} as t"
                ).fetchone()
            return hashes

    def publish(self, to: Path, prepare: Callable[[], None] | None = None) -> tuple[int, str]:
        """Publish the marts of the last build.

        Args:
            to: the file to publish to.
            prepare: called in the new process before it starts.

        Returns:
            The exit code and what was printed.
        """
        outcome = subprocess.run(
            [sys.executable, str(PUBLISH), "--profiles-dir", str(self.folder), "--to", str(to)],
            env={**os.environ, "DBT_TARGET_PATH": str(self.folder / "target")},
            capture_output=True,
            text=True,
            preexec_fn=prepare,
        )
        return outcome.returncode, outcome.stdout + outcome.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give a site that has been built."""
    site = Site(tmp_path_factory.mktemp("site"), SEED)
    site.build()
    return site


@pytest.mark.long
def test_a_killed_build_and_another_give_what_one_build_gives(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Killed at random moments and run again, every table is that of a build never killed."""
    moments = random.Random(SEED)
    (tmp_path / "whole").mkdir()
    (tmp_path / "killed").mkdir()
    whole, killed = Site(tmp_path / "whole", SEED), Site(tmp_path / "killed", SEED)
    whole.build()
    killed.build()  # so that there is something to destroy, and dbt has parsed the project
    started = time.monotonic()
    killed.build()
    duration = time.monotonic() - started
    expected = whole.digest()
    assert len(expected) > 60
    assert killed.digest() == expected
    struck = 0
    for _ in range(KILLS):
        process = killed.start_build()
        time.sleep(duration * moments.uniform(0.35, 0.95))
        process.send_signal(signal.SIGKILL)
        process.wait()
        struck += process.returncode == -signal.SIGKILL
        killed.build()
        assert killed.digest() == expected
    assert struck >= KILLS * 3 // 4, "the builds were over before they were killed"
    record_property("builds killed", struck)


def test_a_second_build_does_no_harm(site: Site) -> None:
    """Of two builds at once one says that the file is in use, and the other is not disturbed."""
    expected = site.digest()
    first, second = site.start_build(), site.start_build()
    outputs = [process.communicate(timeout=300)[0] for process in (first, second)]
    failed = [
        output
        for process, output in zip((first, second), outputs, strict=True)
        if process.returncode != 0
    ]
    assert len(failed) < 2, outputs
    for output in failed:
        assert "Could not set lock on file" in output
    assert site.digest() == expected


def test_readers_and_publishing_do_not_disturb_each_other(site: Site, tmp_path: Path) -> None:
    """A reader keeps what it opened; who opens the file afterwards sees the new marts."""
    published = tmp_path / "published.duckdb"
    code, output = site.publish(published)
    assert code == 0, output
    count = "select count(*) from marts.fct_arr_monthly"
    with duckdb.connect(str(published), read_only=True) as reader:
        before = reader.execute(count).fetchone()
        with duckdb.connect(str(site.database)) as connection:
            connection.execute("delete from main_marts.fct_arr_monthly where arr = 0")
        code, output = site.publish(published)
        assert code == 0, output
        assert reader.execute(count).fetchone() == before
    # In a process of its own: within one, DuckDB would hand out the connection above.
    script = (
        f"import duckdb; print(duckdb.connect({str(published)!r}).execute({count!r}).fetchone())"
    )
    after = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout
    assert after.strip() not in ("", str(before))
    assert not list(tmp_path.glob(".published*"))


def test_every_table_and_column_of_the_published_file_has_a_comment(
    site: Site, tmp_path: Path
) -> None:
    """The description that the project gives it."""
    published = tmp_path / "published.duckdb"
    code, output = site.publish(published)
    assert code == 0, output
    with duckdb.connect(str(published), read_only=True) as reader:
        said = reader.execute(
            "select table_name, null, comment from duckdb_tables()"
            " union all select table_name, column_name, comment from duckdb_columns()"
            " where schema_name = 'marts'"
            " union all select view_name, null, comment from duckdb_views() where not internal"
        ).fetchall()
        of_a_year = reader.execute("select * from marts.retention_product_12m").fetchall()
        expected = reader.execute(
            "select * exclude window_months from marts.retention_product_monthly"
            " where window_months = 12"
        ).fetchall()
    assert [(table, column) for table, column, comment in said if not comment] == []
    comments = {(table, column): comment for table, column, comment in said}
    assert comments["retention_product_monthly", "grr"].startswith("Gross revenue retention")
    assert comments["fct_arr_monthly", None].startswith("One row per")
    # Beside each mart with several windows stands a view of 12 months.
    assert of_a_year == expected != []
    with_windows = {table for table, column in comments if column == "window_months"}
    views = {table.removesuffix("_12m") for table, _ in comments if table.endswith("_12m")}
    assert views == {mart.removesuffix("_monthly") for mart in with_windows}
    # Where one name is two things, each says so.
    for mart in ("arr_bridge_company_monthly", "arr_growth_company_monthly"):
        assert "of a retention mart" in " ".join(comments[mart, "expansion_arr"].split())
    said_of_base = comments["retention_company_monthly", "expansion_arr"]
    assert "of a bridge or of growth" in " ".join(said_of_base.split())


def test_a_full_disk_leaves_the_last_good_file(site: Site, tmp_path: Path) -> None:
    """A copy that can't be written to its end says so, goes, and replaces nothing."""
    published = tmp_path / "published.duckdb"
    code, output = site.publish(published)
    assert code == 0, output
    good = published.read_bytes()

    def allow_half() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(good) // 2, len(good) // 2))

    code, output = site.publish(published, allow_half)
    assert code == 1
    assert f"Not published, {published} is as it was" in output
    assert published.read_bytes() == good
    assert not list(tmp_path.glob(".published*"))


def test_publishing_needs_a_build(tmp_path: Path) -> None:
    """Without a database the message says so, and no file is left behind."""
    site = Site(tmp_path, SEED)
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "manifest.json").write_text('{"nodes": {}}', encoding="utf-8")
    code, output = site.publish(tmp_path / "published.duckdb")
    assert code == 1
    assert "database does not exist" in output
    assert not list(tmp_path.glob("*published*"))
