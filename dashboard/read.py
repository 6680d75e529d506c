"""Read the marts for the page, as plain rows.

No figure is computed here but differences and orders: every rate and every amount is a value of a
mart. Rates become whole tenths of a per cent, rounded once; money becomes whole cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dashboard.signals import read_signals
from dashboard.today import read_today
from dashboard.words import cents, tenths
from published.marts import UnreadableError, open_marts

# What the page holds at most, so that a large book still opens on a phone; the page says what is
# left out.
MONTHS_TO_CHOOSE = 24
MONTHS_IN_LINES = 60
MONTHS_IN_TABLE = 13
PRODUCTS = 16
SEGMENT_VALUES = 12
PRODUCT_SEGMENT_ROWS = 12_000
COHORTS = 16
COHORT_STEP = 3
COHORT_MONTHS = 36
MOVERS = 8
MOVEMENTS_OF_MOVER = 4
ISSUES = 40
TABLE_ISSUES = 20
PROFILE_COLUMNS = 150

COMPANY = 0
ALL_CUSTOMERS = -1
ENTERED = -1

# The marts and columns that the page reads.
MARTS = {
    "arr_growth_company_monthly": "",
    "arr_growth_product_monthly": "",
    "dim_customers": "customer_name owner",
    "dim_months": "arr_month",
    "dim_products": "product_name",
    "dq_input_profile": "matched_to format_found value_rows missing_rows unreadable_rows",
    "dq_issue_summary": "meaning outcome license_rows raw_rows arr_at_stake share_of_arr",
    "dq_reconciliation": "is_reconciled",
    "dq_table_issues": "raw_table issue detail arr_at_stake",
    "fct_arr_monthly": "arr",
    "fct_arr_movements": "movement_type lost_reason",
    "fct_customer_arr_movements": "opening_arr closing_arr",
    "fct_licenses": "license_id",
    "forecast_nrr_quarterly": "nrr_low mae verdict",
    "headline_scorecard_monthly": "nrr_band arr_at_risk_90d forecast_ndr_12m",
    "renewals_calendar": "days_to_renewal arr_at_risk",
    "report_info": "reporting_currency as_of_date built_at",
    "retention_bridge_monthly": "nrr_contribution opening_share",
    "retention_cohort_monthly": "months_since_start",
    "retention_cohort_period_monthly": "cohort_starts_on segment_type",
    "retention_company_monthly": "",
    "retention_product_monthly": "",
    "retention_product_segment_monthly": "",
    "retention_segment_monthly": "",
    "signals_alerts": "evidence due_on",
    "signals_detection_lead": "product_breach_month",
    "signals_patterns": "is_found",
    "signals_product_scorecard": "is_cut_first",
    "signals_studies": "risk_ratio nrr_ratio",
    "worklist_bottom_nrr": "nrr_rank",
    "worklist_expansion_pulse": "opportunity_rank",
    "worklist_missed_upsell": "upsell_rank",
    "worklist_top_health": "health_rank",
}
RETENTION_MONEY = "opening_arr expansion_arr contraction_arr churned_arr closing_arr".split()
RETENTION_COUNTS = ["opening_customers", "churned_customers"]
RETENTION_RATES = "nrr grr logo_retention".split()
GROWTH_MONEY = (
    "opening_arr new_arr reactivation_arr cross_sell_arr expansion_arr contraction_arr "
    "product_churn_arr churn_arr migration_in_arr migration_out_arr fx_arr closing_arr net_new_arr"
).split()

Row = list[Any]


def read_marts(path: Path) -> dict[str, Any]:
    """Read everything that the page shows.

    Args:
        path: a DuckDB file with the marts, such as scripts/publish.py writes.

    Returns:
        What goes into the page as JSON. Scope 0 is the company and 1, 2, ... are the products in
        their order; segment -1 is all customers; months and windows are positions and lengths.

    Raises:
        UnreadableError: if the file can't be read, or lacks a mart or a column.
    """
    with open_marts(path, {mart: columns.split() for mart, columns in MARTS.items()}) as connection:
        return Reader(connection).read()


@dataclass
class Reader:
    """Reads the marts through a connection whose schema holds them."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a query and give its rows."""
        return self.connection.execute(sql, list(values)).fetchall()

    def read(self) -> dict[str, Any]:
        """Read everything; see `read_marts`."""
        self.months = [
            month for (month,) in self.rows("select arr_month from dim_months order by 1")
        ]
        self.windows = [
            window
            for (window,) in self.rows(
                "select distinct window_months from retention_company_monthly order by 1"
            )
        ]
        if not self.months or not self.windows:
            raise UnreadableError("The marts hold no month yet: no licence was accepted.")
        all_months = len(self.months)
        self.months = self.months[-MONTHS_IN_LINES:]
        self.first_choice = max(0, len(self.months) - MONTHS_TO_CHOOSE)
        self.connection.execute(
            "create or replace temp table page_months as "
            "select unnest(?::date[]) as arr_month, unnest(range(?)) as position",
            [self.months, len(self.months)],
        )
        products, product_count = self.read_products()
        segments, segment_counts = self.read_segments()
        by_segment, first_segment_month = self.read_product_segments()
        movers, words = self.read_movers()
        return {
            **self.read_report(),
            "months": [month.isoformat() for month in self.months],
            "month_count": all_months,
            "first_choice": self.first_choice,
            "months_in_table": MONTHS_IN_TABLE,
            "windows": self.windows,
            "default_window": 12 if 12 in self.windows else self.windows[-1],
            "products": products,
            "product_count": product_count,
            "segments": segments,
            "segment_counts": segment_counts,
            "first_segment_month": first_segment_month,
            "retention": self.read_retention() + by_segment,
            "growth": self.read_growth(),
            "bridge": self.read_bridge(),
            **self.read_cohorts(),
            "signals": read_signals(self.rows),
            "today": self.read_today(),
            "movers_shown": MOVERS,
            "movers": movers,
            "words": words,
            **self.read_quality(),
        }

    def read_report(self) -> dict[str, str]:
        """Give what all figures are figures of: currency, day, and when they were built."""
        ((currency, as_of_date, built_at),) = self.rows(
            "select reporting_currency, as_of_date, built_at from report_info"
        )
        return {
            "currency": currency,
            "as_of_date": f"{as_of_date.day} {as_of_date:%b %Y}",
            "built_at": f"{built_at.day} {built_at:%b %Y %H:%M} UTC",
        }

    def read_today(self) -> dict[str, Any]:
        """Give what stands on the day of the figures, whatever is chosen."""
        ((day, currency),) = self.rows("select as_of_date, reporting_currency from report_info")
        return read_today(self.rows, day, currency)

    def read_products(self) -> tuple[list[list[str]], int]:
        """Give the ids and names of the products with most ARR now, and how many there are."""
        found = self.rows(
            "select g.product_id, p.product_name "
            "from (select * from arr_growth_product_monthly "
            "      where window_months = ? and arr_month = ?) as g "
            "inner join dim_products as p on g.product_id = p.product_id "
            "order by g.closing_arr desc, p.product_name, g.product_id",
            self.windows[0],
            self.months[-1],
        )
        products = [list(row) for row in found[:PRODUCTS]]
        self.connection.execute(
            "create or replace temp table page_scopes as "
            "select unnest(?::varchar[]) as product_id, unnest(range(1, ? + 1)) as scope",
            [[product_id for product_id, _ in products], len(products)],
        )
        return products, len(found)

    def read_segments(self) -> tuple[list[list[str]], dict[str, int]]:
        """Give the segments with most ARR now, of each type, and how many each type has."""
        found = self.rows(
            "select segment_type, segment_value, row_number() over ("
            "    partition by segment_type order by closing_arr desc, segment_value) as place, "
            "  count(*) over (partition by segment_type) as number "
            "from retention_segment_monthly where window_months = ? and arr_month = ? "
            "order by case segment_type when 'segment' then 1 when 'region' then 2 "
            "  when 'industry' then 3 when 'arr_band' then 4 else 5 end, segment_type, place",
            self.windows[0],
            self.months[-1],
        )
        segments = [[row[0], row[1]] for row in found if row[2] <= SEGMENT_VALUES]
        self.connection.execute(
            "create or replace temp table page_segments as select unnest(?::varchar[]) "
            "as segment_type, unnest(?::varchar[]) as segment_value, unnest(range(?)) as segment",
            [[row[0] for row in segments], [row[1] for row in segments], len(segments)],
        )
        return segments, {row[0]: row[3] for row in found}

    def read_retention(self) -> list[Row]:
        """Read retention of company and products, and of the company's segments."""
        columns = ", ".join(RETENTION_MONEY + RETENTION_COUNTS + RETENTION_RATES)
        found = self.rows(
            f"""
            select 0 as scope, -1 as segment, window_months, position, {columns}, is_small_base
            from retention_company_monthly inner join page_months using (arr_month)
            union all
            select scope, -1, window_months, position, {columns}, is_small_base
            from retention_product_monthly
            inner join page_months using (arr_month) inner join page_scopes using (product_id)
            union all
            select 0, segment, window_months, position, {columns}, is_small_base
            from retention_segment_monthly
            inner join page_months using (arr_month)
            inner join page_segments using (segment_type, segment_value)
            where position >= ?
            order by all
            """,
            self.first_choice,
        )
        return [retention_row(row) for row in found]

    def read_product_segments(self) -> tuple[list[Row], int]:
        """Read retention by product and segment, whole months from the last one back.

        Returns:
            The rows, at most PRODUCT_SEGMENT_ROWS but at least the last month, and the position of
            the first month that they hold.
        """
        source = (
            "from retention_product_segment_monthly "
            "inner join page_months using (arr_month) inner join page_scopes using (product_id) "
            "inner join page_segments using (segment_type, segment_value)"
        )
        first, kept = len(self.months) - 1, 0
        for position, number in self.rows(
            f"select position, count(*) {source} where position >= ? group by 1 order by 1 desc",
            self.first_choice,
        ):
            kept += number
            if kept > PRODUCT_SEGMENT_ROWS and position < len(self.months) - 1:
                break
            first = position
        columns = ", ".join(RETENTION_MONEY + RETENTION_COUNTS + RETENTION_RATES)
        found = self.rows(
            f"select scope, segment, window_months, position, {columns}, is_small_base {source} "
            "where position >= ? order by all",
            first,
        )
        return [retention_row(row) for row in found], first

    def read_growth(self) -> list[Row]:
        """Read the movements of every window, of the months to choose and the one before."""
        columns = ", ".join(GROWTH_MONEY)
        found = self.rows(
            f"""
            select 0 as scope, window_months, position, {columns}
            from arr_growth_company_monthly inner join page_months using (arr_month)
            where position >= $1
            union all
            select scope, window_months, position, {columns}
            from arr_growth_product_monthly
            inner join page_months using (arr_month) inner join page_scopes using (product_id)
            where position >= $1
            order by all
            """,
            self.first_choice - 1,
        )
        return [[*row[:3], *map(cents, row[3:])] for row in found]

    def read_bridge(self) -> list[Row]:
        """Read how the NRRs of the products add up to the company's."""
        found = self.rows(
            """
            select window_months, position, coalesce(scope, -1), opening_share, nrr,
                nrr_contribution, opening_arr, closing_arr
            from retention_bridge_monthly
            inner join page_months using (arr_month)
            left join page_scopes on component_type = 'product' and product_id = component
            where position >= ? and (component_type = 'entered' or scope is not null)
            order by 1, 2, component_type desc, 3
            """,
            self.first_choice,
        )
        return [
            [*row[:3], tenths(row[3]), tenths(row[4]), tenths(row[5]), cents(row[6]), cents(row[7])]
            for row in found
        ]

    def read_cohorts(self) -> dict[str, Any]:
        """Read what became of those who started together, every third month.

        Those of the company are there by segment, too, where var cohort_periods has quarters.
        """
        found = self.rows(
            """
            with cohorts as (
                select coalesce(page_scopes.scope, 0) as scope, -1 as segment, cohort_quarter,
                    months_since_start, nrr, grr, opening_customers, is_small_base
                from retention_cohort_monthly as c
                left join page_scopes
                    on c.scope = 'product' and c.product_id = page_scopes.product_id
                where c.scope = 'company' or page_scopes.scope is not null
                union all
                select 0, segment, cohort_starts_on,
                    months_since_start, nrr, grr, opening_customers, is_small_base
                from retention_cohort_period_monthly
                inner join page_segments using (segment_type, segment_value)
                where scope = 'company' and cohort_period = 'quarter'
            )
            select * from cohorts
            where months_since_start % ? = 0 and months_since_start <= ?
                and cohort_quarter in (
                    select distinct cohort_quarter from retention_cohort_monthly
                    order by 1 desc limit ?)
            order by 1, 2, 3, 4
            """,
            COHORT_STEP,
            COHORT_MONTHS,
            COHORTS,
        )
        ((number,),) = self.rows(
            "select count(distinct cohort_quarter) from retention_cohort_monthly"
        )
        return {
            "cohort_step": COHORT_STEP,
            "cohorts_shown": COHORTS,
            "cohort_count": number,
            "cohorts": [
                [
                    *row[:2],
                    quarter(row[2]),
                    row[3],
                    tenths(row[4]),
                    tenths(row[5]),
                    row[6],
                    int(row[7]),
                ]
                for row in found
            ],
        }

    def read_movers(self) -> tuple[list[Row], list[str]]:
        """Read the customers behind the change of each window: their ARR before and after.

        Of the company, a customer's ARR is that of fct_customer_arr_movements before its first and
        after its last movement of the window; of a product, that of fct_arr_monthly at both ends.

        Returns:
            Rows of scope, window, month, number of movers in that direction, customer, owner, ARR
            before, ARR after, and up to four movements (product, type, lost reason); the texts are
            positions in the list of words.
        """
        found = self.rows(
            """
            with pairs as (
                select position, window_months, arr_month as to_month,
                    (arr_month - to_months(window_months))::date as from_month
                from page_months cross join (select unnest($1::integer[]) as window_months)
                where position >= $2
            ),
            movements as (
                select p.position, p.window_months, p.from_month, p.to_month, m.*
                from fct_arr_movements as m
                inner join pairs as p on m.arr_month > p.from_month and m.arr_month <= p.to_month
            ),
            of_company as (
                select p.position, p.window_months, 0 as scope, c.customer_id,
                    arg_min(c.opening_arr, (c.arr_month, c.movement_type <> 'fx')) as before,
                    arg_max(c.closing_arr, (c.arr_month, c.movement_type <> 'fx')) as after
                from fct_customer_arr_movements as c
                inner join pairs as p on c.arr_month > p.from_month and c.arr_month <= p.to_month
                group by all
            ),
            of_products as (
                select m.position, m.window_months, s.scope, m.customer_id,
                    coalesce(was.arr, 0) as before, coalesce(now.arr, 0) as after
                from (
                    select distinct position, window_months, from_month, to_month, customer_id,
                        product_id
                    from movements
                ) as m
                inner join page_scopes as s on m.product_id = s.product_id
                left join fct_arr_monthly as was
                    on m.customer_id = was.customer_id and m.product_id = was.product_id
                    and m.from_month = was.arr_month
                left join fct_arr_monthly as now
                    on m.customer_id = now.customer_id and m.product_id = now.product_id
                    and m.to_month = now.arr_month
            ),
            changed as (
                select * from of_company where before <> after
                union all
                select * from of_products where before <> after
            ),
            placed as (
                select *,
                    row_number() over (
                        partition by position, window_months, scope, after > before
                        order by abs(after - before) desc, customer_id) as place,
                    count(*) over (
                        partition by position, window_months, scope, after > before) as number
                from changed
            ),
            largest as (select * from placed where place <= $3),
            behind as (
                select l.position, l.window_months, l.scope, l.customer_id, m.product_id,
                    m.movement_type, max(m.lost_reason) as lost_reason,
                    max(abs(m.arr_change)) as size
                from largest as l
                inner join movements as m
                    on l.position = m.position and l.window_months = m.window_months
                    and l.customer_id = m.customer_id
                left join page_scopes as s on m.product_id = s.product_id
                where l.scope = 0 or l.scope = s.scope
                group by all
            ),
            texts as (
                select position, window_months, scope, customer_id,
                    list([p.product_name, movement_type, lost_reason]
                        order by size desc, p.product_name, movement_type) as movements
                from behind inner join dim_products as p on behind.product_id = p.product_id
                group by all
            )
            select l.scope, l.window_months, l.position, l.number,
                coalesce(c.customer_name, l.customer_id), c.owner, l.before, l.after, t.movements
            from largest as l
            left join texts as t using (position, window_months, scope, customer_id)
            left join dim_customers as c on l.customer_id = c.customer_id
            order by 1, 2, 3, l.after > l.before desc, l.place
            """,
            self.windows,
            self.first_choice,
            MOVERS,
        )
        words: dict[str, int] = {}

        def word(text: str | None) -> int:
            return -1 if text is None else words.setdefault(text, len(words))

        movers = [
            [
                *row[:4],
                word(row[4]),
                word(row[5]),
                cents(row[6]),
                cents(row[7]),
                [[word(text) for text in each] for each in (row[8] or [])[:MOVEMENTS_OF_MOVER]],
                len(row[8] or []),
            ]
            for row in found
        ]
        return movers, list(words)

    def read_quality(self) -> dict[str, Any]:
        """Read what was made of the input, and whether it all adds up."""
        issues = self.rows(
            "select meaning, severity, action, outcome, license_rows, arr_at_stake, share_of_arr "
            "from dq_issue_summary where license_rows > 0 order by arr_at_stake desc, issue"
        )
        table_issues = self.rows(
            "select raw_table, issue, detail, action, arr_at_stake from dq_table_issues "
            "order by arr_at_stake desc nulls last, raw_table, issue, issue_id"
        )
        profile = self.rows(
            "select raw_table, column_name, matched_to, format_found, value_rows, missing_rows, "
            "unreadable_rows from dq_input_profile order by raw_table, column_number"
        )
        ((raw_rows,),) = self.rows("select max(raw_rows) from dq_issue_summary")
        ((accepted,),) = self.rows("select count(*) from fct_licenses")
        ((checks, held),) = self.rows(
            "select count(*), count(*) filter (where is_reconciled) from dq_reconciliation"
        )
        return {
            "raw_rows": raw_rows,
            "accepted": accepted,
            "checks": checks,
            "checks_held": held,
            "issue_count": len(issues),
            "issues": [[*row[:5], cents(row[5]), tenths(row[6])] for row in issues[:ISSUES]],
            "table_issue_count": len(table_issues),
            "table_issues": [[*row[:4], cents(row[4])] for row in table_issues[:TABLE_ISSUES]],
            "profile_count": len(profile),
            "profile": [list(row) for row in profile[:PROFILE_COLUMNS]],
        }


def retention_row(row: tuple[Any, ...]) -> Row:
    """Make a row of the page: money in cents, rates in tenths of a per cent."""
    return [*row[:4], *map(cents, row[4:9]), *row[9:11], *map(tenths, row[11:14]), int(row[14])]


def quarter(day: Any) -> str:
    """Name a quarter by its first day."""
    return f"{day.year} Q{(day.month + 2) // 3}"
