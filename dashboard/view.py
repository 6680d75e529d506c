"""What each panel says, as headings, sentences and tables.

The page shows the default choice without JavaScript; it comes from here. page.js makes the same
panels for every other choice, and a browser test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dashboard import words
from dashboard.cells import Cell, Panel, head, heat_cell, left_out, panel, rate_cell, table, text
from dashboard.read import ALL_CUSTOMERS, COMPANY, ENTERED, GROWTH_MONEY

# Of a row of retention, behind scope, segment, window and month.
OPENING, EXPANSION, CONTRACTION, CHURNED, CLOSING = range(4, 9)
CUSTOMERS, CUSTOMERS_LEFT, NRR, GRR, LOGO, SMALL = range(9, 15)
UNUSED_NAMED = 8
SMALL_NOTE = f"{words.SMALL_BASE} A small base: read it with care; it is not coloured."
BRIDGE = {
    "new": "New",
    "reactivation": "Reactivation",
    "cross_sell": "Cross-sell",
    "expansion": "Expansion",
    "contraction": "Contraction",
    "product_churn": "Product churn",
    "churn": "Churn",
    "migration_in": "Migrated in",
    "migration_out": "Migrated out",
    "fx": "Exchange rates",
}


@dataclass(frozen=True)
class Choice:
    """What is chosen on the page."""

    scope: int
    segment: int
    month: int
    window: int


class View:
    """The panels of one choice."""

    def __init__(self, data: dict[str, Any], choice: Choice | None = None) -> None:
        """Index the data of `read.read_marts`; the choice is that of the opened page by default."""
        self.data = data
        self.choice = choice or Choice(
            COMPANY, ALL_CUSTOMERS, len(data["months"]) - 1, data["default_window"]
        )
        self.scopes = ["Company", *(name for _, name in data["products"])]

    @cached_property
    def retention(self) -> dict[tuple[int, ...], list[Any]]:
        return {tuple(row[:4]): row for row in self.data["retention"]}

    @cached_property
    def growth(self) -> dict[tuple[int, ...], list[Any]]:
        return {tuple(row[:3]): row for row in self.data["growth"]}

    def kept(self, scope: int, back: int = 0, month: int | None = None) -> list[Any] | None:
        """Give the retention of a scope in the chosen segment and window."""
        month = self.choice.month if month is None else month
        return self.retention.get((scope, self.choice.segment, self.choice.window, month - back))

    def grown(self, scope: int, back: int = 0, window: int | None = None) -> dict[str, int] | None:
        """Give the movements of a scope over a window, the chosen one when not given."""
        row = self.growth.get((scope, window or self.choice.window, self.choice.month - back))
        return None if row is None else dict(zip(GROWTH_MONEY, map(int, row[3:]), strict=True))

    @property
    def all_customers(self) -> bool:
        return self.choice.segment == ALL_CUSTOMERS

    @property
    def segment_name(self) -> str:
        if self.all_customers:
            return "all customers"
        kind, value = self.data["segments"][self.choice.segment]
        return f"{words.plain(kind)}: {value}"

    @property
    def month_name(self) -> str:
        return words.month(self.data["months"][self.choice.month])

    @property
    def window_name(self) -> str:
        return words.months(self.choice.window)

    def context(self, scope: bool = True, segment: bool = True, window: bool = True) -> str:
        """Say what a panel shows: who, which customers, when."""
        parts = [self.scopes[self.choice.scope]] if scope else []
        parts.append(self.segment_name if segment else "all customers")
        until = self.month_name
        parts.append(f"{self.window_name} to {until}" if window else until)
        return ", ".join(parts)

    def panels(self) -> dict[str, Panel]:
        """Give all panels by their ids."""
        return {
            "products": self.products(),
            "bridge": self.bridge(),
            "parts": self.parts(),
            "lines": self.lines(),
            "table": self.table(),
            "signals": self.signals(),
            **self.data["today"]["panels"],
            "cohorts": self.cohorts(),
            "segments": self.segments(),
            "movers": self.movers(),
            "quality": self.quality(),
        }

    def headline(self) -> str:
        """Say what the company's rate hides."""
        company = self.kept(COMPANY)
        rows = [
            (row[NRR], name)
            for scope, name in enumerate(self.scopes)
            if scope and (row := self.kept(scope)) and row[NRR] is not None and not row[SMALL]
        ]
        if not company or company[NRR] is None:
            return f"No base {self.window_name} before {self.month_name}."
        text = f"Company NRR is {words.percent(company[NRR])}"
        if len(rows) > 1:
            (low, lowest), (high, highest) = min(rows), max(rows)
            text += (
                f"; its products range from {words.percent(low)} ({lowest}) "
                f"to {words.percent(high)} ({highest})"
            )
        return text + "."

    def cards(self) -> list[Cell]:
        """Give the headline cards, each with the change to the month before."""
        scope, window = self.choice.scope, self.window_name
        now, was = self.kept(scope), self.kept(scope, 1)
        cards = []
        if self.all_customers:
            grown, grew = self.grown(scope), self.grown(scope, 1)
            for label, name in (("ARR", "closing_arr"), (f"Net new ARR, {window}", "net_new_arr")):
                cards.append(
                    self.money_card(
                        label, grown[name] if grown else None, grew[name] if grew else None
                    )
                )
        else:
            for label, place in (
                ("ARR of the base now", CLOSING),
                ("ARR of the base then", OPENING),
            ):
                cards.append(
                    self.money_card(
                        label, int(now[place]) if now else None, int(was[place]) if was else None
                    )
                )
        for label, place in (("NRR", NRR), ("GRR", GRR), ("Customers kept", LOGO)):
            value, before = now[place] if now else None, was[place] if was else None
            mark = words.SMALL_BASE if now and now[SMALL] and value is not None else ""
            cards.append(
                {
                    "label": f"{label}, {window}",
                    "value": words.percent(value) + mark,
                    "title": "",
                    "note": self.since(
                        None if value is None or before is None else value - before, words.points
                    ),
                }
            )
        number, before = now[CUSTOMERS] if now else 0, was[CUSTOMERS] if was else None
        change = self.since(
            None if before is None else number - before, lambda size: words.count(size, True)
        )
        left = now[CUSTOMERS_LEFT] if now else 0
        cards.append(
            {
                "label": "Customers in the base",
                "value": words.count(number),
                "title": "",
                "note": f"{words.count(left)} left; {change}",
            }
        )
        return cards

    def money_card(self, label: str, now: int | None, was: int | None) -> Cell:
        """Make a card of an amount."""
        return {
            "label": label,
            "value": "none" if now is None else words.money(now),
            "title": "" if now is None else self.in_full(now),
            "note": self.since(
                None if now is None or was is None else now - was,
                lambda size: words.money(size, True),
            ),
        }

    def since(self, difference: int | None, write: Any) -> str:
        """Write a difference to the month before."""
        if difference is None:
            return "nothing to compare with in the month before"
        before = words.month(self.data["months"][self.choice.month - 1])
        return f"{write(difference)} on {before}" if difference else f"as in {before}"

    def in_full(self, cents: int) -> str:
        """Write an amount to the cent, with its currency."""
        return f"{self.data['currency']} {words.money_in_full(cents)}"

    def products(self) -> Panel:
        """Company and products, by NRR."""
        rows = [(scope, self.kept(scope)) for scope in range(len(self.scopes))]
        found = [(scope, row) for scope, row in rows if row]
        found.sort(
            key=lambda each: (
                each[0] != COMPANY,
                each[1][NRR] is None,
                each[1][SMALL],
                -(each[1][NRR] or 0),
                each[0],
            )
        )
        shares = {
            row[2]: row[3]
            for row in self.data["bridge"]
            if row[0] == self.choice.window and row[1] == self.choice.month
        }
        columns = ["Product", "NRR", "~Around 100 %", "Change, points", "GRR"]
        columns += ["Share of opening", "ARR"] if self.all_customers else ["Base ARR now"]
        columns += ["Base customers"]
        table_rows = []
        for scope, row in found:
            before = self.kept(scope, 1)
            change = (
                words.points(row[NRR] - before[NRR])
                if before and row[NRR] is not None and before[NRR] is not None
                else ""
            )
            cells = [head(self.scopes[scope]), rate_cell(row[NRR], row[SMALL]), text("")]
            cells += [text(change.replace(f"{words.GAP}points", ""))]
            cells += [rate_cell(row[GRR], row[SMALL])]
            if self.all_customers:
                share = shares.get(scope)
                cells.append(text("" if share is None else words.percent(share)))
                grown = self.grown(scope)
                cells.append(self.money_cell(grown["closing_arr"] if grown else None))
            else:
                cells.append(self.money_cell(int(row[CLOSING])))
            cells.append(text(words.count(row[CUSTOMERS])))
            table_rows.append({"cells": cells, "class": "total" if scope == COMPANY else ""})
        notes = [
            "Change: of NRR, on the month before. Bars: NRR from 100 %; the dashed line is "
            "the company.",
            SMALL_NOTE,
            left_out("products", len(self.data["products"]), self.data["product_count"]),
            self.months_by_segment(),
        ]
        return panel(
            self.context(scope=False), [table("Retention by product", columns, table_rows)], notes
        )

    def bridge(self) -> Panel:
        """What moved ARR in the chosen window, and in the others."""
        windows = [self.choice.window]
        windows += [window for window in self.data["windows"] if window != self.choice.window]
        steps = [self.steps(window) for window in windows]
        rows = []
        for label in steps[0]:
            is_total = label in ("Opening", "Closing")
            amounts = [found.get(label) for found in steps]
            if not is_total and not any(amounts):
                continue
            cells = [self.money_cell(amount, sign=not is_total) for amount in amounts]
            rows.append(
                {
                    "cells": [head(label), cells[0], text(""), *cells[1:]],
                    "class": "total" if is_total else "",
                }
            )
        notes = []
        grown = self.grown(self.choice.scope)
        if not self.all_customers:
            notes.append(
                "Of the customers that were in the segment at the start: the marts cut new and "
                "returning ARR by product, not by segment."
            )
        elif self.choice.scope == COMPANY and grown and grown["migration_in_arr"]:
            moved = words.money(grown["migration_in_arr"])
            notes.append(f"Migrations between products ({moved}) cancel in the company.")
        notes.append("Movements of 0 are left out.")
        names = [words.months(window) for window in windows]
        columns = ["Movement", names[0], "~Bridge", *names[1:]]
        return panel(self.context(), [table("ARR bridge", columns, rows)], notes)

    def steps(self, window: int) -> dict[str, int]:
        """Give the opening ARR of a window, its movements and the closing ARR."""
        scope, month = self.choice.scope, self.choice.month
        if not self.all_customers:
            row = self.retention.get((scope, self.choice.segment, window, month))
            if row is None:
                return {}
            return {
                "Opening": int(row[OPENING]),
                "Expansion": int(row[EXPANSION]),
                "Contraction": -int(row[CONTRACTION]),
                "Churned": -int(row[CHURNED]),
                "Closing": int(row[CLOSING]),
            }
        grown = self.grown(scope, window=window)
        if grown is None:
            return {}
        return {
            "Opening": grown["opening_arr"],
            **{
                label: grown[f"{name}_arr"]
                for name, label in BRIDGE.items()
                if scope != COMPANY or not name.startswith("migration")
            },
            "Closing": grown["closing_arr"],
        }

    def parts(self) -> Panel:
        """How the NRRs of the products make the company's."""
        rows, company = (
            [],
            self.retention.get((COMPANY, ALL_CUSTOMERS, self.choice.window, self.choice.month)),
        )
        found = [
            row
            for row in self.data["bridge"]
            if row[0] == self.choice.window and row[1] == self.choice.month
        ]
        found.sort(key=lambda row: (row[2] == ENTERED, row[2]))
        for _, _, scope, share, nrr, contribution, _, closing in found:
            entered = scope == ENTERED
            name = "Products entered" if entered else self.scopes[scope]
            cells = [
                head(name),
                text("" if entered else words.percent(share)),
                text("") if entered else rate_cell(nrr, self.is_small(scope)),
                self.money_cell(int(closing)),
                text(words.NO_BASE if contribution is None else words.rate(contribution)),
                text(""),
            ]
            rows.append({"cells": cells, "class": ""})
        if company:
            cells = [head("Company"), text(""), text(words.percent(company[NRR]))]
            cells += [self.money_cell(int(company[CLOSING]))]
            cells += [text(words.NO_BASE if company[NRR] is None else words.rate(company[NRR]))]
            rows.append({"cells": [*cells, text("")], "class": "total"})
        columns = ["Part", "Share of opening", "NRR", "ARR kept", "Points of NRR", "~Sum"]
        notes = [
            "Share \u00d7 NRR are the points that a product gives to the company's NRR. Products "
            "entered: what customers of the base now pay for products that they did not hold at "
            "the start. Points are rounded and may add up to a little more or less; amounts add up "
            "to the cent.",
            SMALL_NOTE,
            left_out("products", len(self.data["products"]), self.data["product_count"]),
        ]
        return panel(
            self.context(scope=False, segment=False),
            [table("From product NRRs to the company's", columns, rows)],
            notes,
        )

    def is_small(self, scope: int) -> int:
        """Say whether all customers of a scope are a small base."""
        row = self.retention.get((scope, ALL_CUSTOMERS, self.choice.window, self.choice.month))
        return row[SMALL] if row else 0

    def lines(self) -> Panel:
        """NRR and GRR of the chosen scope, month by month."""
        rows = []
        for month in reversed(range(len(self.data["months"]))):
            row = self.kept(self.choice.scope, month=month)
            company = self.kept(COMPANY, month=month)
            if row:
                cells = [head(words.month(self.data["months"][month]))]
                cells += [rate_cell(row[NRR], row[SMALL]), rate_cell(row[GRR], row[SMALL])]
                cells += [rate_cell(company[NRR], company[SMALL]) if company else text("")]
                rows.append({"cells": cells, "class": ""})
        name = self.scopes[self.choice.scope]
        figures = table(f"NRR and GRR, {name}", ["Month", "NRR", "GRR", "Company NRR"], rows)
        notes = [
            f"{words.SMALL_BASE} and hollow points: a small base. Arrows mark values outside the "
            "axis.",
            left_out("months", len(self.data["months"]), self.data["month_count"], "newest"),
            self.months_by_segment(),
        ]
        context = f"{self.segment_name}, {self.window_name} to each month"
        return panel(context, [], notes, f"Figures by month: {name}", [figures])

    def table(self) -> Panel:
        """NRR, and GRR, by product and month."""
        last = self.choice.month
        months = range(max(0, last + 1 - self.data["months_in_table"]), last + 1)
        columns = ["Product", *(words.short_month(self.data["months"][month]) for month in months)]
        tables = []
        for name, place in (("NRR", NRR), ("GRR", GRR)):
            rows = []
            for scope, label in enumerate(self.scopes):
                cells = [
                    heat_cell(row[place], row[SMALL]) if row else text("")
                    for row in (self.kept(scope, month=month) for month in months)
                ]
                if any(cell["text"] for cell in cells):
                    rows.append(
                        {
                            "cells": [head(label), *cells],
                            "class": "total" if scope == COMPANY else "",
                        }
                    )
            tables.append(table(f"{name} by product and month, in %", columns, rows))
        notes = [
            "Orange is below 100 %, blue above; the deeper, the further: from 1, 5 and 15 points.",
            SMALL_NOTE,
            left_out("products", len(self.data["products"]), self.data["product_count"]),
            self.months_by_segment(),
        ]
        context = f"{self.segment_name}, {self.window_name} to each month"
        return panel(context, tables[:1], notes, "The same of GRR", tables[1:])

    def signals(self) -> Panel:
        """What each product does, the patterns between them, and who was below 100 % first."""
        found = self.data["signals"]["months"].get(str(self.choice.month), [])
        notes = [*self.data["signals"]["notes"]]
        if not found:
            notes = ["There are no signals for this month."]
        return panel(f"all customers, {words.months(12)} to {self.month_name}", found, notes)

    def cohorts(self) -> Panel:
        """What became of those who started together."""
        segments = {row[1] for row in self.data["cohorts"] if row[0] == self.choice.scope}
        is_cut = not self.all_customers and self.choice.segment in segments
        segment = self.choice.segment if is_cut else ALL_CUSTOMERS
        found: dict[str, dict[int, list[Any]]] = {}
        for row in self.data["cohorts"]:
            if row[:2] == [self.choice.scope, segment]:
                found.setdefault(row[2], {})[row[3]] = row
        longest = max((since for rows in found.values() for since in rows), default=0)
        since = range(0, longest + 1, self.data["cohort_step"])
        columns = ["Started in", "Customers", *map(str, since)]
        tables = []
        for name, place in (("NRR", 4), ("GRR", 5)):
            rows = [
                {
                    "cells": [
                        head(cohort),
                        text(words.count(next(iter(by_month.values()))[6])),
                        *(
                            heat_cell(by_month[month][place], by_month[month][7])
                            if month in by_month
                            else text("")
                            for month in since
                        ),
                    ],
                    "class": "",
                }
                for cohort, by_month in found.items()
            ]
            tables.append(table(f"{name} by months since the start, in %", columns, rows))
        notes = [
            "ARR now over ARR in each member's first month. Empty: not all members are that old.",
            "Each member stays in the segment in which it started." if is_cut else "",
            SMALL_NOTE,
            left_out("cohorts", self.data["cohorts_shown"], self.data["cohort_count"], "newest"),
        ]
        last = words.month(self.data["months"][-1])
        who = self.segment_name if is_cut else "all customers"
        context = f"{self.scopes[self.choice.scope]}, {who}, as of {last}"
        return panel(context, tables[:1], notes, "The same of GRR", tables[1:])

    def segments(self) -> Panel:
        """Retention by segment."""
        kinds: dict[str, list[Any]] = {}
        for place, (kind, value) in enumerate(self.data["segments"]):
            key = (self.choice.scope, place, self.choice.window, self.choice.month)
            row = self.retention.get(key)
            if row and row[CUSTOMERS]:
                kinds.setdefault(kind, []).append((value, row))
        tables, notes = [], [SMALL_NOTE]
        for kind, found in kinds.items():
            rows = [
                {
                    "cells": [
                        head(value),
                        rate_cell(row[NRR], row[SMALL]),
                        text(""),
                        rate_cell(row[GRR], row[SMALL]),
                        self.money_cell(int(row[OPENING])),
                        text(words.count(row[CUSTOMERS])),
                    ],
                    "class": "",
                }
                for value, row in found
            ]
            columns = [words.plain(kind), "NRR", "~Around 100 %", "GRR", "Opening ARR", "Base"]
            tables.append(table(f"By {words.plain(kind)}", columns, rows))
        for kind, number in self.data["segment_counts"].items():
            shown = sum(each == kind for each, _ in self.data["segments"])
            notes.append(left_out(f"values of {words.plain(kind)}", shown, number))
        if self.choice.scope != COMPANY:
            notes.append(self.months_by_segment(always=True))
        notes.append(
            "A customer counts in the segment in which it was at the start of the window; segments "
            "without a base are left out."
        )
        context = f"{self.scopes[self.choice.scope]}, {self.window_name} to {self.month_name}"
        return panel(context, tables, notes)

    def movers(self) -> Panel:
        """The customers behind the change."""
        tables, notes = [], []
        names = self.data["words"]
        chosen = [self.choice.scope, self.choice.window, self.choice.month]
        found = [row for row in self.data["movers"] if row[:3] == chosen]
        for title, sign in (("Gained most", 1), ("Lost most", -1)):
            rows = []
            number = 0
            for _, _, _, number_of, customer, owner, before, after, moves, move_count in found:
                change = int(after) - int(before)
                if (change > 0) != (sign > 0):
                    continue
                number = number_of
                what = [self.movement(*each) for each in moves]
                if move_count > len(moves):
                    what.append(f"and {move_count - len(moves)} more")
                cells = [head(names[customer])]
                cells += [self.money_cell(change, sign=True), self.money_cell(int(before))]
                cells += [self.money_cell(int(after)), text("; ".join(what), "words")]
                cells += [text("" if owner < 0 else names[owner], "words")]
                rows.append({"cells": cells, "class": ""})
            columns = ["Customer", "Change", "Before", "Now", "+What happened", "+Owner"]
            tables.append(table(title, columns, rows))
            notes.append(left_out(f"customers that {title.split()[0].lower()}", len(rows), number))
        notes.append(
            "Before: at the start of the window. What happened lists the movements of the window, "
            "the largest first; a customer that grew in one product may have shrunk in another."
        )
        return panel(self.context(segment=False), tables, notes)

    def movement(self, product: int, kind: int, reason: int) -> str:
        """Say what happened to a customer."""
        names = self.data["words"]
        what = words.plain(names[kind])
        if self.choice.scope == COMPANY:
            what = f"{names[product]}: {what.lower()}"
        return what if reason < 0 else f"{what} ({names[reason]})"

    def quality(self) -> Panel:
        """What was made of the input."""
        data = self.data
        issue_rows = [
            {
                "cells": [
                    text(meaning, "words head"),
                    text(action, "words"),
                    text(severity if outcome == "pass" else f"{severity}, {outcome}", "words"),
                    text(words.count(rows)),
                    self.money_cell(None if at_stake is None else int(at_stake)),
                    text("" if share is None else words.percent(share)),
                ],
                "class": "",
            }
            for meaning, severity, action, outcome, rows, at_stake, share in data["issues"]
        ]
        tables = [
            table(
                "Issues of licences",
                ["+Issue", "+Rows are", "+Severity", "Rows", "ARR at stake", "Share of raw ARR"],
                issue_rows,
            )
        ]
        if data["table_issues"]:
            rows = [
                {
                    "cells": [
                        head(name),
                        text(words.plain(issue), "words"),
                        text(detail or "", "words"),
                        text(action, "words"),
                        self.money_cell(None if at_stake is None else int(at_stake)),
                    ],
                    "class": "",
                }
                for name, issue, detail, action, at_stake in data["table_issues"]
            ]
            columns = ["Table", "+Issue", "+Detail", "+Rows are", "ARR at stake"]
            tables.append(table("Issues of the other tables", columns, rows))
        profile = [
            {
                "cells": [
                    head(f"{name}.{column}"),
                    text(matched or "nothing", "words"),
                    text(found or "", "words"),
                    text(words.count(values)),
                    text(words.count(missing)),
                    text(words.count(unreadable)),
                ],
                "class": "",
            }
            for name, column, matched, found, values, missing, unreadable in data["profile"]
        ]
        columns = ["Column", "+Taken for", "+Written as", "Values", "Missing", "Unreadable"]
        taken = table("What the columns of the input were taken for", columns, profile)
        notes = [
            f"{words.count(data['raw_rows'] or 0)} raw licence rows; "
            f"{words.count(data['accepted'])} count. {words.count(data['checks_held'])} of "
            f"{words.count(data['checks'])} reconciliations hold.",
            self.unused(),
            left_out("issues", len(data["issues"]), data["issue_count"]),
            left_out("issues of tables", len(data["table_issues"]), data["table_issue_count"]),
            left_out("columns", len(data["profile"]), data["profile_count"], "first"),
        ]
        last = words.month(data["months"][-1])
        summary = "What the columns of the input were taken for"
        return panel(f"the whole input, as of {last}", tables, notes, summary, [taken])

    def unused(self) -> str:
        """Name the columns of the input that were taken for nothing."""
        found = [f"{row[0]}.{row[1]}" for row in self.data["profile"] if row[2] is None]
        if not found:
            return ""
        more = f" and {len(found) - UNUSED_NAMED} more" if len(found) > UNUSED_NAMED else ""
        return f"Columns taken for nothing: {', '.join(found[:UNUSED_NAMED])}{more}."

    def money_cell(self, cents: int | None, sign: bool = False) -> Cell:
        """Make a cell of an amount, with the full value as its title."""
        if cents is None:
            return text("")
        return {**text(words.money(cents, sign)), "title": self.in_full(cents)}

    def months_by_segment(self, always: bool = False) -> str:
        """Say from when on the page holds products by segment, where that matters."""
        first = self.data["first_segment_month"]
        if (self.all_customers and not always) or first == 0:
            return ""
        since = words.month(self.data["months"][first])
        return f"Products by segment are in the page from {since} on."
