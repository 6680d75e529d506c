"""Get the SQL of every model wrong, in one place at a time: some dbt test must fail.

By default a sixteenth of the mutants is judged, as far as the time goes. `MUTANT_SEED` is a whole
number in the environment; each of sixteen in a row stands for another sixteenth. With `THOROUGH`,
all are judged. `make mutants MODEL=...` names those of a model that no test notices.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from harness import THOROUGH
from mutants import compiled, domain_faults, equivalents, report
from mutants.choice import Choice
from mutants.compiled import Compiled
from mutants.derive import Mutant
from mutants.judge import NOTICED, Judge, Verdict
from mutants.runs import judge_models, judge_some

SHARE = 16
SECONDS = 75
MOST_DOMAIN_FAULTS = 60
SAMPLE = Choice(share=SHARE, seed=int(os.environ.get("MUTANT_SEED") or 0))


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


@pytest.fixture(scope="module")
def derived(built: Compiled, listed: equivalents.Listed) -> list[Mutant]:
    """Derive the mutants of the sample, and those that are listed as equivalents."""
    return [
        mutant
        for name in SAMPLE.names(built)
        for mutant in SAMPLE.mutants(built, name, lambda key: equivalents.is_listed(key, listed))
    ]


def test_every_equivalent_is_a_mutant(derived: list[Mutant], listed: equivalents.Listed) -> None:
    """Nothing is listed that the models no longer have."""
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


@pytest.mark.skipif(THOROUGH, reason="all are judged")
def test_a_sample_of_mutants_is_noticed(
    derived: list[Mutant],
    judge: Judge,
    listed: equivalents.Listed,
    record_property: Callable[[str, object], None],
) -> None:
    """Of some mutants by chance, as many are noticed as the score of all makes likely."""
    sample = sorted(
        (mutant for mutant in derived if SAMPLE.has(mutant.key)),
        key=lambda mutant: SAMPLE.number_of(mutant.key),
    )
    verdicts = list(judge_some(judge, sample, SECONDS))
    show(verdicts, listed)
    assert report.wrongly_listed(verdicts, listed) == [], "a test notices it"
    result = report.tally(verdicts, listed)
    is_low = report.is_refuted(result, report.REACHED_SCORE)
    assert not is_low, f"{len(result.unnoticed)} of {result.judged} unnoticed"
    record_property("mutants", result.noticed)


@pytest.mark.skipif(not THOROUGH, reason="a sample is judged")
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
