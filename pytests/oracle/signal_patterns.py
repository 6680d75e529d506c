"""Patterns: what one figure hides of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from oracle.catalog import UNASSIGNED
from oracle.intervals import Z95, Z99, Limits, jackknife
from oracle.money import total
from oracle.retention import Position, Positions, members_by_customer
from oracle.rows import Pair, Row
from oracle.segments import Segments
from oracle.signal_bottlenecks import bottleneck_rows
from oracle.signal_members import BY_FAMILY as CANARY
from oracle.signal_members import Member
from oracle.signal_rules import WINDOW, SignalBook, quotient
from oracle.signal_studies import ALL_FAMILIES, estimate

COMPANY, NOTHING = "company", "(none)"
COLUMNS = (
    *("arr_month", "pattern", "scope", "subject", "other", "evidence"),
    *("subject_nrr", "subject_low", "subject_high", "other_nrr", "other_low", "other_high"),
    *("company_nrr", "nrr_of_the_rest", "grr", "logo_retention"),
    *("n_subject", "n_other", "n_compared", "subject_expansion_share"),
    *("other_expansion_quotient", "expanding_subject", "expanding_other", "difference_low"),
    *("tier_moves_up", "volume_expansions", "arr_at_stake"),
    *("is_severe", "is_clear", "is_found", "since_month"),
)


class Part:
    """What a base had twelve months ago and has now; what migrated counts as kept if it is given.

    Args:
        members: positions of customers, or of pairs; who had no reported ARR is not in the base.
        with_migration: whether what migrated to other products is not lost.
    """

    def __init__(self, members: Iterable[Position], with_migration: bool) -> None:
        """Add the members up."""
        base = [member for member in members if member.reported > 0]
        moved = [member.migrated_out if with_migration else Decimal(0) for member in base]
        self.count = len(base)
        self.entities = [
            (member.start, member.now + away) for member, away in zip(base, moved, strict=True)
        ]
        self.opening = total(before for before, _ in self.entities)
        self.closing = total(now for _, now in self.entities)
        self.kept = total(min(member.start, member.now) for member in base) + total(moved)
        self.staying = sum(member.now > 0 for member in base)

    @property
    def nrr(self) -> Fraction | None:
        """Net revenue retention."""
        return Fraction(self.closing) / Fraction(self.opening) if self.opening else None

    @property
    def grr(self) -> Fraction | None:
        """Gross revenue retention."""
        return Fraction(self.kept) / Fraction(self.opening) if self.opening else None

    @property
    def logo_retention(self) -> Fraction | None:
        """How many of the base are still there."""
        return Fraction(self.staying, self.count) if self.count else None

    def limits(self, z: float = Z95) -> Limits | tuple[None, None]:
        """Give the limits of NRR."""
        return jackknife(self.entities, z) or (None, None)

    def subject_columns(self) -> Row:
        """Say how the subject of a pattern does."""
        low, high = self.limits()
        return {
            "subject_nrr": quotient(self.closing, self.opening),
            "subject_low": low,
            "subject_high": high,
            "grr": quotient(self.kept, self.opening),
            "logo_retention": quotient(self.staying, self.count),
            "n_subject": self.count,
        }

    def is_part_of(self, whole: Part, share: Fraction) -> bool:
        """Tell whether it had at least a share of what the whole had."""
        return self.opening > 0 and Fraction(self.opening) >= share * Fraction(whole.opening)


class Month:
    """The company, its products and their segments at the end of a window."""

    def __init__(self, segments: Segments, of_pair: dict[Pair, Position], i: int) -> None:
        """Put positions together.

        Args:
            segments: of every customer at every month end.
            of_pair: the position of every pair.
            i: number of the month.
        """
        by_product: dict[str, list[Position]] = defaultdict(list)
        by_product_segment: dict[str, dict[str, list[Position]]] = defaultdict(
            lambda: defaultdict(list)
        )
        by_segment: dict[str, list[Position]] = defaultdict(list)
        for (customer_id, product_id), position in of_pair.items():
            by_product[product_id].append(position)
            for name in segment_names(segments, customer_id, i):
                by_product_segment[product_id][name].append(position)
        of_customer = members_by_customer(of_pair)
        for customer_id, position in of_customer.items():
            for name in segment_names(segments, customer_id, i):
                by_segment[name].append(position)
        self.company = Part(of_customer.values(), with_migration=False)
        self.all_products = {name: Part(each, True) for name, each in by_product.items()}
        self.products = {
            name: each for name, each in self.all_products.items() if name != UNASSIGNED
        }
        self.segments = {name: Part(each, False) for name, each in by_segment.items()}
        self.product_segments = {
            product_id: {name: Part(each, True) for name, each in parts.items()}
            for product_id, parts in by_product_segment.items()
        }


def segment_names(segments: Segments, customer_id: str, i: int) -> list[str]:
    """Name the segments in which a customer was when the window of a month began."""
    values = segments.of.get((customer_id, i - WINDOW), ())
    return [f"{segment_type}: {value}" for segment_type, value in values]


def pattern_rows(
    book: SignalBook,
    segments: Segments,
    positions: Positions,
    movements: list[Row],
    canary: Row | None = None,
) -> list[Row]:
    """Give every pattern whose thresholds are met, in every month.

    Without a retention window of twelve months there are bottlenecks and the canary only.

    Args:
        book: all snapshots.
        segments: of every customer at every month end.
        positions: of all pairs in all windows.
        movements: all movements.
        canary: the row of the last month that says that cuts foretell who leaves; None without it.
    """
    rows = []
    since: dict[tuple[str, ...], Row] = {}
    for i in book.months:
        of_retention: list[Row] = []
        if (i, WINDOW) in positions:
            month = Month(segments, positions[i, WINDOW], i)
            of_retention += [*subsidizers(book, month), *masked_parts(book, month)]
            of_retention += facts(book, month)
        of_month = [
            dict.fromkeys(COLUMNS) | {"arr_month": book.history.months[i], "is_severe": False} | row
            for row in (*of_retention, *bottleneck_rows(book, movements, i))
        ]
        if canary is not None and i == book.last:
            of_month.append(dict.fromkeys(COLUMNS) | canary)
        before, since = since, {}
        for row in of_month:
            key = tuple(row[name] for name in ("pattern", "scope", "subject", "other"))
            row["since_month"] = before[key]["since_month"] if key in before else row["arr_month"]
            counts = [row[name] for name in ("n_subject", "n_other") if row[name] is not None]
            row["evidence"] = row["evidence"] or book.evidence_of(min(counts))
            row["is_found"] = row["evidence"] == "enough" and row["is_clear"] is not False
            since[key] = row
        rows += of_month
    return rows


def canary_row(
    book: SignalBook, studies: list[Row], members: dict[str, list[Member]]
) -> Row | None:
    """Give the pattern that customers which cut a secondary family leave more often.

    Args:
        book: all snapshots.
        studies: the rows of all studies.
        members: of all studies.

    Returns:
        None where the study, at the level that is chosen, does not say so.
    """
    (found,) = (
        row
        for row in studies
        if row["study"] == CANARY and row["product_family"] == ALL_FAMILIES and row["is_chosen"]
    )
    if found["verdict"] != "more likely":
        return None
    return {
        "arr_month": book.history.months[book.last],
        "pattern": "churn_canary",
        "scope": "company",
        "subject": COMPANY,
        "other": NOTHING,
        "n_subject": found["exposed_matched"],
        "n_other": found["control_customers"],
        "arr_at_stake": estimate(members[CANARY], found["level"]).exposed_arr,
        "evidence": found["evidence"],
        "is_severe": False,
        "is_clear": True,
    }


def subsidizers(book: SignalBook, month: Month) -> Iterator[Row]:
    """Give each product that grows so much that it hides another under the company's NRR."""
    company, least = month.company.nrr, book.thresholds
    if company is None or company < least["subsidizer_company_nrr"]:
        return
    for subject, giver in month.products.items():
        if giver.nrr is None or giver.nrr < least["subsidizer_nrr"]:
            continue
        rest = [part for name, part in month.all_products.items() if name != subject]
        low, _ = giver.limits()
        for other, taker in month.products.items():
            if other == subject or taker.nrr is None or taker.grr is None:
                continue
            if taker.nrr > least["hidden_nrr"] and taker.grr > 1 - least["hidden_loss"]:
                continue
            other_low, other_high = taker.limits()
            is_clear = None not in (low, other_high) and low > company > other_high
            yield {
                "pattern": "subsidizer",
                "scope": "product",
                "subject": subject,
                "other": other,
                **giver.subject_columns(),
                "other_nrr": float(taker.nrr),
                "other_low": other_low,
                "other_high": other_high,
                "company_nrr": float(company),
                "nrr_of_the_rest": quotient(
                    total(part.closing for part in rest), total(part.opening for part in rest)
                ),
                "n_other": taker.count,
                "arr_at_stake": taker.opening,
                "is_clear": is_clear,
            }


def masked_parts(book: SignalBook, month: Month) -> Iterator[Row]:
    """Give each part that shrinks in a whole that does not."""
    least = book.thresholds
    wholes = [
        ("product", COMPANY, month.company, month.products),
        ("segment", COMPANY, month.company, month.segments),
        *(
            ("product_segment", product_id, whole, month.product_segments.get(product_id, {}))
            for product_id, whole in month.products.items()
        ),
    ]
    for scope, subject, whole, parts in wholes:
        if whole.nrr is None or whole.nrr < least["whole_nrr"]:
            continue
        compared = {
            name: part
            for name, part in parts.items()
            if part.is_part_of(whole, least["part_opening_share"])
        }
        for other, part in compared.items():
            if part.nrr > least["part_nrr"]:
                continue
            low, high = part.limits(Z99)
            yield {
                "pattern": "masked_part",
                "scope": scope,
                "subject": subject,
                "other": other,
                **whole.subject_columns(),
                "other_nrr": float(part.nrr),
                "other_low": low,
                "other_high": high,
                "company_nrr": float(month.company.nrr),
                "n_other": part.count,
                "n_compared": len(compared),
                "arr_at_stake": part.opening,
                "is_clear": high is not None and high < whole.nrr,
            }


def facts(book: SignalBook, month: Month) -> Iterator[Row]:
    """Give what is true of the company or of a product: churn masked, or revenue shrinking."""
    least = book.thresholds
    wholes = [("company", COMPANY, month.company)]
    wholes += [("product", name, part) for name, part in month.products.items()]
    for scope, subject, whole in wholes:
        if whole.nrr is None or whole.grr is None or whole.logo_retention is None:
            continue
        row = {
            "scope": scope,
            "subject": subject,
            "other": NOTHING,
            **whole.subject_columns(),
            "company_nrr": None if month.company.nrr is None else float(month.company.nrr),
            "arr_at_stake": whole.opening,
        }
        if whole.grr <= least["masked_grr"] and whole.nrr >= least["masked_nrr"]:
            yield row | {
                "pattern": "masked_churn",
                "is_severe": whole.grr <= least["severe_grr"] and whole.nrr >= least["severe_nrr"],
            }
        if (
            whole.logo_retention >= least["kept_logo_retention"]
            and whole.nrr < least["shrinking_nrr"]
        ):
            yield row | {"pattern": "logos_kept_revenue_shrinks"}
