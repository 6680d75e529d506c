"""What is odd in the tables beside the licences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from oracle.catalog import Catalog
from oracle.companies import Companies, company_texts, topmost_parent
from oracle.policy import Policy
from oracle.rates import read_rate
from oracle.raw_licences import RawLicence
from oracle.rows import RawRow, Row
from oracle.usage_issues import usage_issues
from oracle.values import (
    given_date_format,
    read_date,
    read_decimal,
    read_lower,
    read_text,
    read_time,
    text_key,
)
from oracle.words import PRODUCT_TYPE_MEANINGS

# Table, key (empty for none), issue and how many raw rows show it.
Found = tuple[str, str, str, int]
CUT_OFF = re.compile("[^.,]*[.,][0-9]{8}0*[1-9].*|.*[eE]-.*")


def table_issue_rows(
    tables: dict[str, list[RawRow] | None],
    catalog: Catalog,
    companies: Companies,
    raw: list[RawLicence],
    accepted_products: set[str],
    as_of_date: date,
    today: date,
    policy: Policy,
) -> list[Row]:
    """Give the issues of the tables beside the licences, one row per table, key and issue.

    Args:
        tables: the raw tables, None where there is no such table.
        catalog: the products.
        companies: the companies.
        raw: all rows of licences.
        accepted_products: ids of the products of licences that are accepted.
        as_of_date: the day on which parents are looked at.
        today: what is dated later than the day after it is not believed.
        policy: for the reporting currency, the format of dates and the time zone.
    """
    rows: dict[tuple[str, str, str], int] = defaultdict(int)
    listed = {read_text(row.get("company_id")) for row in tables["companies"] or []}
    for table, key, issue, raw_rows in (
        *rate_issues(tables["exchange_rates"] or [], policy),
        *company_issues(tables["companies"] or [], companies, policy),
        *parent_issues(companies, as_of_date),
        *product_issues(tables["products"] or [], policy),
        *name_issues(catalog, raw),
        *usage_issues(
            *(tables, catalog, listed | {row.company_id for row in raw}),
            *(accepted_products | catalog.products.keys(), policy, today),
        ),
    ):
        rows[table, key, issue] += raw_rows
    return [
        {"raw_table": table, "row_key": key, "issue": issue, "action": "kept", "raw_rows": number}
        for (table, key, issue), number in rows.items()
    ]


def rate_issues(rows: list[RawRow], policy: Policy) -> Iterator[Found]:
    """Judge each rate, and the rates of a day together."""
    of_day: dict[tuple[str, date], list[Decimal]] = defaultdict(list)
    for row in rows:
        currency, day, rate = read_rate(row, policy)
        text = read_text(row.get("rate"))
        if not (currency or text or read_text(row.get("rate_date"))):
            continue
        usable = rate if rate is not None and rate > 0 and currency and day else None
        issue = None
        if currency == policy.reporting_currency:
            issue = "rate_of_another_base" if usable not in (None, 1) else None
        elif usable is None:
            issue = "unusable_rate"
        else:
            of_day[currency or "", day or date.min].append(usable)
            if usable < Decimal("0.001") and CUT_OFF.fullmatch(text or ""):
                issue = "rate_loses_digits"
        if issue:
            yield "exchange_rates", currency or "", issue, 1
    for (currency, _), rates in of_day.items():
        if len(set(rates)) > 1:
            yield "exchange_rates", currency, "two_rates_of_a_day", len(rates)


def company_issues(rows: list[RawRow], companies: Companies, policy: Policy) -> Iterator[Found]:
    """Find rows of one company and day that differ, and fields that cannot be read."""
    date_format, zone = companies.date_format, companies.zone
    of_day: dict[tuple[str, date | None], list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        company_id = read_text(row.get("company_id"))
        if company_id is None:
            continue
        valid_from = read_date(row.get("valid_from"), date_format, zone)
        created_at = read_time(row.get("created_at"), date_format, zone)
        segments = tuple(read_text(row.get(each)) or "" for each in policy.customer_segments)
        of_day[company_id, valid_from.value].append(company_texts(row) + segments)
        for reading in (valid_from, created_at):
            if reading.problem:
                yield "companies", company_id, "unreadable_table_field", 1
    for (company_id, _), texts in of_day.items():
        if len(set(texts)) > 1:
            yield "companies", company_id, "company_listed_twice", len(texts)


def parent_issues(companies: Companies, as_of_date: date) -> Iterator[Found]:
    """Find parents that are the company itself, or that lead nowhere."""
    parent_of = companies.parents_on(as_of_date)
    for company_id, parent in parent_of.items():
        if parent is None:
            continue
        if parent == company_id:
            yield "companies", company_id, "parent_is_itself", 1
        elif not companies.lists(parent) or topmost_parent(company_id, parent_of) == company_id:
            yield "companies", company_id, "unusable_parent", 1


def product_issues(rows: list[RawRow], policy: Policy) -> Iterator[Found]:
    """Find rows of one product that differ, fields that cannot be read, and families."""
    of_product: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    date_format, zone = given_date_format(policy.date_format), policy.source_timezone
    families: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        product_id = read_text(row.get("product_id"))
        if product_id is None:
            continue
        kind = read_lower(row.get("type"))
        rank = read_decimal(row.get("tier_rank"), 0)
        launched_on = read_date(row.get("launched_on"), date_format, zone)
        name, family = read_text(row.get("name")), read_text(row.get("family"))
        of_product[product_id].append(
            (
                PRODUCT_TYPE_MEANINGS.get(kind or "subscription") or kind,
                *(name, family, read_text(row.get("tier")), read_lower(row.get("role")), kind),
                *(rank.value, launched_on.value),
            )
        )
        family = family or name or product_id
        families[text_key(family) or ""][product_id] = family
        for reading in (rank, launched_on):
            if reading.problem:
                yield "products", product_id, "unreadable_table_field", 1
    for product_id, of_one in of_product.items():
        if len(set(of_one)) > 1:
            is_one_kind = len({each[0] for each in of_one}) == 1
            issue = "product_listed_twice" if is_one_kind else "product_type_contradicts"
            yield "products", product_id, issue, len(of_one)
    for members in families.values():
        if len(set(members.values())) > 1:
            yield "products", min(members.values()), "near_equal_family", len(members)


def name_issues(catalog: Catalog, raw: list[RawLicence]) -> Iterator[Found]:
    """Find texts of licences that mean several products, and aliases that lead nowhere."""
    for text in {row.product for row in raw if row.product is not None}:
        if len(catalog.meanings(text)) > 1:
            yield "products", text, "ambiguous_product", 1
    for alias, product_id in catalog.aliases:
        if alias is None and product_id is None:
            continue
        if (
            alias is None
            or product_id not in catalog.products
            or catalog.is_own_name(alias, product_id)
        ):
            yield "product_aliases", alias or "", "unusable_alias", 1
