"""What each column of the workbook is: the words of the file, else of this module."""

from __future__ import annotations

from workbook.sheets import Column, Sheet

# For a file that has no comments, as that of another tool may be.
WORDS = {
    "arr_month": "The month, by its first day; figures are those of the end of its last day.",
    "window_months": "How many months lie between the two snapshots that are compared.",
    "product_id": "Id of the product.",
    "product_name": "Name of the product.",
    "customer_id": "Id of the customer.",
    "customer_name": "Name of the customer.",
    "segment": "Segment of the customer today.",
    "owner": "Who looks after the customer today.",
    "opening_arr": "ARR at the start.",
    "closing_arr": "ARR at the end; of a window, the ARR of its base.",
    "expansion_arr": "What those who had ARR at the start pay more.",
    "contraction_arr": "What those who still have ARR pay less.",
    "churned_arr": "The opening ARR of those who have none at the end.",
    "nrr": "Net revenue retention: what the base pays now over what it paid then.",
    "grr": "Gross revenue retention: NRR without increases.",
    "logo_retention": "Share of the customers of the base who still have ARR.",
    "opening_customers": "Customers with ARR at the start.",
    "churned_customers": "Those of them who have none at the end.",
    "is_small_base": "The base is small: read its rates with care.",
    "company_opening_arr": "ARR of the company at the start of the window.",
    "company_nrr": "NRR of the company.",
    "opening_share": "Share of the component in the opening ARR of the company.",
    "nrr_contribution": "What the component adds to the NRR of the company.",
    "arr_change": "What the movement adds to ARR, or takes from it.",
}
NO_WORDS = "See docs/definitions.md; of the signals, docs/signals.md."


def describe(sheet: Sheet, column: Column, comments: dict[tuple[str, str], str]) -> tuple[str, str]:
    """Say where a column is from, and what it is.

    Args:
        sheet: the sheet that has the column.
        column: the column.
        comments: what the file says of its columns, by (mart, column).
    """
    if column.words and not column.mart:
        return "this workbook", column.words
    mart = column.mart or sheet.mart
    name = "product_name" if column.name == "component_name" else column.name
    words = comments.get((mart, name)) or WORDS.get(name) or column.words or NO_WORDS
    return f"{mart}.{name}", " ".join(words.split())


def in_words() -> list[tuple[str, str]]:
    """Give the two rates in words."""
    return [
        (
            "NRR",
            "(opening ARR + expansion - contraction - churned) / opening ARR, of those who had ARR "
            "at the start of the window. New and returning customers are in neither.",
        ),
        (
            "GRR",
            "(opening ARR - contraction - churned) / opening ARR: NRR without expansion, at most "
            "100 %.",
        ),
        (
            "No base",
            "Where the opening ARR is 0 there is no rate, and the cell is empty. To combine rows, "
            "add up amounts and divide; never average rates.",
        ),
    ]
