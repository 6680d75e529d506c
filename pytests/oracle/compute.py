"""From raw tables to every relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial

import oracle.seeds as seeds
from oracle.ahead import ahead_rows
from oracle.alerts import alert_rows, standing
from oracle.bridges import company_bridge_rows, customer_movement_rows, product_bridge_rows
from oracle.calendar_months import month_rows
from oracle.catalog import Catalog
from oracle.claim_tests import tested_claims
from oracle.claims import Figures, claim_rows, target_rows
from oracle.cohorts import cohort_rows, period_rows
from oracle.companies import Companies, topmost_parent
from oracle.components import component_rows
from oracle.concentration import concentration_rows
from oracle.customers import customer_rows, product_rows
from oracle.day_levels import DayLevels, ReportedLevels
from oracle.diagnosis import diagnosis_rows
from oracle.discounts import is_discount_line
from oracle.first_expansions import start_rows, starts_of
from oracle.forecast import backtest_rows, forecast_rows, renewals_of_products
from oracle.growth import growth_rows, pending_arr_by_product
from oracle.headline import headline_rows, last_month_columns
from oracle.health import Health, health_rows
from oracle.health_validation import fates_of, indicator_rows, validation_rows
from oracle.history import History, report_backfilled_rates, spine_rows
from oracle.issues import Issues
from oracle.licences import Licence, accept_licence, license_rows
from oracle.methods import method_rows
from oracle.months import reporting_months
from oracle.movements import migrated_out_of, movement_rows
from oracle.movers import mover_rows
from oracle.near_ids import NearIds
from oracle.pilots import PilotBook, pilot_rows
from oracle.policy import Policy
from oracle.rates import Rates
from oracle.raw_licences import clean_licence, deduplicate, formats_of, resolve_as_of_date
from oracle.renewal_alerts import open_risks, renewal_alerts
from oracle.renewal_calendar import DAYS_BACK, calendar_rows, renewal_rows
from oracle.renewal_positions import Scope
from oracle.renewal_rates import Renewals, rate_rows
from oracle.result import Result
from oracle.retention import (
    company_retention_rows,
    customer_retention_rows,
    family_retention_rows,
    pair_positions,
    product_retention_rows,
)
from oracle.rows import Pair, RawRow, RawTables, Row
from oracle.seed_issues import seed_issue_rows
from oracle.segment_bridges import segment_bridge_rows
from oracle.segments import Segments, segment_retention_rows
from oracle.signal_alerts import all_alerts
from oracle.signal_coat_tails import coat_tail_rows
from oracle.signal_cuts import episode_rows
from oracle.signal_landmarks import landmark_members
from oracle.signal_leads import lead_rows
from oracle.signal_members import Rules, all_members, member_rows
from oracle.signal_patterns import canary_row, pattern_rows
from oracle.signal_rules import WINDOW, SignalBook
from oracle.signal_scorecard import scorecard_rows
from oracle.signal_spines import spines_of
from oracle.signal_studies import study_rows
from oracle.suspicions import report_suspicions
from oracle.table_issues import table_issue_rows
from oracle.terms import link_licences, report_term_issues, terms_of_pair
from oracle.time_to_expansion import by_scope, curve_rows, time_rows
from oracle.trigger_conversion import Expansions, conversion_rows
from oracle.usage import Usage
from oracle.weeks import week_rows
from oracle.worklists import (
    bottom_rows,
    healthiest_rows,
    missed_upsell_rows,
    pulse_rows,
)

TABLES_BESIDE = (*("exchange_rates", "companies", "products", "product_usage", "account_signals"),)


def compute(
    tables: RawTables,
    policy: Policy | None = None,
    today: date | None = None,
    pilots: Iterable[seeds.Pilot] | None = None,
) -> Result:
    """Compute every relation from raw tables.

    Args:
        tables: raw table name to rows of text values, as a CSV file would hold them; `licenses`
            must be there, an absent optional table means that the user has none.
        policy: the switches; the project's defaults when not given.
        today: the day beyond which load times are not believed; the current day by default.
        pilots: those to look at; those of the project when not given.

    Raises:
        KeyError: if there is no `licenses` table.
    """
    policy = policy or Policy()
    pilots = seeds.pilots() if pilots is None else tuple(pilots)

    def optional(name: str) -> list[RawRow] | None:
        return tables.get(name) if name in policy.optional_inputs else None

    issues = Issues()
    formats = formats_of(tables["licenses"], policy)
    raw = [clean_licence(row, formats, policy) for row in tables["licenses"]]
    today = today or date.today()
    as_of_date = resolve_as_of_date(raw, policy, today)
    catalog = Catalog(optional("products"), optional("product_aliases"), raw, policy.date_format)
    rates = Rates(optional("exchange_rates"), policy, as_of_date)
    ids = NearIds(raw, optional("companies"), policy)
    companies = Companies(optional("companies"), ids, policy)
    parent_of = companies.parents_on(as_of_date)
    by_parent = policy.customer_grain == "parent"

    licences = []
    counted = deduplicate(raw, policy, issues)
    for row in counted:
        licence = accept_licence(row, policy, catalog, companies, rates, issues)
        if licence is not None:
            if by_parent:
                licence.customer_id = topmost_parent(ids.found(row.company_id), parent_of)
            elif policy.merge_near_equal_ids:
                licence.customer_id = ids.merged(row.company_id)
            licences.append(licence)
    link_licences(licences, issues)
    report_suspicions(raw, counted, licences, ids, issues)

    licences_of_pair: dict[Pair, list[Licence]] = defaultdict(list)
    for licence in licences:
        if not licence.is_pending:
            licences_of_pair[licence.pair].append(licence)
        elif licence.ends_before is not None and licence.ends_before <= as_of_date:
            issues.keep(licence.license_id, "status_contradicts_dates")
    terms_of = {}
    for pair, own in licences_of_pair.items():
        report_term_issues(own, as_of_date, issues)
        terms_of[pair] = terms_of_pair(own, as_of_date, policy)

    products = {licence.product.product_id: licence.product for licence in licences}
    products |= catalog.products
    first_days = [licence.starts_on for licence in licences if not licence.is_pending]
    discount_lines = {pair for pair, own in licences_of_pair.items() if is_discount_line(own)}
    history = History(
        reporting_months(first_days, as_of_date), terms_of, discount_lines, products, rates
    )
    report_backfilled_rates(history, issues)

    movements = movement_rows(history, policy)
    customer_movements = customer_movement_rows(history, movements, policy)
    company_bridge = company_bridge_rows(history, movements, policy)
    product_bridge = product_bridge_rows(history, movements, policy)

    positions = pair_positions(history, migrated_out_of(movements), policy.retention_windows)
    company_retention = company_retention_rows(history, positions, policy)
    product_retention = product_retention_rows(history, positions, policy)
    segments = Segments(history, companies, policy)
    signals = SignalBook(history, policy)
    episodes = episode_rows(signals, movements)
    starts = starts_of(*(terms_of, products, as_of_date, int(signals.thresholds["ttfe_gap_days"])))
    scopes = by_scope(starts, history, segments)
    fewest_customers = signals.thresholds["ttfe_min_customers"]
    expansion_times = time_rows(scopes, fewest_customers)

    def customer_of(company_id: str) -> str:
        if by_parent:
            return topmost_parent(ids.found(company_id), parent_of)
        return ids.merged(company_id) if policy.merge_near_equal_ids else company_id

    usage = Usage(
        *(optional("product_usage"), optional("account_signals")),
        *(catalog, customer_of, policy, as_of_date),
    )
    spines = spines_of(signals, movements, usage)
    rules = Rules(
        *(signals.last, signals.lapse_months, signals.thresholds),
        first_month=history.months[0] if history.months else as_of_date,
    )
    members = all_members(spines, rules) | landmark_members(spines, rules)
    studies = study_rows(members, signals.thresholds, policy.study_by_family)
    levels = DayLevels(terms_of, history.family_of)
    reported = ReportedLevels(terms_of, history.family_of, history)
    thresholds = signals.thresholds
    health = Health(usage, products, seeds.health_weights(), thresholds["min_weight_covered"])
    fates = fates_of(signals, health, reported)
    renewals = Renewals(signals, Scope(history, history.arr, is_by_family=True))
    backtest = backtest_rows(renewals)
    pending = pending_arr_by_product(licences, history)
    listed_customers = {
        company_id
        for company_id in parent_of
        if not by_parent or topmost_parent(company_id, parent_of) == company_id
    }
    customers = customer_rows(
        listed_customers | {licence.customer_id for licence in licences},
        *(history, companies, as_of_date, policy),
    )
    owner_of = {row["customer_id"]: row["owner"] for row in customers}
    customer_names = {row["customer_id"]: row["customer_name"] for row in customers}
    product_names = {each.product_id: each.product_name for each in products.values()}
    alert_rules = seeds.alert_rules()
    found = list(
        all_alerts(
            *(alert_rules, seeds.alert_conditions, signals, levels, licences),
            *(health, as_of_date),
        )
    )
    alerts = standing(found, as_of_date)
    renewals_back = partial(
        renewal_rows,
        *(signals, licences, as_of_date),
        renewals.rates(signals.last).gross_renewal,
        customers,
        open_risks(alerts, as_of_date),
    )
    upcoming = renewals_back()
    alerts += standing(
        renewal_alerts(
            *(alert_rules, renewals_back(days_back=int(thresholds["alert_days"])), licences),
            *(DAYS_BACK, int(thresholds["successor_days"]), as_of_date),
        ),
        as_of_date,
    )
    segment_retention = segment_retention_rows(
        history, segments, positions, policy, by_product=False
    )
    product_segment_retention = with_product_names(
        segment_retention_rows(history, segments, positions, policy, by_product=True),
        product_names,
    )
    family_retention = family_retention_rows(history, positions, policy)
    company_growth = growth_rows(company_bridge, company_retention, pending, products, policy)
    scorecard = scorecard_rows(signals, movements, episodes)
    patterns = pattern_rows(
        *(signals, segments, positions, movements),
        canary=canary_row(signals, studies, members),
    )
    told_alerts = alert_rows(
        alerts, as_of_date, int(thresholds["alert_days"]), owner_of, history.family_of, studies
    )
    conversions = []
    if usage.has_use:
        conversions = conversion_rows(
            *(alert_rules, found, levels, Expansions(history, levels), thresholds, as_of_date)
        )
    health_scores = health_rows(health, history, reported, seeds.health_bands(), policy, as_of_date)
    calendar = calendar_rows(upcoming, signals)
    forecasts = forecast_rows(renewals, renewals_of_products(signals), backtest, upcoming)
    named_products = with_product_names(product_retention, product_names)
    figures = Figures(
        *(company_retention, segment_retention, product_retention, product_segment_retention),
        *(family_retention, company_growth),
    )
    customer_of_id = {row["customer_id"]: row for row in customers}
    return Result(
        dim_months=month_rows(history.months, policy),
        fct_licenses=license_rows(licences),
        license_issues=issues.rows,
        dq_table_issues=table_issue_rows(
            {name: optional(name) for name in TABLES_BESIDE},
            *(catalog, companies, raw, {each.product.product_id for each in licences}),
            *(as_of_date, today, policy),
        )
        + seed_issue_rows(
            {row["customer_id"] for row in customers},
            *(products.values(), licences, optional("companies") or [], pilots, policy),
        ),
        fct_arr_monthly=spine_rows(history),
        fct_arr_movements=movements,
        fct_customer_arr_movements=customer_movements,
        arr_bridge_company_monthly=company_bridge,
        arr_bridge_product_monthly=product_bridge,
        arr_ahead_product_monthly=ahead_rows(history, discount_lines, licences, policy),
        arr_bridge_segment_monthly=segment_bridge_rows(history, segments, movements, policy),
        arr_movers_monthly=mover_rows(movements, product_names, customer_names, policy),
        retention_company_monthly=company_retention,
        retention_customer_monthly=customer_retention_rows(
            history, positions, customer_names, policy
        ),
        arr_concentration_monthly=concentration_rows(history, company_bridge, product_bridge),
        retention_product_monthly=named_products,
        retention_product_family_monthly=family_retention,
        dim_products=product_rows(each for _, each in sorted(products.items())),
        dim_customers=customers,
        retention_segment_monthly=segment_retention,
        retention_product_segment_monthly=product_segment_retention,
        retention_cohort_monthly=cohort_rows(history, policy),
        retention_cohort_period_monthly=period_rows(
            history, segments, policy.cohort_periods, product_names, policy
        ),
        retention_bridge_monthly=component_rows(history, company_retention, product_retention),
        retention_methods=method_rows(
            history, positions, company_retention, customer_movements, policy
        ),
        arr_growth_company_monthly=company_growth,
        arr_growth_product_monthly=growth_rows(
            product_bridge, product_retention, pending, products, policy
        ),
        signals_product_scorecard=scorecard,
        signals_downgrade_episodes=episodes,
        signals_coat_tails=coat_tail_rows(signals),
        signals_patterns=patterns,
        signals_detection_lead=lead_rows(signals, company_retention, product_retention, policy),
        signals_study_members=member_rows(signals, members),
        signals_studies=studies,
        customer_first_expansions=start_rows(starts, customer_names),
        time_to_first_expansion=expansion_times,
        time_to_first_expansion_curve=curve_rows(scopes, fewest_customers),
        signals_alerts=told_alerts,
        signals_trigger_conversion=conversions,
        signals_diagnosis=diagnosis_rows(signals, health),
        health_scores=health_scores,
        health_validation=validation_rows(
            fates, health, seeds.health_bands(), thresholds["min_health_outcomes"]
        ),
        health_indicators=indicator_rows(fates, health, thresholds["min_health_outcomes"]),
        renewals_calendar=calendar,
        forecast_renewal_rates=rate_rows(renewals),
        forecast_nrr_backtest=backtest,
        forecast_nrr_quarterly=forecasts,
        headline_scorecard_monthly=headline_rows(
            *(signals, company_bridge, company_retention, company_growth, named_products),
            *(scorecard, patterns, last_month_columns(told_alerts, calendar, forecasts)),
        ),
        weekly_movements=week_rows(
            *(levels, as_of_date, int(thresholds["movement_weeks"]), policy.migration_detection),
            *(history.family_of, policy.reactivation_counts_as_new_after_months),
            *(customer_of_id, product_names),
        ),
        worklist_expansion_pulse=pulse_rows(
            *(signals, movements, told_alerts, conversions, levels, as_of_date, customer_of_id),
        ),
        worklist_bottom_nrr=bottom_rows(signals, movements, told_alerts, health, customer_of_id)
        if WINDOW in policy.retention_windows
        else [],
        worklist_top_health=healthiest_rows(signals, health_scores, customer_of_id),
        worklist_missed_upsell=missed_upsell_rows(signals, movements, health, customer_of_id),
        benchmark_comparison=claim_rows(
            *(signals, figures, studies, expansion_times),
            tested_claims(signals, reported, health),
        ),
        target_attainment=target_rows(history, figures, segments),
        pilot_results=pilot_rows(
            pilots,
            customer_of_id,
            PilotBook(
                *(history, tuple(spines), reported, health, seeds.health_bands(), thresholds),
            ),
        ),
        as_of_date=as_of_date,
        months=history.months,
        raw_license_rows=len(raw),
        retention_windows=policy.retention_windows,
        rates=rates,
        can_outlast_terms=policy.renewal_grace_days > 0 or policy.auto_renew_past_end,
    )


def with_product_names(rows: list[Row], product_names: dict[str, str]) -> list[Row]:
    """Put the name of the product into rows that have its id."""
    return [row | {"product_name": product_names[row["product_id"]]} for row in rows]
