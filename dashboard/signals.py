"""The tables of the signals, a set for each month; they depend on no other choice.

Their sentences are made here alone: the page shows them as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard import words
from dashboard.cells import Cell, Panel, head, table, text

Rows = Callable[..., list[tuple[Any, ...]]]
Named = dict[str, Any]

# Patterns of a month that are shown at most: what was found first, then by what is at stake.
PATTERNS = 12
NOTES = (
    "Limits: how far chance alone could move a figure, in about 90 of 100 cases for NRR and "
    "95 for shares of customers.",
    "Grey: too few customers to judge.",
    "A pattern is found with enough customers and, where it compares, beyond chance.",
    "For its size: 1 where a product expands in step with its share of ARR. "
    "Left: customers that left after the event, beside as many as would have if they had left like "
    "customers alike without it. "
    "Cut first: of the downgrades of customers that held the product, those that began with it, "
    "and how many would by chance.",
)
LABELS = {
    "subsidizer": "One product hides another",
    "expansion_bottleneck": "Expansion hangs on one family",
    "masked_churn": "Expansion hides churn",
    "logos_kept_revenue_shrinks": "Customers stay, revenue shrinks",
    "masked_part": "The whole hides a part",
    "churn_canary": "A cut comes before leaving",
}
STUDIES = {
    "contraction": "Paying less in all",
    "premature_expansion": "Expanding within three months",
    "price_rise": "A price rise",
    "secondary_cut": "Cutting a secondary product",
    "secondary_dropped": "Dropping one",
    "secondary_shrunk": "Shrinking one",
}


def read_signals(rows: Rows) -> Named:
    """Read the signals of the months that can be chosen.

    Args:
        rows: runs a query where the marts and page_months are, and gives its rows.

    Returns:
        `months`: the tables of each month by its position, as text; and the `notes` below them.
    """
    months: dict[str, list[Panel]] = {}
    for position, made in (*scorecards(rows), *patterns(rows), *leads(rows), *studies(rows)):
        months.setdefault(str(position), []).append(made)
    return {"months": months, "notes": NOTES}


def named(rows: Rows, columns: str, rest: str) -> list[Named]:
    """Run a query and give its rows by the names of the columns."""
    names = columns.split()
    return [dict(zip(names, row, strict=True)) for row in rows(f"select {', '.join(names)} {rest}")]


def by_month(found: list[Named]) -> dict[int, list[Named]]:
    """Put rows of a month together, in their order."""
    months: dict[int, list[Named]] = {}
    for row in found:
        months.setdefault(row["position"], []).append(row)
    return months


def scorecards(rows: Rows) -> list[tuple[int, Panel]]:
    """Make a table of products for each month, the largest first."""
    found = named(
        rows,
        "position product_name evidence growth_class nrr nrr_low nrr_high expansion_share "
        "expansion_quotient lost_pairs opening_pairs loss_rate_low loss_rate_high first_cuts "
        "episodes_held expected_first_cuts is_cut_first coat_tails_verdict",
        "from signals_product_scorecard inner join page_months using (arr_month) "
        "inner join page_scopes using (product_id) order by position, scope",
    )
    columns = "Product +Growth NRR +Limits".split()
    columns += [
        "Share of expansion",
        "For its size",
        "Lost",
        "+Limits",
        "+Cut first",
        "+Without the core",
    ]
    made = []
    for position, month in by_month(found).items():
        lines = []
        for row in month:
            small = "" if row["evidence"] == "enough" else "small"
            cells = [head(row["product_name"]), text(words.plain(row["growth_class"]), "words")]
            cells += [
                text(words.percent(words.tenths(row["nrr"])), small),
                text(limits(row["nrr_low"], row["nrr_high"]), "words"),
                text(shared(row["expansion_share"])),
                text(times(row["expansion_quotient"]), small),
                text(f"{row['lost_pairs']} of {row['opening_pairs']}", small),
                text(limits(row["loss_rate_low"], row["loss_rate_high"]), "words"),
                cut_first(row),
                text(row["coat_tails_verdict"] or "", "words"),
            ]
            lines.append({"cells": cells, "class": ""})
        made.append((position, table("What each product does", columns, lines)))
    return made


def cut_first(row: Named) -> Cell:
    """Say how often a product was cut first, and how often chance would do it."""
    if not row["episodes_held"]:
        return text("")
    chance = f"{row['expected_first_cuts']:.1f}"
    mark = "more than chance: " if row["is_cut_first"] else ""
    return text(f"{mark}{row['first_cuts']} of {row['episodes_held']}, by chance {chance}", "words")


def patterns(rows: Rows) -> list[tuple[int, Panel]]:
    """Make a table of patterns for each month that has any: what was found first."""
    found = named(
        rows,
        "position pattern scope subject_name other_name subject_nrr other_nrr nrr_of_the_rest grr "
        "logo_retention subject_expansion_share other_expansion_quotient n_subject n_other "
        "arr_at_stake since_month is_found",
        "from (select *, "
        "  case when subject = 'company' then 'Company' "
        "    else coalesce(s.product_name, subject) end as subject_name, "
        "  coalesce(o.product_name, other) as other_name "
        "from signals_patterns "
        "left join (select product_id, product_name from dim_products) as s "
        "  on subject = s.product_id and scope <> 'product_family' "
        "left join (select product_id, product_name from dim_products) as o "
        "  on other = o.product_id and scope <> 'product_family') "
        "inner join page_months using (arr_month) "
        "order by position, is_found desc, arr_at_stake desc nulls last, pattern, subject, other",
    )
    columns = ["Pattern", "+What it is", "+Customers", "ARR at stake", "Since", "+Found"]
    made = []
    for position, month in by_month(found).items():
        lines = []
        for row in month[:PATTERNS]:
            style = "words" if row["is_found"] else "words small"
            counted = [row["n_subject"], *([row["n_other"]] if row["n_other"] is not None else [])]
            stake = row["arr_at_stake"]
            cells = [
                head(LABELS[row["pattern"]]),
                text(sentence(row), style),
                text(" and ".join(map(words.count, counted)), style),
                text("" if stake is None else words.money(int(words.cents(stake)))),
                text(words.month(row["since_month"].isoformat())),
                text("yes" if row["is_found"] else "not sure", style),
            ]
            lines.append({"cells": cells, "class": ""})
        caption = "Patterns"
        if len(month) > PATTERNS:
            caption += f", {PATTERNS} of {len(month)}"
        made.append((position, table(caption, columns, lines)))
    return made


def sentence(row: Named) -> str:
    """Say a pattern with its figures."""
    subject, other = row["subject_name"], row["other_name"]
    if row["scope"].endswith("segment"):
        kind, value = other.split(": ", 1)
        other = f"{words.plain(kind)}: {value}"

    def rate(name: str) -> str:
        return words.percent(words.tenths(row[name]))

    if row["pattern"] == "subsidizer":
        return (
            f"{subject} ({rate('subject_nrr')}) hides {other} ({rate('other_nrr')}); all products "
            f"but {subject} hold {rate('nrr_of_the_rest')}"
        )
    if row["pattern"] == "expansion_bottleneck":
        return (
            f"{subject} has {rate('subject_expansion_share')} of all expansion; {other} expands at "
            f"{times(row['other_expansion_quotient'])} of what its size would give"
        )
    if row["pattern"] == "masked_churn":
        return f"{subject}: NRR {rate('subject_nrr')} with GRR {rate('grr')}"
    if row["pattern"] == "logos_kept_revenue_shrinks":
        return (
            f"{subject} keeps {rate('logo_retention')} of its customers and {rate('subject_nrr')} "
            "of their revenue"
        )
    if row["pattern"] == "churn_canary":
        return "Customers that cut a secondary product leave more often (see the studies)"
    return f"{other} ({rate('other_nrr')}) within {subject} ({rate('subject_nrr')})"


def leads(rows: Rows) -> list[tuple[int, Panel]]:
    """Make a table of the products that fell below 100 % before the company did, or has to."""
    found = named(
        rows,
        "position product_name product_breach_month lead_months company_breach_month "
        "product_episodes followed_episodes",
        "from signals_detection_lead inner join page_months using (arr_month) "
        "inner join page_scopes using (product_id) order by position, scope",
    )
    columns = ["Product", "Below 100 % since", "Months", "+The company", "+Warnings so far"]
    made = []
    for position, month in by_month(found).items():
        lines = [
            {
                "cells": [
                    head(row["product_name"]),
                    text(words.month(row["product_breach_month"].isoformat())),
                    text(words.count(row["lead_months"])),
                    text("not below" if row["company_breach_month"] is None else "below", "words"),
                    text(
                        f"{row['product_episodes']}; the company followed "
                        f"{row['followed_episodes']} times",
                        "words",
                    ),
                ],
                "class": "",
            }
            for row in month
        ]
        made.append((position, table("Products below 100 % before the company", columns, lines)))
    return made


def studies(rows: Rows) -> list[tuple[int, Panel]]:
    """Make a table of the studies for the last month, up to which their members are followed."""
    found = named(
        rows,
        "position study exposed_matched exposed_churned expected_churned risk_ratio ci_low ci_high "
        "verdict evidence",
        "from signals_studies cross join (select max(position) as position from page_months) "
        "where is_chosen and exposed_matched > 0 and product_family = '(all)' "
        "and study <> 'early_expander' order by study",
    )
    columns = ["After", "Left", "Customers alike", "Times as often", "+Limits", "+Verdict"]
    lines = []
    for row in found:
        style = "" if row["evidence"] == "enough" else "small"
        thin = ", thin evidence" if row["evidence"] == "thin" else ""
        low, high = times(row["ci_low"]), times(row["ci_high"])
        cells = [
            head(STUDIES[row["study"]]),
            text(f"{row['exposed_churned']} of {row['exposed_matched']}"),
            text(f"{row['expected_churned']:.2f}"),
            text(times(row["risk_ratio"]), style),
            text(f"{low}{words.GAP}to{words.GAP}{high}" if high else "", "words"),
            text(row["verdict"] + thin, f"words {style}".strip()),
        ]
        lines.append({"cells": cells, "class": ""})
    return (
        [(found[0]["position"], table("Who leaves after an event", columns, lines))]
        if found
        else []
    )


def limits(low: float | None, high: float | None) -> str:
    """Write both limits of a rate: 74.7 to 95.3."""
    least, most = words.tenths(low), words.tenths(high)
    if least is None or most is None:
        return ""
    return f"{words.rate(least)}{words.GAP}to{words.GAP}{words.rate(most)}"


def shared(share: float | None) -> str:
    """Write a share, or nothing where there is none."""
    return "" if share is None else words.percent(words.tenths(share))


def times(quotient: float | None) -> str:
    """Write a quotient: 0.21."""
    return "" if quotient is None else f"{quotient:.2f}"
