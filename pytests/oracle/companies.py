"""What the companies table says of each company at any day, and who is whose parent."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from oracle.near_ids import NearIds
from oracle.policy import Policy
from oracle.rows import RawRow
from oracle.values import given_date_format, read_date, read_text, read_time

COMPANY_COLUMNS = ("segment", "industry", "region", "owner")
LEVELS_OF_PARENTS = 10


class Companies:
    """The rows of the companies table by company and first day of validity."""

    def __init__(self, rows: list[RawRow] | None, ids: NearIds, policy: Policy) -> None:
        """Keep one row per company and first day of validity.

        Of several rows the newest created one counts, then the one whose texts sort first.

        Args:
            rows: rows of the raw companies table, None when there is no such table.
            ids: which company an id finds.
            policy: for the format of dates and the time zone.
        """
        self.date_format, self.zone = given_date_format(policy.date_format), policy.source_timezone
        self.is_present = rows is not None
        self.ids = ids
        self.versions: dict[str, dict[date, RawRow]] = defaultdict(dict)
        for row in sorted(ids.rows_found(rows) or [], key=company_texts):
            company_id = read_text(row.get("company_id"))
            if company_id is None:
                continue
            valid_from = read_date(row.get("valid_from"), self.date_format, self.zone).value
            valid_from = valid_from or date.min
            of_company = self.versions[company_id]
            other = of_company.get(valid_from)
            if other is None or self.created_at_of(row) > self.created_at_of(other):
                of_company[valid_from] = row

    def created_at_of(self, row: RawRow) -> tuple[date, str]:
        """Give when a row was created; a row that does not say so is older than any other."""
        reading = read_time(row.get("created_at"), self.date_format, self.zone)
        return reading.value or (date.min, "")

    def lists(self, company_id: str) -> bool:
        """Tell whether an id finds a company."""
        return self.ids.found(company_id) in self.versions

    def version_on(self, company_id: str, day: date) -> RawRow | None:
        """Give the row that is valid on a day, or the earliest one on an earlier day."""
        of_company = self.versions.get(self.ids.found(company_id))
        if not of_company:
            return None
        days = [each for each in of_company if each <= day]
        return of_company[max(days) if days else min(of_company)]

    def text_on(self, company_id: str, column: str, day: date) -> str | None:
        """Give the text of a column on a day; None where there is none, or no such company."""
        row = self.version_on(company_id, day)
        return read_text(row.get(column)) if row else None

    def parents_on(self, day: date) -> dict[str, str | None]:
        """Give the parent that each listed company names on a day, None where it names none."""
        return {
            company_id: self.text_on(company_id, "parent_company_id", day)
            for company_id in self.versions
        }


def company_texts(row: RawRow) -> tuple[str, ...]:
    """Give the texts by which rows of one company are ordered; a missing one is empty."""
    columns = ("name", *COMPANY_COLUMNS, "parent_company_id")
    return tuple(read_text(row.get(column)) or "" for column in columns)


def topmost_parent(company_id: str, parent_of: dict[str, str | None]) -> str:
    """Follow parents upwards until there is none.

    Args:
        company_id: where to begin.
        parent_of: listed company to its parent; a parent need not be listed.

    Returns:
        The topmost parent; the company itself where the way closes or is longer than ten levels.
    """
    reached = company_id
    for _ in range(LEVELS_OF_PARENTS):
        reached = parent_of.get(reached) or reached
    return company_id if parent_of.get(reached) else reached
