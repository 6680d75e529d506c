"""Identities of the signals with retention, growth and movements, and among themselves."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from oracle.money import ZERO, total
from oracle.months import add_months, calendar_months
from oracle.result import Result
from oracle.rows import Row

WINDOW = 12
PAIR_COUNTS = ("growing_pairs", "flat_pairs", "declining_pairs")
EXPANSION_PARTS = tuple(f"{each}_expansion_arr" for each in ("volume", "price", "unattributed"))


def check_signals(result: Result) -> None:
    """Check every signal."""
    check_scorecard(result)
    check_episodes(result)
    check_coat_tails(result)
    check_patterns(result)
    for row in result.signals_detection_lead:
        months = calendar_months(row["product_breach_month"], row["arr_month"])
        assert row["lead_months"] == months >= 0, row
        assert row["followed_episodes"] <= row["product_episodes"], row


def in_window(rows: list[Row], month: date) -> list[Row]:
    """Give the rows of the twelve months up to a month."""
    first = add_months(month, 1 - WINDOW)
    return [row for row in rows if first <= row["arr_month"] <= month]


def yearly(rows: list[Row], *columns: str) -> dict[tuple[Any, ...], Row]:
    """Give the rows of the windows of twelve months by month and other columns."""
    return {
        (row["arr_month"], *(row[column] for column in columns)): row
        for row in rows
        if row["window_months"] == WINDOW
    }


def check_scorecard(result: Result) -> None:
    """Check each row against the product's retention and bridge, and the shares of a month."""
    retention = yearly(result.retention_product_monthly, "product_id")
    bridge: dict[str, list[Row]] = defaultdict(list)
    for row in result.arr_bridge_product_monthly:
        bridge[row["product_id"]].append(row)
    episodes: dict[str, list[Row]] = defaultdict(list)
    for row in result.signals_downgrade_episodes:
        episodes[row["product_id"]].append(row)
    of_month: dict[date, list[Row]] = defaultdict(list)
    for row in result.signals_product_scorecard:
        of_month[row["arr_month"]].append(row)
        months = in_window(bridge[row["product_id"]], row["arr_month"])
        assert row["arr"] == months[-1]["closing_arr"], row
        for column in ("expansion_arr", "cross_sell_arr"):
            assert row[column] == total(each[column] for each in months), (column, row)
        assert row["expansion_arr"] == total(row[part] for part in EXPANSION_PARTS), row
        assert row["opening_pairs"] == sum(row[count] for count in PAIR_COUNTS), row
        assert row["lost_with_customer"] <= row["lost_pairs"] <= row["declining_pairs"], row
        held = in_window(episodes[row["product_id"]], row["arr_month"])
        assert row["episodes_held"] == len(held), row
        assert row["first_cuts"] == sum(each["is_cut"] for each in held), row
        key = row["arr_month"], row["product_id"]
        if key in retention:
            assert row["opening_arr"] == retention[key]["opening_arr"], row
            assert row["opening_pairs"] == retention[key]["opening_customers"], row
            for rate in ("nrr", "grr"):
                assert is_near(row[rate], retention[key][rate]), (rate, row)
    for rows in of_month.values():
        for column in ("expansion_share", "opening_share"):
            shares = [row[column] for row in rows if row[column] is not None]
            assert not shares or is_near(sum(shares), 1), (column, rows[0]["arr_month"])


def is_near(one: Any, other: Any) -> bool:
    """Tell whether two rates are equal but for rounding, or both missing."""
    if one is None or other is None:
        return one is None and other is None
    return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(other)))


def check_episodes(result: Result) -> None:
    """Check each episode against the movements of its month, and its counts."""
    falls = {
        (row["customer_id"], row["product_id"], row["arr_month"]): -row["arr_change"]
        for row in result.fct_arr_movements
        if row["movement_type"] in ("contraction", "product_churn")
    }
    episodes: dict[tuple[str, date], list[Row]] = defaultdict(list)
    for row in result.signals_downgrade_episodes:
        episodes[row["customer_id"], row["arr_month"]].append(row)
        key = row["customer_id"], row["product_id"], row["arr_month"]
        assert row["cut_arr"] == (falls[key] if row["is_cut"] else ZERO), row
    for rows in episodes.values():
        assert {row["products_held"] for row in rows} == {len(rows)}, rows[0]
        assert {row["products_cut"] for row in rows} == {sum(row["is_cut"] for row in rows)}


def check_coat_tails(result: Result) -> None:
    """Check that holdings add up, and all of them to the product's base."""
    of_product: dict[tuple[date, str], dict[str, Row]] = defaultdict(dict)
    for row in result.signals_coat_tails:
        of_product[row["arr_month"], row["product_id"]][row["holding"]] = row
    scorecard = {
        (row["arr_month"], row["product_id"]): row for row in result.signals_product_scorecard
    }
    columns = ("pairs", "kept", "opening_arr", "retained_arr", "closing_arr", "other_pairs")
    for key, row_of in of_product.items():
        for column in columns:
            every, with_core, stayed, left, alone = (
                row_of[holding][column]
                for holding in ("all", "with_core", "core_stayed", "core_left", "without_core")
            )
            assert every == with_core + alone and with_core == stayed + left, (key, column)
        row = scorecard[key]
        assert row_of["all"]["pairs"] == row["opening_pairs"], key
        assert row_of["all"]["kept"] == row["opening_pairs"] - row["lost_pairs"], key
        assert row_of["all"]["opening_arr"] == row["opening_arr"], key
        for rate in ("nrr", "grr"):
            assert is_near(row_of["all"][rate], row[rate]), (key, rate)


def check_patterns(result: Result) -> None:
    """Check what is at stake in each pattern, and the rates of its sides, against retention."""
    company = yearly(result.retention_company_monthly)
    product = yearly(result.retention_product_monthly, "product_id")
    segment = yearly(result.retention_segment_monthly, "segment_type", "segment_value")
    product_segment = yearly(
        result.retention_product_segment_monthly, "product_id", "segment_type", "segment_value"
    )
    families: dict[tuple[date, str], Decimal] = defaultdict(lambda: ZERO)
    for row in result.signals_product_scorecard:
        families[row["arr_month"], row["product_family"]] += row["opening_arr"]
    for row in result.signals_patterns:
        month, subject, other = row["arr_month"], row["subject"], row["other"]
        assert row["since_month"] <= month, row
        if row["pattern"] == "expansion_bottleneck":
            assert row["arr_at_stake"] == families[month, other], row
            continue
        if row["pattern"] == "churn_canary":
            check_canary(row, result)
            continue
        whole = company[(month,)] if subject == "company" else product[month, subject]
        if row["scope"] in ("segment", "product_segment"):
            segment_type, value = other.split(": ", 1)
            part = (
                segment[month, segment_type, value]
                if row["scope"] == "segment"
                else product_segment[month, subject, segment_type, value]
            )
        else:
            part = whole if other == "(none)" else product[month, other]
        assert row["arr_at_stake"] == part["opening_arr"], row
        for rates, column in ((whole, "subject_nrr"), (part, "other_nrr")):
            if row[column] is not None:
                assert is_near(row[column], rates.get("nrr_with_migration", rates["nrr"])), row
        assert is_near(row["company_nrr"], company[(month,)]["nrr"]), row


def check_canary(row: Row, result: Result) -> None:
    """Check a canary against the study that it is of."""
    (study,) = (
        each
        for each in result.signals_studies
        if each["study"] == "secondary_cut"
        and each["product_family"] == "(all)"
        and each["is_chosen"]
    )
    assert row["arr_month"] == row["since_month"] == result.months[-1], row
    assert study["ci_low"] > 1, study
    assert row["is_found"] == (study["evidence"] == "enough"), row
    assert 0 < row["n_subject"] == study["exposed_matched"], row
    exposed = [
        each["opening_arr"]
        for each in result.signals_study_members
        if each["study"] == "secondary_cut" and each["is_exposed"]
    ]
    assert 0 < row["arr_at_stake"] <= sum(exposed), row
