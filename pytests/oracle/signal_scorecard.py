"""The scorecard: how each product grew, was lost and was cut over twelve months."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from oracle.catalog import UNASSIGNED
from oracle.intervals import jackknife, wilson
from oracle.money import ZERO, total
from oracle.rows import Row
from oracle.signal_coat_tails import newest_of, verdict_of
from oracle.signal_rules import WINDOW, BasePair, SignalBook, quotient, sums


def scorecard_rows(book: SignalBook, movements: list[Row], episodes: list[Row]) -> list[Row]:
    """Give a row for each product and month, beside all others of the month."""
    rows = []
    for i in book.months:
        in_window = set(book.history.months[i - WINDOW + 1 : i + 1])
        by_product: dict[str, list[Row]] = defaultdict(list)
        for row in movements:
            if row["arr_month"] in in_window:
                by_product[row["product_id"]].append(row)
        held: dict[str, list[Row]] = defaultdict(list)
        for row in episodes:
            if row["arr_month"] in in_window:
                held[row["product_id"]].append(row)
        of_month = [
            product_row(book, i, product_id)
            | expansion_columns(book, i, product_id, by_product[product_id])
            | loss_columns(book.base_of[i].get(product_id, []))
            | cut_columns(held[product_id])
            for product_id in book.products_by(i)
        ]
        for row in of_month:
            row["is_cut_first"] &= row["evidence"] in ("thin", "enough")
        add_shares(of_month)
        add_ranks(book, of_month)
        rows += of_month
    return rows


def product_row(book: SignalBook, i: int, product_id: str) -> Row:
    """Give what a product had and has, and what it is."""
    history = book.history
    base = book.base_of[i].get(product_id, [])
    opening, closing, retained = sums(base)
    arr = total(history.arr[pair][i] for pair in book.pairs_of[product_id])
    low, high = jackknife([(pair.start, pair.now) for pair in base]) or (None, None)
    if opening == 0:
        growth_class = "new"
    elif book.has_grown(opening, arr):
        growth_class = "growing"
    else:
        growth_class = "declining" if book.has_declined(opening, arr) else "flat"
    declining = [book.has_declined(pair.start, pair.now) for pair in base]
    growing = [
        not down and book.has_grown(pair.start, pair.now)
        for pair, down in zip(base, declining, strict=True)
    ]
    return {
        "arr_month": history.months[i],
        "product_id": product_id,
        "product_name": history.products[product_id].product_name,
        "product_family": history.family_of(product_id),
        "growth_class": growth_class,
        "coat_tails_verdict": verdict_of(book, product_id, i),
        "evidence": book.evidence_of(len(base)),
        "opening_arr": opening,
        "arr": arr,
        "opening_pairs": len(base),
        "growing_pairs": sum(growing),
        "flat_pairs": len(base) - sum(growing) - sum(declining),
        "declining_pairs": sum(declining),
        "nrr": quotient(closing, opening),
        "nrr_low": low,
        "nrr_high": high,
        "grr": quotient(retained, opening),
        "arr_growth": quotient(arr - opening, opening),
        "is_newest": product_id == newest_of(book, i),
        "is_core": book.is_core(product_id),
        "core_is_inferred": book.core_is_inferred,
    }


def expansion_columns(book: SignalBook, i: int, product_id: str, movements: list[Row]) -> Row:
    """Give what a product expanded by, and why.

    Args:
        book: all snapshots.
        i: number of the month.
        product_id: the product.
        movements: of the product in the window.
    """
    history = book.history
    number_of = {month: k for k, month in enumerate(history.months)}
    expansions = [row for row in movements if row["movement_type"] == "expansion"]
    entered = [
        row
        for row in expansions
        if history.at((row["customer_id"], product_id), number_of[row["arr_month"]] - 1).arr == 0
    ]
    expanding = {row["customer_id"] for row in expansions}
    base = book.base_of[i].get(product_id, [])
    count = sum(pair.customer_id in expanding for pair in base)
    low, high = wilson(count, len(base)) or (None, None)
    return {
        "expansion_arr": total(row["arr_change"] for row in expansions),
        "volume_expansion_arr": total(row["volume_arr"] for row in expansions),
        "price_expansion_arr": total(row["price_arr"] for row in expansions),
        "unattributed_expansion_arr": total(row["unattributed_arr"] for row in expansions),
        "tier_expansion_arr": total(row["unattributed_arr"] for row in entered),
        "scheduled_expansion_arr": total(
            row["arr_change"] for row in expansions if row["is_scheduled"]
        ),
        "cross_sell_arr": total(
            row["arr_change"] for row in movements if row["movement_type"] == "cross_sell"
        ),
        "expanding_pairs": count,
        "expanding_share": quotient(count, len(base)),
        "expanding_share_low": low,
        "expanding_share_high": high,
    }


def loss_columns(base: list[BasePair]) -> Row:
    """Give how many of the base are lost, and how much they had."""
    lost = [pair for pair in base if not pair.is_kept]
    low, high = wilson(len(lost), len(base)) or (None, None)
    return {
        "lost_pairs": len(lost),
        "lost_with_customer": sum(pair.is_customer_left for pair in lost),
        "loss_rate": quotient(len(lost), len(base)),
        "loss_rate_low": low,
        "loss_rate_high": high,
        "arr_loss_rate": quotient(
            total(pair.start for pair in lost), total(pair.start for pair in base)
        ),
    }


def cut_columns(episodes: list[Row]) -> Row:
    """Give how often a product is among the first to be cut, and how often chance would do it.

    Args:
        episodes: the rows of the product.
    """
    held, first_cuts = len(episodes), sum(row["is_cut"] for row in episodes)
    expected = sum(row["expected_first_cut"] for row in episodes)
    low, high = wilson(first_cuts, held) or (None, None)
    return {
        "episodes_held": held,
        "first_cuts": first_cuts,
        "expected_first_cuts": float(expected),
        "cut_first_rate": quotient(first_cuts, held),
        "cut_first_low": low,
        "cut_first_high": high,
        "cut_first_index": quotient(first_cuts, expected),
        "is_cut_first": low is not None and low > expected / held,
    }


def add_shares(rows: list[Row]) -> None:
    """Add to the rows of a month what part of the whole each product is."""
    opening, expansion = (
        total(row[column] for row in rows) for column in ("opening_arr", "expansion_arr")
    )
    families: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for row in rows:
        families[row["product_family"]][0] += row["opening_arr"]
        families[row["product_family"]][1] += row["expansion_arr"]
    count = sum(any(each) for each in families.values())
    hhi = normalised = None
    if expansion:
        hhi = sum(float(own / expansion) ** 2 for _, own in families.values())
        if count > 1:
            normalised = (hhi - 1 / count) / (1 - 1 / count)
    for row in rows:
        opening_share = quotient(row["opening_arr"], opening)
        expansion_share = quotient(row["expansion_arr"], expansion)
        row["opening_share"], row["expansion_share"] = opening_share, expansion_share
        row["expansion_quotient"] = (
            None
            if expansion_share is None or opening_share is None
            else quotient(expansion_share, opening_share)
        )
        row["expansion_hhi"], row["expansion_hhi_normalised"] = hhi, normalised


def add_ranks(book: SignalBook, rows: list[Row]) -> None:
    """Add to the rows of a month the places of its products."""
    named = [row for row in rows if row["product_id"] != UNASSIGNED]
    ranked = [row for row in named if row["opening_pairs"] >= book.thresholds["min_base"]]
    expanding = sorted(
        (row for row in named if row["expansion_arr"] > 0),
        key=lambda row: (-row["expansion_arr"], row["product_id"]),
    )
    by_loss = sorted(
        ranked, key=lambda row: (-row["loss_rate"], -row["lost_pairs"], row["product_id"])
    )
    by_arr = sorted(ranked, key=lambda row: (-(row["arr_loss_rate"] or 0), row["product_id"]))
    is_clear = len(by_loss) > 1 and all(
        by_loss[0]["loss_rate_low"] > row["loss_rate_high"] for row in by_loss[1:]
    )
    for row in rows:
        row["n_compared"] = len(ranked)
        row["loss_rank_is_clear"] = is_clear if any(row is each for each in ranked) else None
        for column, places in (
            ("expansion_rank", expanding),
            ("loss_rank", by_loss),
            ("arr_loss_rank", by_arr),
        ):
            row[column] = next((n for n, each in enumerate(places, 1) if each is row), None)
