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
        kind: text, flag, month, date, money, check, count, whole, score, rate or exact_rate.
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
# The rows of sheet Renewals that end on the day of the figures or in the 90 days after it.
NEXT_DAYS = 'Renewals_days,">=0",Renewals_days,"<=90"'
HALF_WIDTH = (
    'IF(OR({{nrr}}="",COUNT({{tested_half_width}},{{book_half_width}})=0),"",'
    "{{nrr}}{}MAX({{tested_half_width}},{{book_half_width}}))"
)

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

HEADLINE = Sheet(
    "Headline",
    "How does the company stand, month by month, on one line?",
    "headline_scorecard_monthly",
    (
        MONTH,
        Column("opening_arr", "Opening ARR", "money"),
        Column("closing_arr", "Closing ARR", "money"),
        Column("closing_arr_change", "Change", "money", "ROUND({closing_arr}-{opening_arr},2)"),
        Column("ndr_12m", "NRR, 12 months", "rate"),
        Column("nrr_band", "Band of NRR", width=12),
        Column("ndr_12m_change", "Change of NRR", "rate"),
        Column("grr_12m", "GRR, 12 months", "rate"),
        Column("grr_band", "Band of GRR", width=12),
        Column("grr_12m_change", "Change of GRR", "rate"),
        Column("worst_product_name", "Product with the lowest NRR", width=24),
        Column("worst_product_nrr", "Its NRR", "rate"),
        Column(
            "worst_product_gap",
            "Company less it",
            "rate",
            'IF(COUNT({ndr_12m},{worst_product_nrr})<2,"",{ndr_12m}-{worst_product_nrr})',
        ),
        Column("open_high_alerts", "Open alerts, high", "count"),
        Column("open_medium_alerts", "medium", "count"),
        Column("open_low_alerts", "low", "count"),
        Column("renewals_90d", "Renewals, 90 days", "count"),
        Column("renewing_arr_90d", "ARR of them", "money"),
        Column("arr_at_risk_90d", "ARR at risk of it", "money"),
        Column("forecast_ndr_12m", "NRR in 12 months", "rate"),
        Column("forecast_ndr_12m_low", "from", "rate"),
        Column("forecast_ndr_12m_high", "to", "rate"),
        Column(
            "check_renewing",
            "Check renewals",
            "check",
            f"ROUND(SUMIFS(Renewals_arr,{NEXT_DAYS})-{{renewing_arr_90d}},2)",
            "The ARR of sheet Renewals that ends within 90 days, less that of the headline. Must "
            "be 0.00; in the last month alone, and where no sheet leaves rows out.",
            where="last",
        ),
        Column(
            "check_at_risk",
            "Check at risk",
            "check",
            f"ROUND(SUMIFS(Renewals_at_risk,{NEXT_DAYS})-{{arr_at_risk_90d}},2)",
            "The same of the ARR at risk.",
            where="last",
        ),
        Column(
            "check_alerts",
            "Check alerts",
            "check",
            'COUNTIFS(Alerts_status,"open")-SUM({open_high_alerts}:{open_low_alerts})',
            "The open alerts of sheet Alerts, less those of the headline. Must be 0, like the "
            "others.",
            where="last",
        ),
    ),
    1,
    "HEADLINE_MONTHS",
)
ALERTS = Sheet(
    "Alerts",
    "What happened at a customer, who should act, and by when?",
    "signals_alerts",
    (
        Column("severity", "Severity", width=9),
        Column("status", "Status", width=10),
        Column("customer_id", "Customer id", width=14),
        Column("customer_name", "Customer", width=30),
        Column("product_name", "Product", width=24),
        Column("evidence", "What happened", width=100),
        Column("action", "What to do", width=44),
        Column("owner", "Owner", width=16),
        Column("arr_at_stake", "ARR at stake", "money"),
        Column("event_date", "Since", "date"),
        Column("due_on", "Due", "date"),
        Column("resolved_on", "Resolved", "date"),
        Column("kind", "Kind", width=12),
        Column("rule_id", "Rule", width=24),
        Column("alert_id", "Alert id", width=36),
    ),
    4,
    "ALERTS",
)
RENEWALS = Sheet(
    "Renewals",
    "What comes up for renewal, what has been renewed, and what is at risk?",
    "renewals_calendar",
    (
        Column("renews_on", "Ends on", "date"),
        Column("days_to_renewal", "Days until then", "whole"),
        Column("customer_id", "Customer id", width=14),
        Column("customer_name", "Customer", width=30),
        Column("product_id", "Product id", width=18),
        Column("product_name", "Product", width=24),
        Column("owner", "Owner", width=16),
        Column("term_class", "Term", width=11),
        Column("status", "Status", width=10),
        Column("risk_level", "Risk", width=9),
        Column("licenses", "Licences", "count"),
        Column("arr", "ARR", "money"),
        Column("successor_arr", "ARR of the renewal", "money"),
        Column(
            "arr_at_risk",
            "ARR at risk",
            "money",
            'IF(AND({risk_level}="high",OR({status}="open",{status}="overdue")),{arr},0)',
        ),
        Column("gross_renewal_rate", "Usually kept", "rate"),
        Column(
            "expected_loss_arr",
            "Usually lost of it",
            "money",
            'IF({gross_renewal_rate}="","",ROUND({arr}*(1-{gross_renewal_rate}),2))',
        ),
        Column("notice_deadline", "Notice until", "date"),
        Column("auto_renews", "Renews itself", "flag"),
        Column("is_marked_lost", "Marked as lost", "flag"),
        Column("has_cut", "Cut a product", "flag"),
        Column("has_contracted", "Paid less at once", "flag"),
        Column("is_smaller", "Smaller than a year ago", "flag", width=11),
        Column("has_open_alert", "Open alert", "flag"),
    ),
    4,
    "RENEWAL_ROWS",
)
FORECAST = Sheet(
    "Forecast",
    "Which NRR is to come, and how far off were such forecasts? Those of products are not tested.",
    "forecast_nrr_quarterly",
    (
        Column("scope", "Scope", width=10),
        Column("item", "Product id", width=18),
        Column("product_name", "Product", mart="dim_products", width=24),
        Column("horizon_months", "Months ahead", "whole"),
        Column("forecast_month", "Month", "month"),
        Column("base_arr", "ARR of the base", "money"),
        Column("book_nrr", "NRR by renewals", "rate"),
        Column("naive_nrr", "NRR if nothing changes", "rate", width=11),
        Column(
            "nrr",
            "NRR, forecast",
            "rate",
            'IF(COUNT({book_nrr},{naive_nrr})<2,"",({book_nrr}+{naive_nrr})/2)',
        ),
        Column("nrr_low", "from", "rate", HALF_WIDTH.format("-")),
        Column("nrr_high", "to", "rate", HALF_WIDTH.format("+")),
        Column("tested_half_width", "Half width, tested", "rate"),
        Column("book_half_width", "Half width, by renewals", "rate", width=11),
        Column("origins", "Tests", "whole"),
        Column("mae", "Mean error", "exact_rate"),
        Column("mae_naive", "Mean error if nothing changes", "exact_rate"),
        Column("mae_book", "Mean error by renewals", "exact_rate"),
        Column("verdict", "Verdict", width=13),
        Column("known_renewed_arr", "ARR known as renewed", "money"),
        Column("known_lost_arr", "ARR known as lost", "money"),
    ),
    4,
    "FORECAST_ROWS",
)
GAIN, SHRANK, FULL, HEALTHY = (
    "worklist_expansion_pulse",
    "worklist_bottom_nrr",
    "worklist_missed_upsell",
    "worklist_top_health",
)
WORK_LISTS = Sheet(
    "Work lists",
    "Whom to talk to: most to gain, shrank most, in full use without buying more, the healthiest?",
    ", ".join((GAIN, SHRANK, FULL, HEALTHY)),
    (
        Column("scope", "List", width=14, words="Which list; its mart has the rest."),
        Column("place", "Place", "whole", words="The rank in the list."),
        Column("customer_id", "Customer id", width=14, mart=GAIN),
        Column("customer_name", "Customer", width=30, mart=GAIN),
        Column("product_name", "Product", width=34, mart=GAIN),
        Column("owner", "Owner", width=16, mart=GAIN),
        Column(
            "why",
            "What is known",
            width=80,
            words="The sentence of the opportunity, or the reason why ARR was lost.",
        ),
        Column("action", "What to do", width=44, mart=GAIN),
        Column("due_on", "Due", "date", mart=GAIN),
        Column("opening_arr", "ARR 12 months ago", "money", mart=SHRANK),
        Column("arr", "ARR now", "money", words="ARR on the day or at the end of the month."),
        Column(
            "lost_arr",
            "Lost",
            "money",
            "ROUND({opening_arr}-{arr},2)",
            mart=SHRANK,
            where="Shrank most",
        ),
        Column("nrr", "NRR", "rate", "{arr}/{opening_arr}", mart=SHRANK, where="Shrank most"),
        Column("expected_size", "Usual size of an expansion", "rate", mart=GAIN, width=11),
        Column("conversion_rate", "Bought more", "rate", mart=GAIN),
        Column("is_conversion_known", "That is known", "flag", mart=GAIN),
        Column(
            "expected_arr",
            "Expected ARR",
            "money",
            'IF({expected_size}="","",ROUND({arr}*{expected_size}*{conversion_rate},2))',
            mart=GAIN,
            where="Most to gain",
        ),
        Column("utilisation", "Use", "rate", mart=FULL),
        Column("lowest_utilisation", "Lowest use", "rate", mart=FULL),
        Column("customer_health_score", "Health score", "score", mart=HEALTHY),
        Column("covered_arr_share", "ARR with a score", "rate", mart=HEALTHY),
    ),
    4,
    "WORK_ROWS",
)
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
    HEADLINE,
    ALERTS,
    RENEWALS,
    FORECAST,
    WORK_LISTS,
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
    "Alerts_status": (ALERTS, "status"),
    "Renewals_days": (RENEWALS, "days_to_renewal"),
    "Renewals_status": (RENEWALS, "status"),
    "Renewals_arr": (RENEWALS, "arr"),
    "Renewals_at_risk": (RENEWALS, "arr_at_risk"),
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
