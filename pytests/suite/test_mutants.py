"""Get the SQL of every model wrong, in one place at a time: some dbt test must fail.

By default only the faults that are written down are judged, with `THOROUGH` all mutants.
`make mutants MODEL=...` names those of a model that no test notices.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mutants import compiled, domain_faults, equivalents, report
from mutants.choice import Choice
from mutants.compiled import Compiled
from mutants.judge import NOTICED, Judge, Verdict
from mutants.runs import judge_models

MOST_DOMAIN_FAULTS = 60


@pytest.fixture(scope="module")
def work_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the bundled company with dbt, with all its tests."""
    folder = tmp_path_factory.mktemp("mutants")
    compiled.build(folder)
    return folder


@pytest.fixture(scope="module")
def built(work_dir: Path) -> Compiled:
    """Read what dbt compiled."""
    return compiled.read(work_dir)


@pytest.fixture(scope="module")
def judge(built: Compiled) -> Judge:
    """Lay out the tests, all of which pass without a fault."""
    return Judge(built)


@pytest.fixture(scope="module")
def listed() -> equivalents.Listed:
    """Read the equivalents."""
    return equivalents.read()


@pytest.mark.long
def test_every_equivalent_is_a_mutant(built: Compiled, listed: equivalents.Listed) -> None:
    """Nothing is listed that the models no longer have."""
    every = Choice()
    derived = [mutant for name in every.names(built) for mutant in every.mutants(built, name)]
    assert equivalents.stale(listed, derived) == []


def test_every_domain_fault_is_noticed(
    built: Compiled, judge: Judge, record_property: Callable[[str, object], None]
) -> None:
    """A dbt test fails for each fault that is written down, in every model that can have it."""
    faults = domain_faults.read()
    assert len(faults) <= MOST_DOMAIN_FAULTS
    mutants = {fault: domain_faults.mutants_of(fault, built) for fault in faults}
    assert [fault for fault, of_fault in mutants.items() if not of_fault] == [], "no model has it"
    unnoticed = [
        f"{mutant.key.model}: {fault.fault} ({verdict.outcome} {verdict.by})"
        for fault, of_fault in mutants.items()
        for mutant in of_fault
        if (verdict := judge.judge(mutant)).outcome != NOTICED
    ]
    assert unnoticed == []
    record_property("domain_faults", len(faults))


def show(verdicts: list[Verdict], listed: equivalents.Listed) -> dict[str, report.Tally]:
    """Print what came of some mutants, and give it by model."""
    tallies = report.by_model(verdicts, listed)
    print()
    print(report.survivors(tallies))
    print(report.table(tallies))
    return tallies


@pytest.mark.long
def test_every_model_has_its_mutants_noticed(
    work_dir: Path, listed: equivalents.Listed, record_property: Callable[[str, object], None]
) -> None:
    """For each model, 95 % of all its mutants are noticed."""
    verdicts = [verdict for _, of_model in judge_models(work_dir, Choice()) for verdict in of_model]
    tallies = show(verdicts, listed)
    assert report.wrongly_listed(verdicts, listed) == [], "a test notices it"
    low = {
        name: f"{each.score:.1%}"
        for name, each in tallies.items()
        if each.score < report.LEAST_SCORE
    }
    assert low == {}
    record_property("mutants", report.tally(verdicts, listed).noticed)
