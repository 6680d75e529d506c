"""The lists of customers and of products."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from oracle.catalog import Product
from oracle.companies import COMPANY_COLUMNS, Companies
from oracle.history import History, first_index
from oracle.money import ZERO
from oracle.policy import Policy
from oracle.rows import Row


def customer_rows(
    customer_ids: Iterable[str],
    history: History,
    companies: Companies,
    as_of_date: date,
    policy: Policy,
) -> list[Row]:
    """Give one row per customer, listed or licensed, with what is said of it at `as_of_date`."""
    rows = []
    for customer_id in sorted(customer_ids):
        arr_row = history.customer_arr.get(customer_id, [])
        first = first_index([arr_row])
        current = arr_row[-1] if arr_row else ZERO
        text_on = partial(companies.text_on, customer_id, day=as_of_date)
        rows.append(
            {
                "customer_id": customer_id,
                "customer_name": text_on("name") or customer_id,
                **{each: text_on(each) for each in (*COMPANY_COLUMNS, *policy.customer_segments)},
                "parent_customer_id": text_on("parent_company_id"),
                "is_in_companies": companies.lists(customer_id),
                "first_arr_month": None if first is None else history.months[first],
                "current_arr": current,
                "is_active": current > 0,
            }
        )
    return rows


def product_rows(products: Iterable[Product]) -> list[Row]:
    """Give one row per product, of the catalog or of licences only."""
    return [
        {
            "product_id": product.product_id,
            "product_name": product.product_name,
            "product_family": product.product_family,
            "is_in_catalog": product.is_in_catalog,
        }
        for product in products
    ]
