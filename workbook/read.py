"""Read the marts for the workbook, as rows.

Every rate and every amount is a value of a mart. Sums and differences of these, which the totals
and checks of the workbook show, are of decimals, so that they are exact.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from published.marts import UnreadableError, open_marts

# What a sheet holds at most, so that the workbook still opens on a laptop; each sheet says what is
# left out. A sheet of XLSX ends at 1,048,576 rows.
HEADLINE_MONTHS = 120
ALERTS = 20_000
RENEWAL_ROWS = 50_000
FORECAST_ROWS = 5_000
WORK_ROWS = 20_000
RETENTION_ROWS = 50_000
BRIDGE_ROWS = 50_000
SEGMENT_ROWS = 20_000
# Each row adds up its month: the work grows with the square.
PART_ROWS = 5_000
CUSTOMERS = 5_000
CUSTOMER_MONTHS = 36
MOVEMENTS = 20_000
MOVEMENT_MONTHS = 12
RECONCILIATION_ROWS = 50_000
ISSUES = 1_000

# The headline counts the renewals of so many days.
AHEAD_DAYS = 90

# A number of a spreadsheet has 15 digits: from here on, cents are lost.
INEXACT = Decimal(10) ** 13

# Rows that stand for those that are left out, so that totals still tie.
OTHERS = "(others)"

RETENTION = "opening_arr expansion_arr contraction_arr churned_arr closing_arr".split()
RETENTION_COLUMNS = [
    *RETENTION,
    *"opening_customers churned_customers nrr grr logo_retention is_small_base".split(),
]
MOVEMENT_COLUMNS = (
    "new_arr reactivation_arr cross_sell_arr expansion_arr contraction_arr product_churn_arr "
    "churn_arr migration_in_arr migration_out_arr fx_arr"
).split()
BRIDGE = ["opening_arr", *MOVEMENT_COLUMNS, "closing_arr"]

# The marts and columns that the workbook reads.
MARTS: dict[str, list[str]] = {
    "report_info": (
        "as_of_date last_month reporting_currency source_input policy_settings project_version "
        "built_at"
    ).split(),
    "retention_company_monthly": ["arr_month", "window_months", *RETENTION_COLUMNS],
    "retention_product_monthly": ["arr_month", "window_months", "product_id", *RETENTION_COLUMNS],
    "retention_segment_monthly": [
        *"arr_month window_months segment_type segment_value".split(),
        *RETENTION_COLUMNS,
    ],
    "arr_bridge_company_monthly": ["arr_month", *BRIDGE],
    "arr_bridge_product_monthly": ["arr_month", "product_id", *BRIDGE],
    "retention_bridge_monthly": (
        "arr_month window_months component_type component opening_arr closing_arr "
        "company_opening_arr nrr opening_share nrr_contribution company_nrr"
    ).split(),
    "fct_arr_monthly": "arr_month customer_id arr".split(),
    "fct_arr_movements": (
        "arr_month customer_id product_id movement_type reason lost_reason arr_change volume_arr "
        "price_arr unattributed_arr is_scheduled"
    ).split(),
    "dim_customers": "customer_id customer_name segment owner".split(),
    "dim_products": "product_id product_name".split(),
    "headline_scorecard_monthly": (
        "arr_month opening_arr closing_arr closing_arr_change ndr_12m nrr_band ndr_12m_change "
        "grr_12m grr_band grr_12m_change worst_product_name worst_product_nrr worst_product_gap "
        "open_high_alerts open_medium_alerts open_low_alerts renewals_90d renewing_arr_90d "
        "arr_at_risk_90d forecast_ndr_12m forecast_ndr_12m_low forecast_ndr_12m_high"
    ).split(),
    "signals_alerts": (
        "severity status customer_id customer_name product_name evidence action owner arr_at_stake "
        "event_date due_on resolved_on kind rule_id alert_id"
    ).split(),
    "renewals_calendar": (
        "renews_on days_to_renewal customer_id customer_name product_id product_name owner "
        "term_class status risk_level licenses arr successor_arr arr_at_risk gross_renewal_rate "
        "expected_loss_arr notice_deadline auto_renews is_marked_lost has_cut has_contracted "
        "is_smaller has_open_alert"
    ).split(),
    "forecast_nrr_quarterly": (
        "scope item horizon_months forecast_month base_arr nrr nrr_low nrr_high book_nrr naive_nrr "
        "tested_half_width book_half_width origins mae mae_naive mae_book verdict "
        "known_renewed_arr known_lost_arr"
    ).split(),
    "worklist_expansion_pulse": (
        "opportunity_rank customer_id customer_name product_name owner evidence action due_on arr "
        "expected_arr expected_size conversion_rate is_conversion_known"
    ).split(),
    "worklist_bottom_nrr": (
        "nrr_rank customer_id customer_name owner product_names lost_reason opening_arr "
        "closing_arr lost_arr nrr"
    ).split(),
    "worklist_missed_upsell": (
        "upsell_rank customer_id customer_name product_name owner arr utilisation "
        "lowest_utilisation"
    ).split(),
    "worklist_top_health": (
        "health_rank customer_id customer_name owner arr customer_health_score covered_arr_share"
    ).split(),
    "dq_reconciliation": "check_name check_key expected actual difference is_reconciled".split(),
    "dq_issue_summary": (
        "issue severity action meaning outcome license_rows customers arr_at_stake share_of_arr "
        "warn_share error_share"
    ).split(),
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """The rows of a sheet, and how many of the mart's it has no room for."""

    rows: list[Row]
    left_out: int = 0


@dataclass(frozen=True)
class Marts:
    """All that the workbook holds.

    Attributes:
        info: the row of report_info.
        settings: its settings, by var.
        tables: the rows by sheet.
        months: the months of the grid of customers, the newest first.
        totals: by month of the grid, the closing ARR of the company.
        movements: sum of the movements of the sheet, and from where to where the bridge goes.
        inexact: how many amounts have more digits than a spreadsheet holds.
        comments: what the file says of marts and columns, by (mart, column).
    """

    info: Row
    settings: dict[str, Any]
    tables: dict[str, Table]
    months: list[date]
    totals: dict[date, Decimal]
    movements: Row
    inexact: int
    comments: dict[tuple[str, str], str]


def read_marts(path: Path) -> Marts:
    """Read everything that the workbook shows.

    Args:
        path: a DuckDB file with the marts, such as scripts/publish.py writes.

    Raises:
        UnreadableError: if the file can't be read, or lacks a mart or a column.
    """
    with open_marts(path, MARTS) as connection:
        return Reader(connection, path).read()


@dataclass
class Reader:
    """Reads the marts through a connection whose schema holds them."""

    connection: duckdb.DuckDBPyConnection
    path: Path

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """Run a query and give its rows, by the names of its columns."""
        result = self.connection.execute(sql, list(values))
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def read(self) -> Marts:
        """Read everything; see `read_marts`."""
        infos = self.rows("select * from report_info")
        if len(infos) != 1:
            raise UnreadableError(
                f"{self.path}: the mart report_info has {len(infos)} rows in place of one; "
                "publish it again: make build"
            )
        months = [
            row["arr_month"]
            for row in self.rows(
                "select distinct arr_month from arr_bridge_company_monthly "
                "order by arr_month desc limit ?",
                CUSTOMER_MONTHS,
            )
        ]
        tables = {
            "Headline": self.first_rows(HEADLINE_SQL, HEADLINE_MONTHS),
            "Alerts": self.first_rows(ALERTS_SQL, ALERTS),
            "Renewals": self.first_rows(RENEWALS_SQL, RENEWAL_ROWS),
            "Forecast": self.first_rows(FORECAST_SQL, FORECAST_ROWS),
            "Work lists": self.first_rows(WORK_LISTS_SQL, WORK_ROWS),
            "Retention": self.newest_months(
                RETENTION_SQL, RETENTION_ORDER, RETENTION_ROWS, COMPANY
            ),
            "Bridge": self.newest_months(BRIDGE_SQL, BRIDGE_ORDER, BRIDGE_ROWS, COMPANY),
            "Product to company": self.newest_months(PARTS_SQL, PARTS_ORDER, PART_ROWS),
            "Segments": self.newest_months(SEGMENTS_SQL, SEGMENTS_ORDER, SEGMENT_ROWS),
            "Customers": self.customers(months),
            "Movements": self.largest_movements(months[:MOVEMENT_MONTHS]),
            "Reconciliation": self.first_rows(RECONCILIATION_SQL, RECONCILIATION_ROWS),
            "Issues": self.first_rows(ISSUES_SQL, ISSUES),
        }
        check_headline(tables)
        bridge = self.rows(
            "select arr_month, opening_arr, closing_arr from arr_bridge_company_monthly"
        )
        by_month = {row["arr_month"]: row for row in bridge}
        return Marts(
            infos[0],
            json.loads(infos[0]["policy_settings"]),
            tables,
            months,
            {month: by_month[month]["closing_arr"] for month in months},
            self.sums_of_movements(months[:MOVEMENT_MONTHS], by_month),
            sum(
                abs(value) >= INEXACT
                for table in tables.values()
                for row in table.rows
                for value in row.values()
                if isinstance(value, Decimal)
            ),
            self.comments(),
        )

    def newest_months(self, sql: str, order: str, most: int, always: str = "false") -> Table:
        """Give whole months from the newest back, the newest one and some rows in any case."""
        kept = self.rows(
            f"with every_row as ({sql}), months as (select arr_month, count(*) as month_rows, "
            "sum(count(*)) over (order by arr_month desc) as rows_so_far from every_row "
            "group by arr_month) select every_row.* from every_row inner join months "
            "on every_row.arr_month = months.arr_month "
            f"where rows_so_far <= ? or rows_so_far = month_rows or {always} "
            f"order by every_row.arr_month desc, {order}",
            most,
        )
        return Table(kept, self.count(sql) - len(kept))

    def first_rows(self, sql: str, most: int) -> Table:
        """Give the first rows of a query that is in order."""
        kept = self.rows(f"{sql} limit {most}")
        return Table(kept, self.count(sql) - len(kept))

    def count(self, sql: str) -> int:
        """Count the rows of a query."""
        return self.rows(f"select count(*) as number from ({sql})")[0]["number"]

    def customers(self, months: list[date]) -> Table:
        """Give the ARR of each customer by month, the largest customers of the last month first."""
        self.connection.execute(
            "create or replace temp table grid as with amounts as ("
            "select customer_id, arr_month, sum(arr) as arr from fct_arr_monthly "
            "where arr_month in (select unnest(?::date[])) group by all), "
            "customers as (select customer_id, map(list(arr_month), list(arr)) as arr_by_month, "
            "sum(arr) as arr_of_all_months, "
            "coalesce(sum(arr) filter (where arr_month = ?), 0) as last_arr "
            "from amounts group by customer_id having sum(arr) <> 0) "
            "select *, row_number() over "
            "(order by last_arr desc, arr_of_all_months desc, customer_id) as place from customers",
            [months, months[0] if months else None],
        )
        rows = self.rows(
            "select grid.customer_id, customer_name, segment, owner, arr_by_month from grid "
            "left join dim_customers on grid.customer_id = dim_customers.customer_id "
            "where place <= ? order by place",
            CUSTOMERS,
        )
        left_out = self.rows(
            "select count(*) as number from grid where place > ?",
            CUSTOMERS,
        )[0]["number"]
        if left_out:
            others = self.rows(
                "select each.key as arr_month, sum(each.value) as arr from "
                "(select unnest(map_entries(arr_by_month)) as each from grid where place > ?) "
                "group by 1",
                CUSTOMERS,
            )
            rows.append(
                {
                    "customer_id": OTHERS,
                    "customer_name": f"{left_out:,} smaller customers",
                    "segment": None,
                    "owner": None,
                    "arr_by_month": {row["arr_month"]: row["arr"] for row in others},
                }
            )
        return Table(rows, left_out)

    def largest_movements(self, months: list[date]) -> Table:
        """Give the movements of some months: the newest first, and in a month the largest."""
        self.connection.execute(
            "create or replace temp table placed as select *, row_number() over (order by "
            "abs(arr_change) desc, arr_month desc, customer_id, product_id, movement_type) "
            f"as place from ({MOVEMENTS_SQL}) where arr_month in (select unnest(?::date[]))",
            [months],
        )
        rows = self.rows(
            "select * from placed where place <= ? order by arr_month desc, place", MOVEMENTS
        )
        others = self.rows(
            "select count(*) as number, sum(arr_change) as arr_change, sum(volume_arr) as "
            "volume_arr, sum(price_arr) as price_arr, sum(unattributed_arr) as unattributed_arr "
            "from placed where place > ?",
            MOVEMENTS,
        )[0]
        left_out = others.pop("number")
        if left_out:
            empty = dict.fromkeys([*MARTS["fct_arr_movements"], "customer_name", "product_name"])
            name = f"{left_out:,} smaller movements"
            rows.append(empty | others | {"customer_id": OTHERS, "customer_name": name})
        return Table(rows, left_out)

    def sums_of_movements(self, months: list[date], bridge: dict[date, Row]) -> Row:
        """Give what the movements of the sheet add up to, and what the bridge says."""
        row = self.rows(
            "select coalesce(sum(arr_change), 0) as arr_change from fct_arr_movements "
            "where arr_month in (select unnest(?::date[]))",
            months,
        )[0]
        row["from_month"], row["to_month"] = (months[-1], months[0]) if months else (None, None)
        row["opening_arr"] = bridge[months[-1]]["opening_arr"] if months else None
        row["closing_arr"] = bridge[months[0]]["closing_arr"] if months else None
        return row

    def comments(self) -> dict[tuple[str, str], str]:
        """Give the descriptions that the file has of its columns."""
        found = self.connection.execute(
            "select table_name, column_name, comment from duckdb_columns() "
            "where database_name = current_database() and schema_name = current_schema() "
            "and comment is not null"
        ).fetchall()
        return {(mart, column): comment for mart, column, comment in found if comment.strip()}


def next_days(rows: list[Row]) -> list[Row]:
    """Give the renewals of the day of the figures and of the 90 days after it."""
    return [row for row in rows if 0 <= row["days_to_renewal"] <= AHEAD_DAYS]


def check_headline(tables: dict[str, Table]) -> None:
    """Put into the last month of the headline how far it is from the sheets behind it.

    Where one of these has no room for all rows there is nothing to check.
    """
    checks = ("check_renewing", "check_at_risk", "check_alerts")
    complete = not (tables["Alerts"].left_out or tables["Renewals"].left_out)
    for place, row in enumerate(tables["Headline"].rows):
        row.update({"scope": "last" if complete and not place else "", **dict.fromkeys(checks)})
    if not complete or not tables["Headline"].rows:
        return
    row, ahead = tables["Headline"].rows[0], next_days(tables["Renewals"].rows)
    for check, name, amount in (
        ("check_renewing", "renewing_arr_90d", "arr"),
        ("check_at_risk", "arr_at_risk_90d", "arr_at_risk"),
    ):
        row[check] = sum((each[amount] for each in ahead), Decimal(0)) - (row[name] or 0)
    levels = ("open_high_alerts", "open_medium_alerts", "open_low_alerts")
    is_open = sum(each["status"] == "open" for each in tables["Alerts"].rows)
    row["check_alerts"] = is_open - sum(row[level] or 0 for level in levels)


def listed(columns: list[str]) -> str:
    """List columns for SQL."""
    return ", ".join(columns)


# Other sheets look up the company's rows.
COMPANY = "scope = 'company'"

# The company stands before its products, and these in the order of their ARR now.
PRODUCTS_SQL = """
select
    dim_products.product_id,
    dim_products.product_name,
    row_number() over (
        order by coalesce(latest.closing_arr, 0) desc, dim_products.product_id
    ) as place
from dim_products
left join arr_bridge_product_monthly as latest
    on
        dim_products.product_id = latest.product_id
        and latest.arr_month = (select max(arr_month) from arr_bridge_company_monthly)
"""

HEADLINE_SQL = f"""
select {listed(MARTS["headline_scorecard_monthly"])}
from headline_scorecard_monthly
order by arr_month desc
"""

ALERTS_SQL = f"""
select {listed(MARTS["signals_alerts"])}
from signals_alerts
order by
    status, case severity when 'high' then 1 when 'medium' then 2 else 3 end,
    event_date desc, arr_at_stake desc, alert_id
"""

RENEWALS_SQL = f"""
select {listed(MARTS["renewals_calendar"])}
from renewals_calendar
order by renews_on, arr desc, customer_id, product_id
"""

FORECAST_SQL = f"""
select
    {listed([f"forecasts.{each}" for each in MARTS["forecast_nrr_quarterly"]])},
    coalesce(products.product_name, 'Company') as product_name
from forecast_nrr_quarterly as forecasts
left join ({PRODUCTS_SQL}) as products
    on forecasts.scope = 'product' and forecasts.item = products.product_id
order by forecasts.scope, products.place nulls first, forecasts.item, forecasts.horizon_months
"""

# The lists one below the other; a column that a list lacks is empty in its rows.
WORK_LISTS_SQL = """
select * from (
    select
        1 as list_number, 'Most to gain' as scope, opportunity_rank as place,
        customer_id, customer_name, product_name, owner, evidence as why, action, due_on,
        arr, expected_size, conversion_rate, is_conversion_known, expected_arr
    from worklist_expansion_pulse
    union all by name
    select
        2 as list_number, 'Shrank most' as scope, nrr_rank as place,
        customer_id, customer_name, product_names as product_name, owner, lost_reason as why,
        opening_arr, closing_arr as arr, lost_arr, nrr
    from worklist_bottom_nrr
    union all by name
    select
        3 as list_number, 'Full use' as scope, upsell_rank as place,
        customer_id, customer_name, product_name, owner,
        arr, utilisation, lowest_utilisation
    from worklist_missed_upsell
    union all by name
    select
        4 as list_number, 'Healthiest' as scope, health_rank as place,
        customer_id, customer_name, owner,
        arr, customer_health_score, covered_arr_share
    from worklist_top_health
)
order by list_number, place
"""

RETENTION_SQL = f"""
select
    arr_month, window_months, 'company' as scope, cast(null as varchar) as product_id,
    'Company' as product_name, 0 as place, {listed(RETENTION_COLUMNS)},
    opening_arr + expansion_arr - contraction_arr - churned_arr - closing_arr as check_closing
from retention_company_monthly
union all
select
    arr_month, window_months, 'product', retention.product_id,
    products.product_name, products.place, {listed(RETENTION_COLUMNS)},
    opening_arr + expansion_arr - contraction_arr - churned_arr - closing_arr
from retention_product_monthly as retention
left join ({PRODUCTS_SQL}) as products on retention.product_id = products.product_id
"""
RETENTION_ORDER = "window_months, place, product_id"

BRIDGE_SQL = f"""
with products_added_up as (
    select arr_month, sum(closing_arr) as closing_arr
    from arr_bridge_product_monthly
    group by arr_month
),

both_scopes as (
    select
        company.arr_month, 'company' as scope, cast(null as varchar) as product_id,
        'Company' as product_name, 0 as place, {listed([f"company.{each}" for each in BRIDGE])},
        coalesce(products_added_up.closing_arr, 0) - company.closing_arr as check_products,
        company.opening_arr - lag(company.closing_arr) over (order by company.arr_month)
            as check_opening
    from arr_bridge_company_monthly as company
    left join products_added_up on company.arr_month = products_added_up.arr_month
    union all
    select
        arr_month, 'product', bridge.product_id, products.product_name, products.place,
        {listed(BRIDGE)}, null, null
    from arr_bridge_product_monthly as bridge
    left join ({PRODUCTS_SQL}) as products on bridge.product_id = products.product_id
)

select
    *,
    opening_arr + {" + ".join(MOVEMENT_COLUMNS)} as opening_and_movements,
    opening_arr + {" + ".join(MOVEMENT_COLUMNS)} - closing_arr as check_closing
from both_scopes
"""
BRIDGE_ORDER = "place, product_id"

PARTS_SQL = f"""
select
    parts.arr_month, parts.window_months, parts.component_type, parts.component,
    coalesce(products.product_name, parts.component) as component_name,
    coalesce(products.place, 1000000000) as place,
    parts.opening_arr, parts.closing_arr, parts.company_opening_arr,
    parts.nrr, parts.opening_share, parts.nrr_contribution, parts.company_nrr,
    sum(parts.nrr_contribution) over whole as sum_of_contributions,
    round(sum(parts.nrr_contribution) over whole - parts.company_nrr, 9) as check_nrr
from retention_bridge_monthly as parts
left join ({PRODUCTS_SQL}) as products
    on parts.component = products.product_id and parts.component_type = 'product'
window whole as (partition by parts.arr_month, parts.window_months)
"""
PARTS_ORDER = "window_months, component_type desc, place, component"

SEGMENTS_SQL = f"""
select
    arr_month, window_months, segment_type, segment_value, {listed(RETENTION_COLUMNS)},
    opening_arr + expansion_arr - contraction_arr - churned_arr - closing_arr as check_closing
from retention_segment_monthly
"""
SEGMENTS_ORDER = "window_months, segment_type, opening_arr desc, segment_value"

MOVEMENTS_SQL = """
select movements.*, customers.customer_name, products.product_name
from fct_arr_movements as movements
left join dim_customers as customers on movements.customer_id = customers.customer_id
left join dim_products as products on movements.product_id = products.product_id
"""

RECONCILIATION_SQL = """
select
    check_name, check_key, expected, actual, difference,
    case when is_reconciled then 'yes' else 'no' end as is_reconciled
from dq_reconciliation
order by is_reconciled, check_name, check_key desc
"""

ISSUES_SQL = """
select
    issue, severity, action, meaning, outcome, license_rows, customers, arr_at_stake,
    share_of_arr, warn_share, error_share
from dq_issue_summary
order by license_rows = 0, arr_at_stake desc nulls last, issue
"""
