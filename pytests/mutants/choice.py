"""Choose which mutants to judge: those of some models, and of these a part that chance gives."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from mutants.compiled import Compiled
from mutants.derive import Key, Mutant, derive

# Models that mostly repeat a few macros of macros/input for each column. Tests of files, formats
# and engines judge these; here they would be most of a sample.
REPEATED = ("stg_", "int_input_columns")


@dataclass(frozen=True)
class Choice:
    """Which mutants to judge.

    Attributes:
        models: names of the models; empty for all but those that only repeat macros.
        share: one mutant in how many.
        seed: another number gives other mutants; as many numbers in a row as `share` give all.
    """

    models: frozenset[str] = frozenset()
    share: int = 1
    seed: int = 0

    def number_of(self, key: Key) -> int:
        """Give a number by chance, the same for a mutant in every run."""
        return int(hashlib.sha256(f"{key.model} {key.digest}".encode()).hexdigest(), 16)

    def has(self, key: Key) -> bool:
        """Tell whether to judge a mutant."""
        return (self.number_of(key) + self.seed) % self.share == 0

    def names(self, compiled: Compiled) -> list[str]:
        """Give the names of the models, in the order in which they are built.

        Args:
            compiled: what dbt compiled.

        Returns:
            The names.

        Raises:
            ValueError: if there is no such model.
        """
        names = [model.name for model in compiled.models.values() if model.is_mutated]
        unknown = self.models - set(names)
        if unknown:
            raise ValueError(f"no such model: {', '.join(sorted(unknown))}")
        return [
            name
            for name in names
            if name in self.models or not (self.models or name.startswith(REPEATED))
        ]

    def mutants(self, compiled: Compiled, name: str) -> list[Mutant]:
        """Derive the mutants of a model that are to be judged.

        Args:
            compiled: what dbt compiled.
            name: name of the model.

        Returns:
            The mutants.
        """
        model = next(each for each in compiled.models.values() if each.name == name)
        return derive(name, compiled.texts_of(model), self.has)
