"""Get every formula wrong, one at a time: some dbt test must fail each time.

The project is built once as it is. Then each mutation is applied to a copy of it, and what depends
on the changed file is built and tested anew. `MUTATIONS` (environment) holds the names of those to
try, with commas between them; all when not given. `pytest -s` shows which test noticed what.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from harness import PROFILE, PROJECT_DIR, THOROUGH, copy_project, failure_message, release_database
from mutations import ARR_CHANGES, INCREMENTAL_MUTATIONS, MUTATIONS, Mutation

WORKERS = min(os.cpu_count() or 1, 8)
TESTS = ("test", "unit_test")
UNCHANGED = Mutation("unchanged", ARR_CHANGES, "with terms as (", "with terms as (", "Nothing.")


@dataclass(frozen=True)
class Verdict:
    """What came of one mutation.

    Attributes:
        name: of the mutation.
        killed_by: the test that failed; empty if none did.
        complaint: why the mutated project could not be judged; empty if it could.
        seconds: how long it took.
    """

    name: str
    killed_by: str
    complaint: str
    seconds: float

    def __str__(self) -> str:
        """Give the verdict as a line of a table."""
        outcome = self.killed_by or self.complaint or "SURVIVED"
        return f"{self.name:45} {self.seconds:5.1f} s  {outcome}"


class Project:
    """A copy of the dbt project with a database of its own, below one folder."""

    def __init__(self, folder: Path) -> None:
        """Take a folder that `copy_sources` or another project's copy has filled."""
        self.folder = folder
        self.source_dir = folder / "project"
        self.built_path = folder / "built.duckdb"
        self.database_path = folder / "mutated.duckdb"

    def copy_sources(self) -> None:
        """Copy what dbt reads of the project."""
        copy_project(self.source_dir)

    def build(self, selection: Sequence[str] = ()) -> Any:
        """Run `dbt build`, of everything or of a selection until its first failure."""
        os.environ["DO_NOT_TRACK"] = "1"
        os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
        from dbt.cli.main import dbtRunner  # after the environment is set: dbt reads it on import

        profile = PROFILE.format(path=json.dumps(str(self.database_path)))
        (self.folder / "profiles.yml").write_text(profile, encoding="utf-8")
        arguments = ["--quiet", "--log-level", "none", "--log-level-file", "none"]
        # Nothing is closed: a copy of the right figures would give every wrong one away.
        project_vars = {"print_summary": False, "close_business_day": None}
        arguments += ["build", "--threads", "1", "--vars", json.dumps(project_vars)]
        arguments += ["--project-dir", str(self.source_dir), "--profiles-dir", str(self.folder)]
        arguments += ["--target-path", str(self.folder / "target")]
        if selection:
            arguments += ["--no-write-json", "--fail-fast", *selection]
        else:
            arguments += ["--selector", "everything"]
        outcome = dbtRunner().invoke(arguments)
        release_database()
        return outcome

    @contextmanager
    def changed(self, mutation: Mutation) -> Iterator[None]:
        """Apply a mutation to the project as it was built, and take it back in the end."""
        path = self.source_dir / mutation.file
        original = path.read_text(encoding="utf-8")
        mutated = original.replace(mutation.find, mutation.replacement)
        shutil.copy(self.built_path, self.database_path)
        path.write_text(mutated, encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(original, encoding="utf-8")

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What dbt knows of the project as it is."""
        return json.loads((self.folder / "target" / "manifest.json").read_text("utf-8"))

    def nodes_of(self, file: str) -> set[str]:
        """Give the names of the models and seeds that a file makes, or that use its macros."""
        nodes = self.manifest["nodes"].values()
        nodes = [node for node in nodes if node["resource_type"] in ("model", "seed")]
        if not file.startswith("macros/"):
            return {node["name"] for node in nodes if node["original_file_path"] == file}
        macros = self.manifest["macros"]
        used = {name for name, macro in macros.items() if macro["original_file_path"] == file}
        while True:
            users = {n for n, m in macros.items() if used & set(m["depends_on"]["macros"])}
            if users <= used:
                break
            used |= users
        return {node["name"] for node in nodes if used & set(node["depends_on"]["macros"])}

    def selection(self, file: str) -> list[str]:
        """Give the selection of all that a change of a file can alter.

        A unit test makes up what its model reads, so that only a change of the model itself, or of
        a macro that it uses, can alter it.
        """
        changed = self.nodes_of(file)
        spared = [t for t in self.manifest["unit_tests"].values() if t["model"] not in changed]
        return [
            "--select",
            *sorted(f"{name}+" for name in changed),
            *(["--exclude"] if spared else []),
            *sorted(f"unit_test:{test['name']}" for test in spared),
        ]

    def judge(self, mutation: Mutation) -> Verdict:
        """Build and test what a mutation changes, until the first failure."""
        started = time.monotonic()
        with self.changed(mutation):
            outcome = self.build(self.selection(mutation.file))
        results = getattr(outcome.result, "results", None) or []
        failed = [
            result.node.name
            for result in results
            if result.node.resource_type in TESTS and str(result.status) == "fail"
        ]
        complaint = ""
        if not failed and not outcome.success:
            complaint = " ".join(failure_message(outcome).split())[:500]
        elif not results:
            complaint = "nothing depends on the file"
        seconds = time.monotonic() - started
        return Verdict(mutation.name, failed[0] if failed else "", complaint, seconds)


project: Project  # of a worker process; `start_worker` sets it


def start_worker(built: Path, root: Path) -> None:
    """Give this process a copy of the built project."""
    global project
    folder = Path(mkdtemp(dir=root))
    shutil.copytree(built, folder, dirs_exist_ok=True)
    project = Project(folder)


def judge(mutation: Mutation) -> Verdict:
    """Judge a mutation in this process's project."""
    return project.judge(mutation)


def chosen(mutations: Sequence[Mutation]) -> list[Mutation]:
    """Give those that the environment names; every sixteenth, or all, when it names none."""
    names = {name.strip() for name in os.environ.get("MUTATIONS", "").split(",") if name.strip()}
    unknown = names - {mutation.name for mutation in (*MUTATIONS, *INCREMENTAL_MUTATIONS)}
    if unknown:
        raise ValueError(f"MUTATIONS: no such mutation: {', '.join(sorted(unknown))}")
    if names:
        return [mutation for mutation in mutations if mutation.name in names]
    return list(mutations if THOROUGH else mutations[::16])


def test_mutations_apply() -> None:
    """Every mutation has a name of its own and changes a text that its file holds once."""
    mutations = (*MUTATIONS, *INCREMENTAL_MUTATIONS)
    assert [n for n, times in Counter(m.name for m in mutations).items() if times > 1] == []
    found = {m.name: (PROJECT_DIR / m.file).read_text("utf-8").count(m.find) for m in mutations}
    assert {name: times for name, times in found.items() if times != 1} == {}
    assert [m.name for m in mutations if m.find == m.replacement] == []


def test_every_mutation_is_noticed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Some dbt test fails for every mutation, and none does without one."""
    mutations = chosen(MUTATIONS)
    built = Project(tmp_path / "built")
    built.copy_sources()
    outcome = built.build()
    assert outcome.success, failure_message(outcome)
    built.database_path.rename(built.built_path)
    with ProcessPoolExecutor(
        WORKERS, get_context("spawn"), start_worker, (built.folder, tmp_path)
    ) as pool:
        print()
        verdicts = []
        for verdict in pool.map(judge, [UNCHANGED, *mutations]):
            print(verdict, flush=True)
            verdicts.append(verdict)
    unchanged = verdicts.pop(0)
    assert not unchanged.killed_by and not unchanged.complaint, str(unchanged)
    unclear = [str(verdict) for verdict in verdicts if verdict.complaint]
    assert not unclear, "not judged:\n" + "\n".join(unclear)
    survivors = [verdict.name for verdict in verdicts if not verdict.killed_by]
    assert not survivors, "no dbt test fails with: " + ", ".join(survivors)
    record_property("mutations", len(verdicts))
