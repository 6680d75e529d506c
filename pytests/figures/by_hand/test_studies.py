"""The oracle on matched studies: who is compared with whom, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import exp, log, sqrt
from typing import Any

import pytest
from books import RawRow, product_row
from oracle import Policy
from oracle.months import add_months, last_day
from oracle.signal_members import Member
from oracle.signal_rules import THRESHOLDS
from oracle.signal_studies import LEVELS, Estimate, chosen_level, estimate, evidence_of, verdict_of
from small_books import checked, licence, line, monthly_licences, pick, values_of

FIRST = date(2023, 1, 1)
# The first index month is April: what falls in February still stands then. A year later is the
# last month in which whoever is looked at in April can have left.
APRIL, MAY, JUNE, JULY, AUGUST = (date(2023, month, 1) for month in (4, 5, 6, 7, 8))
POLICY = Policy(as_of_date=date(2024, 4, 30))
FEW: tuple[tuple[str, float], ...] = (("min_exposed", 1), ("min_control_events", 1))
USUAL = {name: Fraction(value) for name, value in THRESHOLDS.items()}
CATALOG = [
    product_row(product_id=each, name=each, family=each, role=role)
    for each, role in (("Core", "primary"), ("Add", "secondary"), ("Help", "secondary"))
]


def until(month: date, **switches: Any) -> Policy:
    """Give the policy of a book whose last month is the one that a study of a month needs."""
    return replace(POLICY, as_of_date=last_day(add_months(month, 12)), **switches)


def customer(
    name: str, *add: tuple[str | None, int], left: str | None = None, core: int = 15_000
) -> list[RawRow]:
    """Give a customer that has Core and, at first, 5,000 of Add.

    Args:
        name: company id.
        *add: days, and what it has of Add from then on.
        left: the day from which on it has nothing.
        core: what it has of Core.
    """
    end = [(left, 0)] if left else []
    return line(name, "Core", (None, core), *end) + line(name, "Add", (None, 5000), *add, *end)


def group(
    name: str, count: int, leavers: int, *add: tuple[str | None, int], left: str = "2023-10-10"
) -> list[RawRow]:
    """Give customers that are alike, but that the first of them leave."""
    return [
        row
        for number in range(count)
        for row in customer(f"{name}{number}", *add, left=left if number < leavers else None)
    ]


def members_by_study(
    licences: list[RawRow], policy: Policy, **tables: list[RawRow]
) -> dict[str, dict[str, str]]:
    """Give, by study and customer, its months, each as `April control` or `April exposed left`."""
    result = checked(licences, policy, products=CATALOG, **tables)
    found: dict[str, dict[str, str]] = {}
    for row in sorted(result.signals_study_members, key=lambda row: row["index_month"]):
        words = f"{row['index_month']:%B} {'exposed' if row['is_exposed'] else 'control'}"
        words += " left" if row["has_churned"] else ""
        of_study = found.setdefault(row["study"], {})
        earlier = of_study.get(row["customer_id"])
        of_study[row["customer_id"]] = f"{earlier}, {words}" if earlier else words
    return found


def members(
    licences: list[RawRow], policy: Policy = POLICY, study: str = "secondary_cut"
) -> dict[str, str]:
    """Give the members of one study."""
    return members_by_study(licences, policy).get(study, {})


def studied(
    licences: list[RawRow], policy: Policy, level: str = "items", study: str = "secondary_cut"
) -> dict[str, Any]:
    """Give what a study says at a level."""
    rows = checked(licences, policy, products=CATALOG).signals_studies
    return pick(rows, study=study, level=level)


def limits_by_hand(ratio: float, *without: tuple[float, int]) -> tuple[float, float]:
    """Give the limits from what the ratio is without each customer.

    Args:
        ratio: of all.
        *without: what it is without one of some customers, and how many of them there are.
    """
    logs = [log(value) for value, count in without for _ in range(count)]
    mean = sum(logs) / len(logs)
    error = sqrt((len(logs) - 1) / len(logs) * sum((each - mean) ** 2 for each in logs))
    return ratio * exp(-1.959964 * error), ratio * exp(1.959964 * error)


# Ratio and limits --------------------------------------------------------------------------------


def test_one_stratum() -> None:
    """Three of five that drop Add leave, and two of ten that keep it: 0.6 / 0.2.

    Without an exposed leaver (2/4) / 0.2 = 2.5, without an exposed stayer (3/4) / 0.2 = 3.75,
    without a control that leaves 0.6 / (1/9) = 5.4, without another one 0.6 / (2/9) = 2.7. The
    squares of the logarithms around their mean 1.1141 add up to 0.9755; 14/15 of that is 0.9542²,
    and exp(1.959964 x 0.9542) = 6.489.
    """
    licences = group("E", 5, 3, ("2023-02-10", 0)) + group("K", 10, 2)
    row = studied(licences, replace(POLICY, signal_thresholds=FEW))
    assert values_of(row, "exposed exposed_matched exposed_churned") == (5, 5, 3)
    assert values_of(row, "control_rows control_customers control_churned_customers") == (10, 10, 2)
    assert values_of(row, "risk_exposed risk_control expected_churned") == (0.6, 0.2, 1)
    assert row["risk_ratio"] == pytest.approx(3)
    limits = limits_by_hand(3, (2.5, 3), (3.75, 2), (5.4, 2), (2.7, 8))
    assert values_of(row, "ci_low ci_high") == pytest.approx(limits)
    assert limits == pytest.approx((3 / 6.489, 3 * 6.489), rel=1e-3)
    assert values_of(row, "evidence verdict") == ("thin", "no clear difference")
    assert values_of(row, "claim_low claim_high claim_in_interval") == (3, 4, True)
    # All are alike in all that is matched, but for two controls for each that is exposed.
    found = {level: studied(licences, POLICY, level) for level in LEVELS}
    assert {each["control_rows"] for each in found.values()} == {10}
    assert [level for level, each in found.items() if each["is_chosen"]] == ["items"]


def test_too_few_tell_nothing() -> None:
    """Five are not ten: counts and risks stand, ratio and limits are withheld."""
    licences = group("E", 5, 3, ("2023-02-10", 0)) + group("K", 10, 5)
    row = studied(licences, POLICY)
    assert values_of(row, "exposed_matched exposed_churned control_churned_customers") == (5, 3, 5)
    assert values_of(row, "risk_exposed risk_control expected_churned") == (0.6, 0.5, 2.5)
    assert values_of(row, "evidence verdict") == ("too little", "too little evidence")
    assert values_of(row, "risk_ratio ci_low ci_high claim_in_interval") == (None,) * 4


def test_a_control_of_two_months_is_left_out_of_both() -> None:
    """In April and in May one of two that drop Add leaves, and two of the same five controls.

    The ratio is (2 x 5/7) / (2 x 4/7) = 1.25. Without an exposed leaver of a month 5/7 over
    2/6 + 4/7 = 15/19, without an exposed stayer 5/6 + 5/7 over the same = 65/38. Without a control
    that leaves 2 x 4/6 over 2 x 2/6 = 2, without another one 2 x 4/6 over 2 x 4/6 = 1.
    """
    licences = group("A", 2, 1, ("2023-02-10", 0)) + group("M", 2, 1, ("2023-03-10", 0))
    licences += group("K", 5, 2)
    row = studied(licences, until(MAY, signal_thresholds=FEW))
    assert values_of(row, "exposed exposed_matched exposed_churned") == (4, 4, 2)
    assert values_of(row, "control_rows control_customers control_churned_customers") == (10, 5, 2)
    assert row["risk_ratio"] == pytest.approx(1.25)
    limits = limits_by_hand(1.25, (15 / 19, 2), (65 / 38, 2), (2, 2), (1, 3))
    assert values_of(row, "ci_low ci_high") == pytest.approx(limits)


def test_a_customer_in_both_groups_is_left_out_of_both() -> None:
    """M are controls in April and exposed in August: two of each kind, of which one leaves.

    April: 1 of 2 exposed leave, and 3 of 7 controls; August: 1 of 2, and 2 of 5. The ratio is
    (7/9 + 5/7) / (6/9 + 4/7) = 47/39. Without one that drops Add in February and leaves
    (5/7) / (3/8 + 4/7) = 40/53, and stays (7/8 + 5/7) / (3/8 + 4/7) = 89/53. Without an M that
    leaves (6/8) / (4/8 + 2/6) = 9/10, and stays (6/8 + 5/6) / (6/8 + 2/6) = 19/13. Without another
    control that leaves (6/8 + 4/6) / (4/8 + 2/6) = 17/10, and stays 1.
    """
    licences = group("A", 2, 1, ("2023-02-10", 0)) + group("M", 2, 1, ("2023-06-10", 0))
    licences += group("K", 5, 2)
    row = studied(licences, until(AUGUST, signal_thresholds=FEW))
    assert values_of(row, "exposed_matched exposed_churned") == (4, 2)
    assert values_of(row, "control_rows control_customers control_churned_customers") == (12, 7, 3)
    assert row["risk_ratio"] == pytest.approx(47 / 39)
    limits = limits_by_hand(
        47 / 39, *((40 / 53, 1), (89 / 53, 1), (0.9, 1), (19 / 13, 1), (1.7, 2), (1, 3))
    )
    assert values_of(row, "ci_low ci_high") == pytest.approx(limits)


@pytest.mark.parametrize(("leavers", "ratio", "count"), [(0, 0, 3.688879), (1, 1, 5.571643)])
def test_fewer_than_two_exposed_leavers(leavers: int, ratio: float, count: float) -> None:
    """None or one of five exposed leaves, and two of ten controls.

    S = 2 x 5/15 = 2/3, and as much is the mean weight of an exposed one, (5 x 10/15) / 5. The upper
    limit is that of a Poisson count, widened by the error of ln S: without an exposed 2 x 4/14,
    without a control that leaves 1 x 5/14, without another one 2 x 5/14.
    """
    licences = group("E", 5, leavers, ("2023-02-10", 0)) + group("K", 10, 2)
    row = studied(licences, replace(POLICY, signal_thresholds=FEW))
    _, high = limits_by_hand(count, (4 / 7, 5), (5 / 14, 2), (5 / 7, 8))
    assert row["risk_ratio"] == pytest.approx(ratio)
    assert values_of(row, "ci_low ci_high") == pytest.approx((0, high))
    assert row["verdict"] == "no clear difference"


@pytest.mark.parametrize(("leavers", "ratio"), [(1, pytest.approx(4)), (0, None)])
def test_no_interval(leavers: int, ratio: float | None) -> None:
    """One of six controls leaves, without which none does; or none does anyway."""
    licences = group("E", 3, 2, ("2023-02-10", 0)) + group("K", 6, leavers)
    fewest = (("min_exposed", 1), ("min_control_events", 0))
    row = studied(licences, replace(POLICY, signal_thresholds=fewest))
    assert values_of(row, "risk_ratio ci_low ci_high") == (ratio, None, None)
    assert values_of(row, "verdict claim_in_interval") == ("no interval", None)


def test_all_leave() -> None:
    """A ratio of 1 without any width is no difference."""
    licences = group("E", 3, 3, ("2023-02-10", 0)) + group("K", 7, 7)
    row = studied(licences, replace(POLICY, signal_thresholds=FEW))
    assert values_of(row, "risk_ratio ci_low ci_high") == pytest.approx((1, 1, 1))
    assert values_of(row, "verdict claim_in_interval") == ("no clear difference", False)


def member(
    number: int, is_exposed: bool, has_churned: bool, *strata: str, index: int = 3
) -> Member:
    """Give a member of its own."""
    strata += ("-",) * (4 - len(strata))
    return Member("secondary_cut", f"C{number}", index, is_exposed, has_churned, strata)


def of_counts(**strata: tuple[int, int, int, int]) -> list[Member]:
    """Give members by stratum: exposed, of which leave, controls, of which leave."""
    found: list[Member] = []
    for name, (exposed, exposed_left, controls, controls_left) in strata.items():
        for is_exposed, count, left in (
            (True, exposed, exposed_left),
            (False, controls, controls_left),
        ):
            found += [
                member(len(found) + number, is_exposed, number < left, name)
                for number in range(count)
            ]
    return found


def test_published_ratio() -> None:
    """Deaths of the UGDP trial by age, Greenland and Robins 1985, Biometrics 41, 55-68: 1.33."""
    found = estimate(of_counts(young=(106, 8, 120, 5), old=(98, 22, 85, 16)), "items")
    assert found.risk_ratio == pytest.approx(1.33, abs=0.005)
    assert found.expected_churned == pytest.approx(106 * 5 / 120 + 98 * 16 / 85)
    assert found.risk_exposed == pytest.approx(30 / 204)


def test_a_stratum_needs_both() -> None:
    """Who has no like counts among the exposed, and nowhere else; controls alone count nowhere."""
    found = estimate(
        of_counts(both=(4, 2, 8, 2), exposed=(2, 2, 0, 0), controls=(0, 0, 9, 9)), "items"
    )
    assert (found.exposed, found.exposed_matched, found.exposed_churned) == (6, 4, 2)
    assert (found.control_rows, found.control_churned_customers) == (8, 2)
    assert found.risk_ratio == pytest.approx(2)


# Choice and words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matched", "controls", "min_controls", "chosen"),
    [
        # Four of five are enough, and five controls for each.
        ((4, 5, 5, 5), (20, 99, 99, 99), 5, "items+arr+age+term"),
        ((4, 5, 5, 5), (19, 25, 99, 99), 5, "items+arr+age"),
        ((3, 3, 4, 5), (99, 99, 20, 99), 5, "items+arr"),
        # Nowhere: the coarsest. Where one control is enough, the finest.
        ((5, 5, 5, 5), (5, 5, 5, 5), 5, "items"),
        ((5, 5, 5, 5), (5, 5, 5, 5), 1, "items+arr+age+term"),
        ((0, 0, 0, 0), (0, 0, 0, 0), 5, "items"),
    ],
)
def test_chosen_level(
    matched: tuple[int, ...], controls: tuple[int, ...], min_controls: int, chosen: str
) -> None:
    """Of five exposed; the choice does not look at who leaves."""
    estimates = {
        level: found(exposed=5, exposed_matched=count, control_rows=rows)
        for level, count, rows in zip(LEVELS, matched, controls, strict=True)
    }
    assert chosen_level(estimates, min_controls, USUAL) == chosen


def found(**counts: int) -> Estimate:
    """Give an estimate with some counts, and no figures."""
    names = "exposed exposed_matched exposed_churned control_rows control_customers".split()
    names += ["control_churned_customers", "expected_churned"]
    empty = dict.fromkeys(("risk_exposed", "risk_control", "risk_ratio", "limits"))
    return Estimate(**(dict.fromkeys(names, 0) | empty | counts))


@pytest.mark.parametrize(
    ("exposed", "events", "evidence"),
    [
        (9, 99, "too little"),
        (99, 4, "too little"),
        (10, 5, "thin"),
        (29, 99, "thin"),
        (99, 9, "thin"),
        (30, 10, "enough"),
        (0, 0, "too little"),
    ],
)
def test_evidence(exposed: int, events: int, evidence: str) -> None:
    """By the exposed that are matched, and the different controls that leave."""
    counts = found(
        exposed_matched=exposed, control_churned_customers=events, exposed_churned=exposed
    )
    assert evidence_of(counts, USUAL) == evidence


@pytest.mark.parametrize(
    ("limits", "verdict"),
    [
        ((1.01, 9.0), "more likely"),
        ((1.0, 9.0), "no clear difference"),
        ((0.1, 1.0), "no clear difference"),
        ((0.1, 0.99), "less likely"),
        (None, "no interval"),
    ],
)
def test_verdicts(limits: tuple[float, float] | None, verdict: str) -> None:
    """By where the limits lie; where evidence is too little, whatever they are."""
    assert verdict_of(limits, "thin") == verdict
    assert verdict_of(limits, "too little") == "too little evidence"


# Who and when ------------------------------------------------------------------------------------


def test_who_is_followed_until_when() -> None:
    """Leaving counts up to the twelfth month after April; L is a control until it drops Add.

    L drops it in June: not settled until August, when it is exposed, and never a control again.
    """
    licences = customer("A", ("2023-02-10", 0), left="2024-04-10")
    licences += customer("B", ("2023-02-10", 0), left="2024-05-10")
    licences += customer("L", ("2023-06-10", 0))
    assert members(licences, until(AUGUST)) == {
        "A": "April exposed left",
        "B": "April exposed",
        "L": "April control, May control, August exposed",
    }


def test_follow_up_ends_with_the_last_month() -> None:
    """Nobody is looked at without twelve months ahead, or as many as the threshold says."""
    licences = customer("A") + customer("B", ("2023-03-10", 0))
    assert members(licences, until(APRIL)) == {"A": "April control"}
    assert members(licences, replace(until(APRIL), as_of_date=date(2024, 3, 31))) == {}
    policy = replace(POLICY, signal_thresholds=(("follow_up_months", 11),))
    assert members(licences, policy)["B"] == "May exposed"


@pytest.mark.parametrize(
    ("add", "of_cut", "of_dropped", "of_shrunk"),
    [
        ([("2023-02-10", 0)], "exposed", "exposed", None),
        # Exactly a tenth.
        ([("2023-02-10", 4500)], "exposed", None, "exposed"),
        ([("2023-02-10", 4501)], "control", "control", "control"),
        # Back at once, or at the second month end; or only a little.
        ([("2023-02-10", 0), ("2023-03-10", 5000)], None, None, None),
        ([("2023-02-10", 0), ("2023-04-10", 4600)], None, None, None),
        ([("2023-02-10", 0), ("2023-04-10", 4500)], "exposed", None, "exposed"),
        ([("2023-02-10", 3000), ("2023-03-10", 0)], "exposed", None, "exposed"),
        # Later, so that it does not stand long enough yet.
        ([("2023-04-10", 0)], None, None, None),
        # Smaller falls add up to a tenth, but none is one: no event, and a control.
        ([("2023-02-10", 4700), ("2023-03-10", 4400)], "control", "control", "control"),
    ],
)
def test_what_is_cut(
    add: list[tuple[str, int]], of_cut: str | None, of_dropped: str | None, of_shrunk: str | None
) -> None:
    """In February, as seen at the end of April; what falls otherwise is in neither group."""
    of_study = members_by_study(customer("A", *add) + customer("Z"), POLICY)
    for study, words in (("cut", of_cut), ("dropped", of_dropped), ("shrunk", of_shrunk)):
        rows = of_study[f"secondary_{study}"]
        assert rows.get("A") == (f"April {words}" if words else None), study


def test_dropped_and_shrunk_at_once() -> None:
    """Counts as dropped, not as shrunk."""
    licences = customer("A", ("2023-02-10", 0))
    licences += line("A", "Help", (None, 1000), ("2023-02-10", 500))
    assert members(licences, study="secondary_dropped") == {"A": "April exposed"}
    assert members(licences, study="secondary_shrunk") == {}


def test_two_families_one_of_them_secondary() -> None:
    """What has no product is a family, but no secondary one; the core may fall as it likes.

    A has one family, and shrinks it: it is exposed by nothing. B has Add and Help without the core.
    U has Core and something without a product.
    """
    licences = line("A", "Add", (None, 5000), ("2023-02-10", 1000))
    licences += line("B", "Add", (None, 5000)) + line("B", "Help", (None, 10), ("2023-02-10", 0))
    licences += line("C", "Core", (None, 900), ("2023-02-10", 100)) + line("C", "Add", (None, 5))
    licences += line("U", "Core", (None, 900))
    licences += line("V", "Add", (None, 900))
    licences += [licence(each, FIRST, company_id=each, product=None, arr=10) for each in "UV"]
    assert members(licences) == {
        "B": "April exposed",
        "C": "April control",
        "V": "April control",
    }


def test_who_has_nothing_in_between_is_in_no_group() -> None:
    """A is away at the end of March, B begins in February."""
    licences = line("A", "Core", (None, 9), ("2023-03-05", 0), ("2023-04-05", 9))
    licences += line("B", "Core", (None, 0), ("2023-02-05", 9)) + line("C", "Core", (None, 9))
    assert members(licences, study="contraction") == {"C": "April control"}


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ([("2023-02-10", 1900)], "April exposed"),
        ([("2023-02-10", 1901)], "April control"),
        ([("2023-02-10", 1000), ("2023-04-10", 2000)], None),
        ([("2023-02-10", 1000), ("2023-04-10", 1900)], "April exposed"),
        ([("2023-03-10", 1000)], None),
    ],
)
def test_contraction(levels: list[tuple[str, int]], words: str | None) -> None:
    """From 2,000, by exactly five percent, and for three month ends."""
    rows = members(line("A", "Core", (None, 2000), *levels), study="contraction")
    assert rows.get("A") == words


def test_contraction_is_of_all_that_a_customer_has() -> None:
    """What moves from one product to another is none."""
    licences = line("A", "Core", (None, 2000), ("2023-02-10", 1000))
    licences += line("A", "Add", (None, 0), ("2023-02-10", 1000))
    assert members(licences, study="contraction") == {"A": "April control"}


@pytest.mark.parametrize(
    ("arrs", "units", "words"),
    [
        # Exactly five percent of 2,000, at the same units; one less; and dearer by more seats only.
        ((2000, 2100), (10, 10), "April exposed"),
        ((2000, 2099), (10, 10), "April control"),
        ((2000, 2400), (10, 12), "April control"),
        # Fewer seats at a higher price each: 1,000 less for 5 seats, 150 more for the others.
        ((2000, 1150), (10, 5), "April exposed"),
        # Units that nobody knows.
        ((2000, 2400), (None, None), "April control"),
    ],
)
def test_price_rises(
    arrs: tuple[int, int], units: tuple[int | None, int | None], words: str
) -> None:
    """Of a customer that renews in February."""
    levels = [arrs[0], *[arrs[1]] * 15]
    quantities = [units[0], *[units[1]] * 15]
    licences = monthly_licences("A", "Core", FIRST, levels, quantities)
    assert members(licences, study="price_rise") == {"A": words}


def test_rates_expose_nobody() -> None:
    """A pound that loses half in February is no fall; a fall counts at the rates of its end.

    B has 4,500 of 5,000 left of Add, which at February's rate is 2,250 of 2,500.
    """
    licences = customer("A") + customer("B", ("2023-02-10", 4500), core=5000)
    rates = [
        {"currency": "GBP", "rate_date": day, "rate": rate}
        for day, rate in (("2023-01-01", "1"), ("2023-02-01", "0.5"), ("2023-03-01", "1"))
    ]
    policy = replace(POLICY, fx_mode="monthly")
    licences = [row | {"currency": "GBP"} for row in licences]
    found = members_by_study(licences, policy, exchange_rates=rates)
    assert found["secondary_cut"] == {"A": "April control", "B": "April exposed"}
    assert found["contraction"] == {"A": "April control", "B": "April exposed"}


def test_price_rises_are_of_those_that_renew() -> None:
    """B renews in February and pays as much, R pays more in March only, S does not renew then."""
    licences = []
    for name, arrs in (("B", [2000] * 16), ("R", [2000] * 2 + [2500] * 14)):
        licences += monthly_licences(name, "Core", FIRST, arrs, [1] * 16)
    licences += line("S", "Core", (None, 2000))
    licences += line("N", "Core", (None, 2000)) + line("N", "Add", (None, 0), ("2023-02-03", 10))
    assert members(licences, study="price_rise") == {"B": "April control"}


def test_late_renewals_of_all_are_no_leaving() -> None:
    """Away for two month ends, or for three; in the last months as far as one sees."""
    away = {"A": ("2023-07-10", "2023-09-10"), "B": ("2023-07-10", "2023-10-10")}
    licences = []
    for name, (end, back) in away.items():
        licences += line(name, "Core", (None, 9), (end, 0), (back, 9))
    licences += line("C", "Core", (None, 9), ("2024-04-10", 0))
    licences += line("D", "Core", (None, 9), ("2024-04-10", 0), ("2024-05-10", 9))
    assert members(licences, study="contraction") == {
        **{"A": "April control", "B": "April control left"},
        **{"C": "April control left", "D": "April control left"},
    }
    later = replace(until(APRIL), as_of_date=date(2024, 5, 31))
    assert members(licences, later, study="contraction")["D"] == "April control, May control"


def test_without_waiting() -> None:
    """With `lapse_months` 0 February is an index month, and every fall stands."""
    policy = replace(POLICY, lapse_months=0, as_of_date=date(2024, 2, 29))
    licences = customer("A", ("2023-02-10", 0), ("2023-03-10", 5000)) + customer("B")
    assert members(licences, policy) == {"A": "February exposed", "B": "February control"}


# What they are matched by ------------------------------------------------------------------------


def strata(licences: list[RawRow], study: str = "contraction") -> Callable[[str], tuple[Any, ...]]:
    """Give what looks up what a customer is matched by in April."""
    rows = checked(licences, POLICY, products=CATALOG).signals_study_members
    columns = "items arr_band age_band term_class opening_arr"
    return lambda name: values_of(
        pick(rows, study=study, customer_id=name, index_month=APRIL), columns
    )


def test_items_and_arr() -> None:
    """Families and ARR as of January, whatever came later."""
    licences = line("A", "Core", (None, 9999)) + line("B", "Core", (None, 10_000))
    licences += line("A", "Add", (None, 0), ("2023-02-10", 50_000))
    for product in ("Core", "Add", "Help", "Other"):
        licences += line("C", product, (None, 30_000))
    of = strata(licences)
    assert of("A") == ("1", "under 10k", "under 1 year", "open-ended", 9999)
    assert of("B") == ("1", "10k to 50k", "under 1 year", "open-ended", 10_000)
    assert of("C")[:2] == ("3 or more", "100k to 500k")
    assert strata(licences, "secondary_cut")("C")[0] == "4 or more"


@pytest.mark.parametrize(
    ("start", "end", "term"),
    [
        ("2023-01-01", "2023-02-14", "monthly"),
        ("2023-01-01", "2023-02-15", "annual"),
        ("2023-01-01", "2024-02-05", "annual"),
        ("2023-01-01", "2024-02-06", "multi-year"),
        ("2023-01-01", None, "open-ended"),
    ],
)
def test_terms(start: str, end: str | None, term: str) -> None:
    """44 or 45 days, 400 or 401, or no end; another licence of 1 goes on."""
    licences = [licence("L", start, end, company_id="A", product="Core", arr=10)]
    licences[0]["to_date_included"] = "false"
    licences += line("A", "Add", (None, 9)) + line("A", "Help", (None, 9))
    rows = checked(licences, replace(POLICY, lapse_months=0), products=CATALOG)
    row = pick(
        rows.signals_study_members,
        **{"study": "secondary_cut", "customer_id": "A", "index_month": date(2023, 2, 1)},
    )
    assert row["term_class"] == term


def test_term_of_the_main_licence() -> None:
    """The largest of the largest product; of equals the product and the end that come first."""
    days = ("2023-01-01", "2024-01-01")
    licences = []
    for name, product, arr, end in (
        # The second licence of Core is larger; together they are more than Add.
        *(("A", "Core", 40, days[1]), ("A", "Core", 60, "2025-01-01"), ("A", "Add", 90, None)),
        # Add sorts before Core.
        *(("B", "Core", 90, None), ("B", "Add", 90, days[1])),
        # Of two of one size the one that ends first.
        *(("C", "Core", 50, None), ("C", "Core", 50, days[1])),
    ):
        licences.append(
            licence(f"{len(licences)}", days[0], end, company_id=name, product=product, arr=arr)
        )
    rows = checked(licences, until(APRIL), products=CATALOG).signals_study_members
    terms = {row["customer_id"]: row["term_class"] for row in rows if row["study"] == "contraction"}
    assert terms == {"A": "multi-year", "B": "annual", "C": "annual"}
