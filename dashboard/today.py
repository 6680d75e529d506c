"""What stands on the day of the figures: the headline, alerts, renewals, forecast and work lists.

It depends on no choice. Its sentences and tables are made here alone.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dashboard import words
from dashboard.cells import Cell, Panel, head, left_out, panel, table, text
from dashboard.signals import Named, Rows, named

# Rows that are shown at most.
ALERTS = 20
RENEWALS = 10
WORK_ROWS = 10

AHEAD_DAYS = 90
REASONS = {
    "is_marked_lost": "marked as lost",
    "has_cut": "has cut a product",
    "has_contracted": "pays less",
    "has_open_alert": "open alert",
}
MONEY_OF_RENEWALS = "arr renewed lost open_arr arr_at_risk".split()


def read_today(rows: Rows, day: date, currency: str) -> Named:
    """Read what is known on the day of the figures.

    Args:
        rows: runs a query where the marts are, and gives its rows.
        day: the day of the figures.
        currency: of the amounts.

    Returns:
        The `day` as a text, the `context` and the `cards` of the headline, and the `panels` by
        their ids.
    """
    return Today(rows, day, currency).read()


class Today:
    """Makes the panels of the day."""

    def __init__(self, rows: Rows, day: date, currency: str) -> None:
        self.rows, self.day, self.currency = rows, words.day(day), currency

    def read(self) -> Named:
        """Make everything; see `read_today`."""
        panels = {
            "alerts": self.alerts(),
            "renewals": self.renewals(),
            "forecast": self.forecast(),
            "worklists": self.work_lists(),
        }
        cards, month = self.cards()
        context = f"company, all customers, {words.months(12)} to {month}, whatever is chosen"
        return {"day": self.day, "context": context, "cards": cards, "panels": panels}

    def cards(self) -> tuple[list[Named], str]:
        """Make the cards of the last month, from one line of the headline scorecard; name it."""
        now, *earlier = named(
            self.rows,
            "arr_month ndr_12m nrr_band grr_12m grr_band worst_product_name worst_product_nrr "
            "open_high_alerts open_medium_alerts open_low_alerts renewals_90d renewing_arr_90d "
            "arr_at_risk_90d forecast_ndr_12m forecast_ndr_12m_low forecast_ndr_12m_high",
            "from headline_scorecard_monthly order by arr_month desc limit 2",
        )
        was = earlier[0] if earlier else {"ndr_12m": None, "grr_12m": None}
        since = words.month(earlier[0]["arr_month"].isoformat()) if earlier else ""
        company, worst = words.tenths(now["ndr_12m"]), words.tenths(now["worst_product_nrr"])
        made = []
        for label, name, band in (("NRR", "ndr_12m", "nrr_band"), ("GRR", "grr_12m", "grr_band")):
            rate, before = words.tenths(now[name]), words.tenths(was[name])
            change = ""
            if rate is not None and before is not None:
                change = f"{words.points(rate - before)} on {since}"
            note = ", ".join(filter(None, [now[band], change]))
            made.append(card(f"{label}, {words.months(12)}", words.percent(rate), note))
        note = ""
        if worst is not None and company is not None:
            side = "below" if worst <= company else "above"
            gap = words.rate(abs(company - worst))
            note = f"{now['worst_product_name']}, {gap}{words.GAP}points {side} the company"
        value = "none" if worst is None else words.percent(worst)
        made.append(card("Product with the lowest NRR", value, note))
        levels = {name: now[f"open_{name}_alerts"] or 0 for name in ("high", "medium", "low")}
        note = ", ".join(f"{words.count(number)} {name}" for name, number in levels.items())
        made.append(card("Open alerts", words.count(sum(levels.values())), note))
        ahead = self.money(now["renewing_arr_90d"] or Decimal(0))
        at_risk = self.money(now["arr_at_risk_90d"] or Decimal(0))
        note = f"{words.count(now['renewals_90d'] or 0)} renewals; {at_risk['text']} at risk"
        label = f"Renewals, next {AHEAD_DAYS}{words.GAP}days"
        made.append(card(label, ahead["text"], note, ahead["title"]))
        forecast = words.tenths(now["forecast_ndr_12m"])
        value = "none" if forecast is None else words.percent(forecast)
        ends = limits(now["forecast_ndr_12m_low"], now["forecast_ndr_12m_high"])
        note = f"in 4 of 5 cases {ends}" if ends else ""
        made.append(card(f"NRR in {words.months(12)}, forecast", value, note))
        return made, words.month(now["arr_month"].isoformat())

    def alerts(self) -> Panel:
        """Open alerts, the most severe and newest first."""
        found = named(
            self.rows,
            "customer_name severity evidence action owner arr_at_stake event_date due_on",
            "from signals_alerts where status = 'open' "
            "order by case severity when 'high' then 1 when 'medium' then 2 else 3 end, "
            "event_date desc, arr_at_stake desc, alert_id",
        )
        lines = [
            line(
                head(row["customer_name"]),
                text(row["severity"], "words"),
                text(row["evidence"], "words wide"),
                text(row["action"], "words"),
                text(row["owner"] or "", "words"),
                self.money(row["arr_at_stake"]),
                text(words.day(row["event_date"])),
                text(words.day(row["due_on"])),
            )
            for row in found[:ALERTS]
        ]
        columns = ["Customer", "+Severity", "+What happened", "+What to do", "+Owner"]
        columns += ["ARR at stake", "Since", "Due"]
        notes = [
            "The most severe first, then the newest. Due: the day by which it should be done.",
            left_out("open alerts", len(lines), len(found), "most severe and newest"),
        ]
        if not found:
            notes = ["No alert is open."]
        return panel(self.context("all customers"), made("Open alerts", columns, lines), notes)

    def renewals(self) -> Panel:
        """What comes up for renewal, by month, and what of it is at risk."""
        tables = self.renewals_by_month()
        at_risk = named(
            self.rows,
            "customer_name product_name renews_on status arr_at_risk owner " + " ".join(REASONS),
            f"from renewals_calendar where days_to_renewal <= {AHEAD_DAYS} and arr_at_risk > 0 "
            "order by arr_at_risk desc, renews_on, customer_id, product_id",
        )
        lines = [
            line(
                head(row["customer_name"]),
                text(row["product_name"], "words"),
                text(words.day(row["renews_on"])),
                text(row["status"], "words"),
                self.money(row["arr_at_risk"]),
                text(", ".join(why for name, why in REASONS.items() if row[name]), "words"),
                text(row["owner"] or "", "words"),
            )
            for row in at_risk[:RENEWALS]
        ]
        columns = ["Customer", "+Product", "Ends on", "+Status", "At risk", "+Why", "+Owner"]
        notes = [
            "By the stated end of licences; the first and the last month count as far as they lie "
            f"within the {AHEAD_DAYS} days. Overdue: ended in the {AHEAD_DAYS} days before, "
            "neither renewed nor marked as lost; not in the total. At risk: at high risk and not "
            "renewed.",
            left_out("renewals at risk", len(lines), len(at_risk)),
        ]
        if not tables:
            notes = [f"Nothing comes up for renewal within {AHEAD_DAYS} days."]
        elif not lines:
            notes.append("None is at risk.")
        tables += made("Largest at risk", columns, lines)
        return panel(
            self.context(f"all customers, overdue and the {AHEAD_DAYS} days from"), tables, notes
        )

    def renewals_by_month(self) -> list[Panel]:
        """Make the table of what is overdue, of each month, and of all 90 days."""
        found = named(
            self.rows,
            "month renewals " + " ".join(MONEY_OF_RENEWALS),
            "from (select month, is_total, count(*) as renewals, sum(arr) as arr, "
            "  sum(case when status = 'renewed' then arr else 0 end) as renewed, "
            "  sum(case when status = 'lost' then arr else 0 end) as lost, "
            "  sum(case when status in ('open', 'overdue') then arr else 0 end) as open_arr, "
            "  sum(arr_at_risk) as arr_at_risk "
            "from (select *, date_trunc('month', renews_on)::date as month, false as is_total "
            f"    from renewals_calendar where days_to_renewal between 0 and {AHEAD_DAYS} "
            "  union all select *, null, false from renewals_calendar "
            "    where days_to_renewal < 0 and status = 'overdue' "
            "  union all select *, null, true from renewals_calendar "
            f"    where days_to_renewal between 0 and {AHEAD_DAYS}) "
            "group by month, is_total) order by is_total, month nulls first",
        )
        lines = []
        for place, row in enumerate(found):
            is_total = row["month"] is None and place == len(found) - 1 and place > 0
            name = f"Next {AHEAD_DAYS} days" if is_total else "Overdue"
            if row["month"]:
                name = words.month(row["month"].isoformat())
            cells = [self.money(row[name]) for name in MONEY_OF_RENEWALS]
            made_line = line(head(name), text(words.count(row["renewals"])), *cells)
            lines.append({**made_line, "class": "total" if is_total else ""})
        columns = ["Ends in", "Renewals", "ARR", "Renewed", "Marked as lost", "Open", "At risk"]
        return made("By month", columns, lines)

    def forecast(self) -> Panel:
        """The company's NRR that is to come, and how well such forecasts have done."""
        found = named(
            self.rows,
            "forecast_month horizon_months nrr nrr_low nrr_high mae mae_naive origins verdict",
            "from forecast_nrr_quarterly where scope = 'company' order by horizon_months",
        )
        lines = [
            line(
                head(words.month(row["forecast_month"].isoformat())),
                text(str(row["horizon_months"])),
                text("" if row["nrr"] is None else words.percent(words.tenths(row["nrr"]))),
                text(limits(row["nrr_low"], row["nrr_high"])),
                text("" if row["mae"] is None else points(row["mae"])),
                text("" if row["mae_naive"] is None else points(row["mae_naive"])),
                text(words.count(row["origins"])),
                text(row["verdict"], "words"),
            )
            for row in found
        ]
        columns = ["At the end of", "Months ahead", "NRR", "Range", "Mean error, points"]
        columns += ["of no change", "Tests", "+Verdict"]
        notes = [
            "NRR over 12 months. The range holds what comes in about four of five cases; where "
            "retention has been rising or falling for long, it is too narrow 12 months ahead. Mean "
            "error: of such forecasts made at earlier months, beside that of today's NRR taken as "
            "the forecast; the verdict compares the two. Forecasts of single products are not "
            "tested, and are not shown here.",
        ]
        if not found:
            notes = ["There is no forecast: no ARR whose retention could be forecast."]
        return panel(self.context("company"), made("NRR to come", columns, lines), notes)

    def work_lists(self) -> Panel:
        """Whom to talk to, and about what."""
        notes = [
            "Expected: an estimate, to put calls in order; grey where too few such alerts are "
            "known to say how often they lead to more, so that all are taken to. NRR: of the "
            "customer's own ARR over 12 months. Score: 0 to 100.",
        ]
        tables = []
        for caption, (columns, lines), things in (
            ("Most to gain", self.opportunities(), "opportunities"),
            ("Shrank most", self.shrunk(), "customers that shrank"),
            ("Full use, and no more bought", self.missed(), "customers and products in full use"),
            ("Healthiest", self.healthiest(), "healthy customers"),
        ):
            tables += made(caption, columns, lines[:WORK_ROWS])
            which = "largest" if caption == "Full use, and no more bought" else "first"
            shown = min(len(lines), WORK_ROWS)
            notes.append(left_out(things, shown, len(lines), which))
            if not lines:
                notes.append(f"{caption}: there is none{NEEDS.get(caption, '')}.")
        return panel(self.context("all customers"), tables, notes)

    def opportunities(self) -> tuple[list[str], list[Panel]]:
        """Give the open alerts of opportunities that are worth most."""
        found = named(
            self.rows,
            "customer_name evidence action owner arr expected_arr is_conversion_known due_on",
            "from worklist_expansion_pulse order by opportunity_rank",
        )
        lines = []
        for row in found:
            expected = self.money(row["expected_arr"])
            if not row["is_conversion_known"]:
                expected["class"] = "small"
            cells = [head(row["customer_name"]), text(row["evidence"], "words wide")]
            cells += [text(row["action"], "words"), text(row["owner"] or "", "words")]
            cells += [self.money(row["arr"]), expected, text(words.day(row["due_on"]))]
            lines.append(line(*cells))
        columns = ["Customer", "+What was seen", "+What to do", "+Owner", "ARR", "Expected", "Due"]
        return columns, lines

    def shrunk(self) -> tuple[list[str], list[Panel]]:
        """Give the customers with the lowest NRR."""
        found = named(
            self.rows,
            "customer_name nrr opening_arr closing_arr lost_arr product_names lost_reason owner",
            "from worklist_bottom_nrr order by nrr_rank",
        )
        lines = [
            line(
                head(row["customer_name"]),
                text(words.percent(words.tenths(row["nrr"]))),
                *(self.money(row[name]) for name in ("opening_arr", "closing_arr", "lost_arr")),
                text(row["product_names"] or "", "words wide"),
                text(row["lost_reason"] or "", "words"),
                text(row["owner"] or "", "words"),
            )
            for row in found
        ]
        columns = ["Customer", "NRR", "Before", "Now", "Lost", "+Less of", "+Reason", "+Owner"]
        return columns, lines

    def missed(self) -> tuple[list[str], list[Panel]]:
        """Give the customers that use all they have, and bought no more."""
        found = named(
            self.rows,
            "customer_name product_name arr utilisation lowest_utilisation owner",
            "from worklist_missed_upsell order by upsell_rank",
        )
        lines = [
            line(
                head(row["customer_name"]),
                text(row["product_name"], "words"),
                self.money(row["arr"]),
                text(words.percent(words.tenths(row["utilisation"]))),
                text(words.percent(words.tenths(row["lowest_utilisation"]))),
                text(row["owner"] or "", "words"),
            )
            for row in found
        ]
        return ["Customer", "+Product", "ARR", "Use", "Lowest use", "+Owner"], lines

    def healthiest(self) -> tuple[list[str], list[Panel]]:
        """Give the customers with the highest scores."""
        found = named(
            self.rows,
            "customer_name customer_health_score arr covered_arr_share segment owner",
            "from worklist_top_health order by health_rank",
        )
        lines = [
            line(
                head(row["customer_name"]),
                # A tenth of a point is a thousandth of a rate.
                text(words.rate(words.tenths(row["customer_health_score"] / 100) or 0)),
                self.money(row["arr"]),
                text(words.percent(words.tenths(row["covered_arr_share"]))),
                text(row["segment"] or "", "words"),
                text(row["owner"] or "", "words"),
            )
            for row in found
        ]
        return ["Customer", "Score", "ARR", "of it scored", "+Segment", "+Owner"], lines

    def context(self, who: str) -> str:
        """Say whom a panel shows, and on which day."""
        return f"{who} {self.day}" if who.endswith("from") else f"{who}, on {self.day}"

    def money(self, amount: Decimal | None) -> Cell:
        """Make a cell of an amount, with the full value as its title."""
        if amount is None:
            return text("")
        cents = int(words.cents(amount) or 0)
        title = f"{self.currency} {words.money_in_full(cents)}"
        return {**text(words.money(cents)), "title": title}


NEEDS = {
    "Full use, and no more bought": " (it needs usage)",
    "Healthiest": " (it needs usage or another source of health scores)",
}


def made(caption: str, columns: list[str], lines: list[Panel]) -> list[Panel]:
    """Make a table, if it has any rows."""
    return [table(caption, columns, lines)] if lines else []


def line(*cells: Cell) -> Panel:
    """Make a row."""
    return {"cells": list(cells), "class": ""}


def card(label: str, value: str, note: str, title: str = "") -> Named:
    """Make a card."""
    return {"label": label, "value": value, "title": title, "note": note}


def limits(low: float | None, high: float | None) -> str:
    """Write both ends of a range: 100.1 to 113.6 %."""
    least, most = words.tenths(low), words.tenths(high)
    if least is None or most is None:
        return ""
    gap = words.GAP
    return f"{words.rate(least)}{gap}to{gap}{words.percent(most)}"


def points(rate: float) -> str:
    """Write a rate as points, without their name: 2.3."""
    return words.rate(words.tenths(rate) or 0)
