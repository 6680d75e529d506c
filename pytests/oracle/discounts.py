"""Discounts on lines of their own, shared out over what the customer has beside them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from oracle.licences import Licence
from oracle.money import ZERO, round_money, share_out, total
from oracle.rows import Pair
from oracle.terms import Term


def is_discount_line(pair_licences: list[Licence]) -> bool:
    """Tell whether a pair has negative licences only, but for free ones.

    Args:
        pair_licences: all licences of a customer and product that are not pending.
    """
    arrs = [licence.arr for licence in pair_licences]
    return max(arrs) <= 0 and min(arrs) < 0


def part_of(term: Term, product_id: str, start: Decimal, end: Decimal) -> Term:
    """Give the part of a discount between two running amounts of it, as a term without units.

    Args:
        term: of the discount.
        product_id: what it reduces; its own product keeps its units.
        start: what came before.
        end: what came before, and the part.
    """
    discount = term.licence

    def in_currency(amount: Decimal) -> Decimal:
        return round_money(
            Fraction(discount.arr_in_currency) * Fraction(amount) / Fraction(-discount.arr)
        )

    is_own = product_id == discount.product.product_id
    part = replace(
        discount,
        arr=start - end,
        arr_in_currency=in_currency(end) - in_currency(start),
        quantity=discount.quantity if is_own else Decimal(0),
    )
    return replace(term, licence=part)


def share_discounts(
    active: dict[Pair, list[Term]], discount_lines: set[Pair]
) -> dict[Pair, list[Term]]:
    """Move the discounts of a customer to the products that they reduce.

    They reduce products in proportion to their ARR, at the newest rates. The largest product takes
    of the first discount first, by its id. What exceeds all ARR stays where it is.

    Args:
        active: pair to its terms at some month end, of one customer.
        discount_lines: the pairs that have nothing but discounts.

    Returns:
        Pair to terms, with parts of discounts in place of discounts.
    """
    discounts = [
        term
        for pair in active
        if pair in discount_lines
        for term in active[pair]
        if term.licence.arr
    ]
    if not discounts:
        return active
    shared: dict[Pair, list[Term]] = defaultdict(list)
    arrs: dict[str, Decimal] = {}
    customer_id = discounts[0].licence.customer_id
    for pair, terms in active.items():
        shared[pair] = [term for term in terms if not any(term is each for each in discounts)]
        arrs[pair[1]] = total(term.licence.arr for term in shared[pair])
    arrs = {product_id: arr for product_id, arr in arrs.items() if arr > 0}
    left = min(total(arrs.values()), -total(term.licence.arr for term in discounts))
    shares = share_out(left, arrs) if arrs else {}
    to_reduce = [
        [product_id, shares[product_id]]
        for product_id in sorted(shares, key=lambda each: (-arrs[each], each))
    ]
    for term in sorted(discounts, key=lambda each: each.licence.license_id):
        done = ZERO
        while done < -term.licence.arr:
            while to_reduce and to_reduce[0][1] == 0:
                to_reduce.pop(0)
            rest = -term.licence.arr - done
            product_id = to_reduce[0][0] if to_reduce else term.licence.product.product_id
            amount = min(rest, to_reduce[0][1]) if to_reduce else rest
            shared[customer_id, product_id].append(part_of(term, product_id, done, done + amount))
            done += amount
            if to_reduce:
                to_reduce[0][1] -= amount
    return shared
