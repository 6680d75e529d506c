"""Ids of customers that differ from one another in nothing that a person would see."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from datetime import date

from oracle.policy import Policy
from oracle.raw_licences import RawLicence
from oracle.rows import RawRow
from oracle.values import read_text

SALESFORCE_ID = re.compile("(00|a[0-9])[0-9A-Za-z]{13}([A-Z0-5]{3})?")
GRAPHEME_JOINER = "\u034f"


def near_key(text: str) -> str:
    """Give what an id has in common with those that are equal but for case, blanks, zeros ..."""
    seen = "".join(
        each
        for each in text
        if not each.isspace() and unicodedata.category(each) != "Cf" and each != GRAPHEME_JOINER
    )
    is_of_salesforce = SALESFORCE_ID.fullmatch(seen)
    seen = seen[:15] if is_of_salesforce else seen.lower().removesuffix(".0")
    return seen.lstrip("0") or text


class NearIds:
    """The ids of licences, companies and parents, by what near-equal ones have in common."""

    def __init__(
        self, raw: list[RawLicence], companies: list[RawRow] | None, policy: Policy
    ) -> None:
        """Gather the ids.

        Args:
            raw: all rows of licences; the id of the one that starts first may stand for others.
            companies: rows of the raw companies table, None when there is no such table.
            policy: whether near-equal ids are one customer.
        """
        self.is_merging = policy.merge_near_equal_ids
        self.starts: dict[str, dict[str, date]] = defaultdict(dict)
        self.companies: dict[str, set[str]] = defaultdict(set)
        for row in raw:
            self._add(row.company_id, row.from_date.value)
        for company in companies or []:
            company_id = read_text(company.get("company_id"))
            self._add(company_id)
            self._add(read_text(company.get("parent_company_id")))
            if company_id:
                self.companies[near_key(company_id)].add(company_id)

    def _add(self, text: str | None, start: date | None = None) -> None:
        if text is not None:
            of_key = self.starts[near_key(text)]
            of_key[text] = min(of_key.get(text, date.max), start or date.max)

    def others(self, text: str) -> set[str]:
        """Give the ids that are near-equal to one."""
        return set(self.starts[near_key(text)]) - {text}

    def merged(self, text: str) -> str:
        """Give the id that stands for all that are near-equal to one."""
        key = near_key(text)
        if len(self.companies[key]) == 1:
            return next(iter(self.companies[key]))
        if not self.starts[key]:
            return text
        return min(self.starts[key], key=lambda each: (self.starts[key][each], each))

    def found(self, text: str) -> str:
        """Give the id of the company that an id finds; the id itself where it finds none."""
        if self.is_merging:
            return self.merged(text)
        companies = self.companies[near_key(text)]
        return next(iter(companies)) if len(companies) == 1 else text

    def rows_found(self, companies: list[RawRow] | None) -> list[RawRow] | None:
        """Give the rows of the companies table with the ids of the companies that theirs find."""
        if companies is None:
            return None
        rows = []
        for company in companies:
            row = dict(company)
            for column in ("company_id", "parent_company_id"):
                text = read_text(row.get(column))
                row[column] = text and self.found(text)
            rows.append(row)
        return rows
