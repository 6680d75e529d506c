"""Judge many mutants, in several processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from mutants.choice import Choice
from mutants.compiled import Compiled, read
from mutants.judge import Judge, Verdict

WORKERS = min(os.cpu_count() or 1, 8)


class Worker:
    """What a process needs to judge the mutants of any model."""

    compiled: Compiled
    judge: Judge

    @classmethod
    def start(cls, work_dir: Path, models: frozenset[str]) -> None:
        """Read what dbt compiled and lay out all tests."""
        cls.compiled = read(work_dir)
        cls.judge = Judge(cls.compiled, models or None)

    @classmethod
    def judge_model(cls, choice: Choice, name: str) -> list[Verdict]:
        """Judge the chosen mutants of one model."""
        return [cls.judge.judge(mutant) for mutant in choice.mutants(cls.compiled, name)]


def judge_models(
    work_dir: Path, choice: Choice, workers: int = WORKERS
) -> Iterator[tuple[str, list[Verdict]]]:
    """Judge all chosen mutants, each model in one of several processes.

    Args:
        work_dir: the folder in which `compiled.build` has built.
        choice: which mutants.
        workers: how many processes; with one, it is this one.

    Yields:
        Name of a model and the verdicts of its mutants, as soon as they are there.

    Raises:
        ValueError: if there is no such model.
        mutants.unit_tests.BrokenTestsError: if a test fails without any fault.
    """
    compiled = read(work_dir)
    # The one with most SQL first: the others fill the time that it takes.
    by_size = {m.name: sum(map(len, compiled.texts_of(m))) for m in compiled.models.values()}
    names = sorted(choice.names(compiled), key=lambda name: -by_size[name])
    if workers == 1:
        Worker.start(work_dir, choice.models)
        yield from ((name, Worker.judge_model(choice, name)) for name in names)
        return
    with ProcessPoolExecutor(
        workers, get_context("spawn"), Worker.start, (work_dir, choice.models)
    ) as pool:
        running = {pool.submit(Worker.judge_model, choice, name): name for name in names}
        for future in as_completed(running):
            yield running[future], future.result()
