"""Pilots for a random book: drawn by its licences, and written as the seeds of a build."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from books import RawTables
from harness import write_seed
from oracle.months import add_months
from oracle.seeds import Pilot

UNKNOWN = ("nobody-1", "nobody-2")


def drawn_pilots(tables: RawTables, seed: int) -> tuple[Pilot, ...]:
    """Give pilots of every kind, most of them with many members; some members are in several.

    Args:
        tables: a book; ids and days that are not written plainly are left aside.
        seed: of everything random.
    """
    random = Random(f"pilots {seed}")
    licenses = tables["licenses"]
    ids = {row["company_id"] for row in licenses if row["company_id"]}
    ids = sorted(each for each in ids if re.fullmatch("[A-Za-z0-9-]+", each))
    days = [row["from_date"] or "" for row in licenses]
    starts = sorted(day for day in days if re.fullmatch("20[0-9]{2}-[0-9]{2}-[0-9]{2}", day))
    # Most of the customers have started, and something comes after it.
    early, late = (date.fromisoformat(starts[len(starts) * part // 8]) for part in (3, 7))

    def some_day() -> date:
        return early + timedelta(days=random.randrange(max((late - early).days, 1)))

    def some_ids(share: float) -> list[str]:
        return random.sample(ids, int(len(ids) * share))

    first, second, third, fourth = (some_day() for _ in range(4))
    members = some_ids(0.5)
    return tuple(
        Pilot(pilot_id, f"Pilot {pilot_id}", owner, start, end, frozenset(own))
        for pilot_id, owner, start, end, own in (
            ("half-a-year", "Success", first, add_months(first, 5), members),
            ("a-year", None, second, add_months(second, 11), [*members[::2], *UNKNOWN]),
            ("one-month", None, third.replace(day=1), third.replace(day=28), some_ids(0.6)),
            ("goes-on", "Sales", fourth, None, [*some_ids(0.3), UNKNOWN[0]]),
            ("lasts", None, late, add_months(late, 60), some_ids(0.4)),
            ("from-the-start", None, date.fromisoformat(starts[0]), first, some_ids(0.5)),
            ("ahead", None, date(2035, 1, 1), date(2035, 6, 30), some_ids(0.1)),
            ("everybody", None, first, second if second > first else None, ids),
            ("empty", None, second, add_months(second, 2), []),
        )
    )


def pilot_seeds(folder: Path, pilots: Iterable[Pilot]) -> dict[str, Path]:
    """Write pilots and their members as seeds; give seed to file, for `build_book`."""
    pilots = list(pilots)
    rows: dict[str, list[dict[str, object]]] = {
        "pilots": [
            {
                **{"pilot_id": each.pilot_id, "pilot_name": each.pilot_name, "owner": each.owner},
                **{"starts_on": each.starts_on, "ends_on": each.ends_on},
            }
            for each in pilots
        ],
        "pilot_members": [
            {"pilot_id": each.pilot_id, "customer_id": member}
            for each in pilots
            for member in sorted(each.members)
        ],
    }
    return {seed: write_seed(folder, seed, of_seed) for seed, of_seed in rows.items()}
