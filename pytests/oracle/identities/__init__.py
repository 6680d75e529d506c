"""The identities of the definitions that the relations themselves can prove.

Each check raises an AssertionError with the row, or the key, that breaks an identity.
"""

from __future__ import annotations

from collections import Counter

from oracle.identities.bridges import check_bridges, check_segment_bridges
from oracle.identities.first_expansions import check_first_expansions
from oracle.identities.growth import check_growth
from oracle.identities.movements import (
    check_movement_parts,
    check_movers,
    check_spine_against_movements,
)
from oracle.identities.renewals import check_renewals
from oracle.identities.retention import (
    check_company_from_products,
    check_one_month_retention,
    check_retention,
)
from oracle.identities.signals import check_signals
from oracle.identities.slices import (
    check_cohort_periods,
    check_cohorts,
    check_components,
    check_concentration,
    check_customers_retention,
    check_methods,
    check_segment_sums,
)
from oracle.identities.spine import check_spine_against_licences
from oracle.identities.studies import check_members, check_studies
from oracle.result import KEYS, Result


def check_identities(result: Result) -> None:
    """Check every identity.

    Args:
        result: what `compute` returned.

    Raises:
        AssertionError: with the row, or the key, that breaks an identity.
    """
    for check in (
        *(check_counts, check_bridges, check_spine_against_licences),
        *(check_spine_against_movements, check_movement_parts, check_retention),
        *(check_company_from_products, check_one_month_retention, check_segment_sums),
        *(
            check_segment_bridges,
            check_movers,
            check_customers_retention,
            check_concentration,
            check_cohorts,
            check_cohort_periods,
            check_components,
            check_methods,
            check_growth,
            check_signals,
            check_first_expansions,
            check_members,
            check_studies,
            check_renewals,
        ),
    ):
        check(result)


def check_counts(result: Result) -> None:
    """Check that every raw row is accepted, rejected or a copy, and each relation's key."""
    accounted = len(result.fct_licenses) + result.rejected_rows + result.duplicate_rows
    assert accounted == result.raw_license_rows, (accounted, result.raw_license_rows)
    for relation, key in KEYS.items():
        if relation != "license_issues":
            counts = Counter(tuple(row[k] for k in key) for row in getattr(result, relation))
            assert all(n == 1 for n in counts.values()), (relation, counts.most_common(1))
