"""A kind of examples: how they become licences, and how they are measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from example import Figures
from scene import USUAL_WINDOWS, Scene
from script import Script

EVERY_WINDOW = tuple(range(1, 14))


@dataclass(frozen=True)
class Kind:
    """How examples of a kind become licences, and what is read of them.

    Args:
        sell: adds the licences.
        measure: reads the figures.
        builds: in which builds; the measures begin with the first one.
        windows: the retention windows that the measures read.
    """

    sell: Callable[[Script], None]
    measure: Callable[[Scene], Figures]
    builds: tuple[str, ...] = ("all",)
    windows: tuple[int, ...] = USUAL_WINDOWS
