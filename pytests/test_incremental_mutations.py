"""Get wrong what is built anew, one way at a time: the tables must not be those of a full build.

Each customer of a small book shows one reason to be rebuilt, and is named by it. The book is built
once, and loaded again with all reasons at once: by the project as it is, and by copies of it with
one mutation each. `MUTATIONS` (environment) names those to try, with commas between them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import RawRow, RawTables, license_row
from harness import copy_project
from mutations import INCREMENTAL_MUTATIONS
from test_incremental import (
    SELECTED,
    SELECTED_IN_FULL,
    rebuilt_in_part,
    run_dbt,
    unequal_tables,
    write_raw,
)
from test_mutations import chosen

# June becomes complete.
LOADED, NEXT_LOADED = "2024-05-31", "2024-07-10"
POLICY = {
    "incremental": "updated_at",
    "auto_renew_past_end": True,
    "customer_grain": "parent",
    "renewal_grace_days": 0,
}


def sold(customer: str, number: int = 1, **values: Any) -> RawRow:
    """Give a licence of a customer, of two years unless said otherwise."""
    usual = {
        "license_id": f"{customer} {number}",
        "company_id": customer,
        "product": "p",
        "arr": 100,
        "quantity": 1,
        "from_date": "2023-02-01",
        "to_date": "2025-01-31",
        "status": "active",
        "created_at": "2023-01-01 08:00:00",
        "updated_at": "2024-05-01 08:00:00",
    }
    return license_row(**(usual | values))


def company(name: str, parent: str | None = None, segment: str = "smb") -> RawRow:
    """Give a row of the companies table."""
    return {
        **dict.fromkeys(("name", "industry", "region", "owner", "valid_from", "created_at")),
        **{"company_id": name, "parent_company_id": parent, "segment": segment},
    }


def first_load() -> RawTables:
    """Give the book before anything changes."""
    return {
        "licenses": [
            sold("clock", updated_at=f"{LOADED} 09:00:00"),
            # The fifth part with the highest ARR, until another one is edited.
            *(sold(f"steady {number}", arr=200 + number) for number in range(1, 8)),
            sold("edited"),
            sold("edited in the second of the load"),
            sold("undated", updated_at=None),
            sold("giver", license_id="moved"),
            sold("taker"),
            sold("holder", license_id="held twice", updated_at="2024-04-01 08:00:00"),
            sold("rival"),
            # The newer row of another licence of the holder is that of one who does not change.
            sold("holder", license_id="taken over", updated_at="2024-04-01 08:00:00"),
            sold("successor", license_id="taken over"),
            sold("past its end", auto_renews="true", to_date="2024-07-09"),
            sold("starting"),
            sold("starting", 2, product="q", from_date="2024-06-30"),
            sold("overdue", to_date="2024-06-10"),
            sold("overdue", 2, from_date="2024-06-11"),
            sold("converted", currency="EUR"),
            sold("described"),
            sold("newly described"),
            sold("daughter"),
            sold("sister"),
        ],
        "companies": [
            *(company(name) for name in ("clock", "mother", "described")),
            *(company(name, "mother") for name in ("daughter", "sister")),
            company("steady 1"),
            company("steady 1", segment="enterprise") | {"valid_from": "2024-06-15"},
        ],
        "exchange_rates": [{"currency": "EUR", "rate_date": "2023-01-01", "rate": "1.1"}],
    }


def next_load() -> RawTables:
    """Give the book after each customer has changed in its way."""
    tables = first_load()
    rows = {row["license_id"]: row for row in tables["licenses"]}
    time = f"{NEXT_LOADED} 09:00:00"
    rows["clock 1"]["updated_at"] = time
    rows["edited 1"] |= {"arr": "1000", "updated_at": time}
    rows["edited in the second of the load 1"] |= {"arr": "60", "updated_at": f"{LOADED} 09:00:00"}
    rows["undated 1"]["arr"] = "70"
    rows["moved"] |= {"company_id": "taker", "updated_at": time}
    rows["daughter 1"] |= {"arr": "80", "updated_at": time}
    tables["licenses"].append(sold("rival", license_id="held twice", arr=50, updated_at=time))
    tables["companies"][2]["segment"] = "enterprise"
    tables["companies"].append(company("newly described"))
    tables["exchange_rates"].append(
        {"currency": "EUR", "rate_date": "2024-06-20", "rate": "1.3"},
    )
    return tables


def policy_of(day: str, **more: str) -> dict[str, str | bool | int]:
    """Give the vars of the build of a load."""
    return POLICY | {"as_of_date": day, "loaded_at": f"{day} 10:00:00"} | more


def test_every_incremental_mutation_is_noticed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Tables of a mutated project differ from those of a full build; without one, none does."""
    mutations = chosen(INCREMENTAL_MUTATIONS)
    if not mutations:
        pytest.skip("no incremental mutation is named")
    project = copy_project(tmp_path / "project")
    # Another code of the models rebuilds everything, as it should; here it must not.
    settings = project / "macros" / "incremental" / "build_settings.sql"
    code = "local_md5(checksums | sort | join(' '))"
    assert settings.read_text("utf-8").count(code) == 1
    settings.write_text(settings.read_text("utf-8").replace(code, "'any'"), encoding="utf-8")

    raw_path = tmp_path / "raw"
    write_raw(raw_path, first_load())
    built = run_dbt(tmp_path / "added", raw_path, policy_of(LOADED), SELECTED, project_dir=project)
    kept = shutil.copy(built, tmp_path / "kept.duckdb")
    in_full = policy_of(LOADED, incremental="none")
    run_dbt(tmp_path / "full", raw_path, in_full, ["+license_versions"])
    write_raw(raw_path, next_load())
    in_full = policy_of(NEXT_LOADED, incremental="none")
    full = run_dbt(tmp_path / "full", raw_path, in_full, SELECTED_IN_FULL)

    def differences() -> list[str]:
        shutil.copy(kept, built)
        run_dbt(
            *(tmp_path / "added", raw_path, policy_of(NEXT_LOADED), SELECTED), project_dir=project
        )
        assert rebuilt_in_part(built)
        return unequal_tables(built, full)

    assert differences() == []
    survivors = []
    for mutation in mutations:
        path = project / mutation.file
        original = path.read_text(encoding="utf-8")
        path.write_text(original.replace(mutation.find, mutation.replacement), encoding="utf-8")
        found = [each.split(":")[0] for each in differences()]
        path.write_text(original, encoding="utf-8")
        print(f"{mutation.name:45} {', '.join(found) or 'SURVIVED'}", flush=True)
        if not found:
            survivors.append(mutation.name)
    assert survivors == []
    record_property("incremental_mutations", len(mutations))
