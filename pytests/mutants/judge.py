"""Judge mutants: does any dbt test notice the fault?"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from mutants.compiled import REFERENCE, Compiled
from mutants.data_tests import DataTests
from mutants.derive import Key, Mutant
from mutants.running import NoQueryError, first_line
from mutants.unit_tests import UnitTests

NOTICED = "noticed"
UNNOTICED = "unnoticed"
# Left out of every count: no database takes the SQL, so that nobody can leave it like that.
NO_QUERY = "no query"
# It took too long, say. Such a mutant counts as unnoticed.
UNCLEAR = "unclear"


@dataclass(frozen=True)
class Verdict:
    """What came of one mutant.

    Attributes:
        key: of the mutant.
        outcome: `NOTICED`, `UNNOTICED`, `NO_QUERY` or `UNCLEAR`.
        by: the test that fails, or what is the matter; empty where nothing is.
    """

    key: Key
    outcome: str
    by: str = ""


class Judge:
    """The tests of the project, ready to run on any mutant."""

    def __init__(self, compiled: Compiled, models: set[str] | None = None) -> None:
        """Lay out all tests.

        Args:
            compiled: what dbt built and compiled.
            models: names of the models whose mutants are to be judged, all when not given.

        Raises:
            mutants.unit_tests.BrokenTestsError: if a test fails without any fault.
        """
        self.compiled = compiled
        self.unit_tests = UnitTests(
            test for test in compiled.unit_tests if models is None or test.model in models
        )
        self.data_tests = DataTests(compiled)

    def judge(self, mutant: Mutant) -> Verdict:
        """Judge a mutant, by the unit tests of its model first.

        Args:
            mutant: the mutant.

        Returns:
            The verdict.
        """
        model = self.compiled.models[REFERENCE + mutant.key.model]
        # A fault in SQL that only another policy leads to is the unit tests' alone.
        by_default = mutant.texts.get(model.sql)
        try:
            by = self.unit_tests.who_notices(model.name, mutant.texts)
            if by is None and by_default is not None:
                by = self.data_tests.who_notices(model, by_default)
        except NoQueryError as error:
            if by_default is None or not self.data_tests.can_run(by_default):
                return Verdict(mutant.key, NO_QUERY, str(error))
            # The model itself can run. What reads it cannot, or not on the rows of a unit test.
            by = f"the build: {error}"
        except duckdb.Error as error:
            return Verdict(mutant.key, UNCLEAR, first_line(error))
        return Verdict(mutant.key, NOTICED if by else UNNOTICED, by or "")
