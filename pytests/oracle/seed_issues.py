"""Rows of seeds that name what nobody has, so that they have no effect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import oracle.seeds as seeds
from oracle.catalog import Product
from oracle.licences import Licence
from oracle.policy import Policy
from oracle.rows import RawRow, Row
from oracle.values import read_text

ATTRIBUTES = ("segment", "industry", "region", "owner")
FAMILY = "family:"
# Type of what is named, and its name.
Name = tuple[str, str]
# Seed, key of what a row belongs to, the row and whether it has an effect.
Judged = tuple[str, str, str, bool]


def seed_issue_rows(
    customers: set[str],
    products: Iterable[Product],
    licences: list[Licence],
    companies: list[RawRow],
    pilots: Iterable[seeds.Pilot],
    policy: Policy,
) -> list[Row]:
    """Give a row for each target, pilot, rule, or product of weights with such rows.

    Args:
        customers: ids of all customers, with licences or without.
        products: the products of the catalog and of licences.
        licences: those that are accepted.
        companies: the raw rows of companies, for the values of segments.
        pilots: with their members.
        policy: for the windows and the columns of segments.
    """
    known: set[Name] = {("customer", customer) for customer in customers}
    for product in products:
        known.add(("product", product.product_id))
        known.add(("product_family", product.product_family))
    for segment_type, value in known_segments(licences, companies, policy):
        known.add(("segment:" + segment_type, value))
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    judged = (
        *judged_targets(known, policy),
        *judged_members(known, pilots),
        *judged_products(known),
    )
    for seed, key, row, has_effect in judged:
        if not has_effect:
            found[seed, key].add(row)
    return [
        {
            "raw_table": seed,
            "row_key": key,
            "issue": "seed_row_without_effect",
            "action": "kept",
            "raw_rows": len(rows),
        }
        for (seed, key), rows in found.items()
    ]


def known_segments(
    licences: list[Licence], companies: list[RawRow], policy: Policy
) -> Iterator[Name]:
    """Give the segments that are made of data, and of bands, by type and value."""
    yield "(all)", "(all)"
    listed = [row for row in companies if read_text(row.get("company_id"))]
    for column in (*ATTRIBUTES, *policy.customer_segments):
        for row in listed:
            yield column, read_text(row.get(column)) or "(none)"
    for licence in licences:
        yield "billing_currency", licence.currency
    for row in seeds.rows_of("segment_bands"):
        yield row["segment_type"], row["segment_value"]
    yield "contract_length", "open-ended"
    yield "arr_rank", "top 20 %"
    yield "arr_rank", "rest"


def judged_targets(known: set[Name], policy: Policy) -> Iterator[Judged]:
    """Judge what targets are for, and over which window."""
    for row in seeds.nrr_targets():
        has_effect = (
            (row["scope"] == "company" or (row["scope"], row["item"]) in known)
            and ("segment:" + row["segment_type"], row["segment_value"]) in known
            and int(row["window_months"]) in policy.retention_windows
        )
        yield "nrr_targets", row["target_id"], "", has_effect


def judged_members(known: set[Name], pilots: Iterable[seeds.Pilot]) -> Iterator[Judged]:
    """Judge who is said to be in a pilot."""
    for pilot in pilots:
        for customer in pilot.members:
            yield "pilot_members", pilot.pilot_id, customer, ("customer", customer) in known


def judged_products(known: set[Name]) -> Iterator[Judged]:
    """Judge the products of conditions and weights."""
    named = [
        ("alert_conditions", rule_id, str(each.number), each.product)
        for rule_id, conditions in seeds.alert_conditions().items()
        for each in conditions
    ]
    named += [
        ("health_weights", each.product, each.metric, each.product)
        for each in seeds.health_weights()
    ]
    for seed, key, row, product in named:
        if product in ("", "*", "role:secondary"):
            continue
        name = (
            ("product_family", product.removeprefix(FAMILY))
            if product.startswith(FAMILY)
            else ("product", product)
        )
        yield seed, key, row, name in known
