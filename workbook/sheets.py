"""The sheets: what each answers, and of which columns of which mart it is made.

A formula names other columns of its row in braces; `{first:x}` and `{last:x}` are the first and the
last cell of a column.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbook.read import BRIDGE, MOVEMENT_COLUMNS


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: of the column in the rows that read.py gives.
        header: what the sheet calls it.
        kind: text, flag, month, money, check, count, whole, rate or exact_rate.
        formula: how the cell comes about; the value stored with it is that of the mart.
        words: what it is, where no mart has the column.
        mart: the mart that has the column, where that is not the sheet's.
        where: a formula stands in rows whose `scope` is this one only.
    """

    name: str
    header: str
    kind: str = "text"
    formula: str = ""
    words: str = ""
    mart: str = ""
    where: str = ""
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds one table."""

    name: str
    answers: str
    mart: str
    columns: tuple[Column, ...]
    frozen: int
    limit: str


NRR = (
    'IF({opening_arr}=0,"",({opening_arr}+{expansion_arr}-{contraction_arr}-{churned_arr})'
    "/{opening_arr})"
)
GRR = 'IF({opening_arr}=0,"",({opening_arr}-{contraction_arr}-{churned_arr})/{opening_arr})'
LOGOS = 'IF({opening_customers}=0,"",({opening_customers}-{churned_customers})/{opening_customers})'

MONTH = Column("arr_month", "Month", "month")
WINDOW = Column("window_months", "Window, months", "whole", width=9)
SCOPE = Column("scope", "Scope", words="company or product.", width=10)
PRODUCT_ID = Column("product_id", "Product id", mart="dim_products", width=18)
PRODUCT = Column("product_name", "Product", mart="dim_products", width=24)
RETENTION_COLUMNS = (
    Column("opening_arr", "Opening ARR", "money"),
    Column("expansion_arr", "Expansion", "money"),
    Column("contraction_arr", "Contraction", "money"),
    Column("churned_arr", "Churned", "money"),
    Column("closing_arr", "Closing ARR", "money"),
    Column(
        "check_closing",
        "Check closing",
        "check",
        "ROUND({opening_arr}+{expansion_arr}-{contraction_arr}-{churned_arr}-{closing_arr},2)",
        "Opening and what changed, less closing. Must be 0.00.",
    ),
    Column("nrr", "NRR", "rate", NRR),
    Column("grr", "GRR", "rate", GRR),
    Column("opening_customers", "Opening customers", "count"),
    Column("churned_customers", "Churned customers", "count"),
    Column("logo_retention", "Logo retention", "rate", LOGOS),
    Column("is_small_base", "Small base", "flag", width=8),
)
HEADERS = {
    "opening_arr": "Opening ARR",
    "new_arr": "New",
    "reactivation_arr": "Reactivation",
    "cross_sell_arr": "Cross-sell",
    "expansion_arr": "Expansion",
    "contraction_arr": "Contraction",
    "product_churn_arr": "Product churn",
    "churn_arr": "Churn",
    "migration_in_arr": "Migration in",
    "migration_out_arr": "Migration out",
    "fx_arr": "FX",
    "closing_arr": "Closing ARR",
}
ADDED_UP = "{opening_arr}+SUM({" + MOVEMENT_COLUMNS[0] + "}:{" + MOVEMENT_COLUMNS[-1] + "})"

RETENTION = Sheet(
    "Retention",
    "How well does each product hold its revenue, and the company as a whole?",
    "retention_product_monthly",
    (MONTH, WINDOW, SCOPE, PRODUCT_ID, PRODUCT, *RETENTION_COLUMNS),
    5,
    "RETENTION_ROWS",
)
BRIDGE_SHEET = Sheet(
    "Bridge",
    "What led from the opening to the closing ARR of each month?",
    "arr_bridge_product_monthly",
    (
        MONTH,
        SCOPE,
        PRODUCT_ID,
        PRODUCT,
        *(Column(name, HEADERS[name], "money") for name in BRIDGE),
        Column(
            "opening_and_movements",
            "Opening + movements",
            "money",
            ADDED_UP,
            "The opening ARR and every movement of the month, added up.",
        ),
        Column(
            "check_closing",
            "Check closing",
            "check",
            "ROUND({opening_and_movements}-{closing_arr},2)",
            "Opening and movements, less closing. Must be 0.00.",
        ),
        Column(
            "check_products",
            "Check products",
            "check",
            'ROUND(SUMIFS(Bridge_closing,Bridge_month,{arr_month},Bridge_scope,"product")'
            "-{closing_arr},2)",
            "The closing ARR of all products, less that of the company. Must be 0.00.",
            where="company",
        ),
        Column(
            "check_opening",
            "Check opening",
            "check",
            'IF(COUNTIFS(Bridge_month,EDATE({arr_month},-1),Bridge_scope,"company")=0,"",'
            "ROUND({opening_arr}-SUMIFS(Bridge_closing,Bridge_month,EDATE({arr_month},-1),"
            'Bridge_scope,"company"),2))',
            "The opening ARR of the company, less its closing ARR of the month before. Must be "
            "0.00; empty in the first month of the sheet.",
            where="company",
        ),
    ),
    4,
    "BRIDGE_ROWS",
)
PARTS = Sheet(
    "Product to company",
    "How do the NRRs of the products, and what base customers entered, add up to the company's?",
    "retention_bridge_monthly",
    (
        MONTH,
        WINDOW,
        Column("component_type", "Component", width=11),
        Column("component", "Product id", width=18),
        Column("component_name", "Product", mart="dim_products", width=24, words="Its name."),
        Column("opening_arr", "Opening ARR", "money"),
        Column("closing_arr", "Closing ARR", "money"),
        Column("company_opening_arr", "Company opening ARR", "money"),
        Column(
            "nrr",
            "NRR",
            "rate",
            'IF({opening_arr}=0,"",{closing_arr}/{opening_arr})',
        ),
        Column(
            "opening_share",
            "Share of opening",
            "rate",
            'IF({company_opening_arr}=0,"",{opening_arr}/{company_opening_arr})',
        ),
        Column(
            "nrr_contribution",
            "NRR x share",
            "rate",
            'IF({company_opening_arr}=0,"",IF({opening_arr}=0,{closing_arr}/{company_opening_arr},'
            "{nrr}*{opening_share}))",
        ),
        Column(
            "sum_of_contributions",
            "Sum of the month",
            "rate",
            'IF({company_opening_arr}=0,"",SUMIFS(Parts_contribution,Parts_month,{arr_month},'
            "Parts_window,{window_months}))",
            "All components of the month and window, added up.",
        ),
        Column("company_nrr", "Company NRR", "rate"),
        Column(
            "check_nrr",
            "Check NRR",
            "check",
            'IF({company_opening_arr}=0,"",ROUND({sum_of_contributions}-{company_nrr},9))',
            "The sum of the month, less the company's NRR. Must be 0.",
        ),
    ),
    5,
    "PART_ROWS",
)
SEGMENTS = Sheet(
    "Segments",
    "In which segments is revenue kept, and in which is it lost?",
    "retention_segment_monthly",
    (
        MONTH,
        WINDOW,
        Column("segment_type", "Segment type", width=17),
        Column("segment_value", "Segment", width=24),
        *RETENTION_COLUMNS,
    ),
    4,
    "SEGMENT_ROWS",
)
MOVEMENTS = Sheet(
    "Movements",
    "Which customer changed the ARR, in which product, and why?",
    "fct_arr_movements",
    (
        MONTH,
        Column("customer_id", "Customer id", width=14),
        Column("customer_name", "Customer", mart="dim_customers", width=30),
        Column("product_id", "Product id", width=18),
        PRODUCT,
        Column("movement_type", "Movement", width=15),
        Column("arr_change", "Change of ARR", "money"),
        Column("volume_arr", "of it volume", "money"),
        Column("price_arr", "of it price", "money"),
        Column("unattributed_arr", "of it unattributed", "money"),
        Column("reason", "Reason", width=18),
        Column("lost_reason", "Lost reason, in the source's words", width=30),
        Column("is_scheduled", "Scheduled", "flag", width=10),
    ),
    3,
    "MOVEMENTS",
)
RECONCILIATION = Sheet(
    "Reconciliation",
    "Does it all add up, from the raw rows to retention?",
    "dq_reconciliation",
    (
        Column("check_name", "Check", width=62),
        Column("check_key", "Currency or month", width=13),
        Column("expected", "Left side", "money", width=20),
        Column("actual", "Right side", "money", width=20),
        Column("difference", "Difference", "check", "ROUND({expected}-{actual},2)"),
        Column("is_reconciled", "Reconciled", width=11),
    ),
    2,
    "RECONCILIATION_ROWS",
)
ISSUES = Sheet(
    "Issues",
    "What is wrong or odd in the source, and how much ARR is at stake?",
    "dq_issue_summary",
    (
        Column("issue", "Issue", width=30),
        Column("severity", "Severity", width=10),
        Column("action", "Action", width=10),
        Column("license_rows", "Licence rows", "count"),
        Column("customers", "Customers", "count"),
        Column("arr_at_stake", "ARR at stake", "money"),
        Column("share_of_arr", "Share of all ARR", "exact_rate"),
        Column("warn_share", "Warns above", "exact_rate"),
        Column("error_share", "Stops above", "exact_rate"),
        Column("outcome", "Outcome", width=10),
        Column("meaning", "Meaning", width=90),
    ),
    1,
    "ISSUES",
)
CUSTOMERS = Sheet(
    "Customers",
    "Who pays how much, month by month?",
    "fct_arr_monthly",
    (
        Column("customer_id", "Customer id", mart="dim_customers", width=14),
        Column("customer_name", "Customer", mart="dim_customers", width=30),
        Column("segment", "Segment", mart="dim_customers", width=14),
        Column("owner", "Owner", mart="dim_customers", width=16),
    ),
    2,
    "CUSTOMERS",
)
SHEETS = (
    RETENTION,
    BRIDGE_SHEET,
    PARTS,
    SEGMENTS,
    CUSTOMERS,
    MOVEMENTS,
    RECONCILIATION,
    ISSUES,
)

# Names of ranges, which formulas use: sheet, column.
NAMES = {
    "Retention_month": (RETENTION, "arr_month"),
    "Retention_window": (RETENTION, "window_months"),
    "Retention_scope": (RETENTION, "scope"),
    "Retention_opening": (RETENTION, "opening_arr"),
    "Retention_closing": (RETENTION, "closing_arr"),
    "Retention_contraction": (RETENTION, "contraction_arr"),
    "Retention_churned": (RETENTION, "churned_arr"),
    "Bridge_month": (BRIDGE_SHEET, "arr_month"),
    "Bridge_scope": (BRIDGE_SHEET, "scope"),
    "Bridge_opening": (BRIDGE_SHEET, "opening_arr"),
    "Bridge_closing": (BRIDGE_SHEET, "closing_arr"),
    "Parts_month": (PARTS, "arr_month"),
    "Parts_window": (PARTS, "window_months"),
    "Parts_contribution": (PARTS, "nrr_contribution"),
    "Movements_change": (MOVEMENTS, "arr_change"),
}
