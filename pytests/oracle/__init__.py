"""A second, independent computation of every core figure, to test the dbt models against.

It reads raw tables as a CSV file holds them (every value text or missing) and follows the
project's definitions as literally as it can: licence by licence, month end by month end, snapshot
against snapshot. It favours plain loops over speed and shares no code with the models.

Money is `decimal.Decimal` and exact, divisions go through `fractions.Fraction`, rates stay
fractions. Only prices that are compared with one another are floats.

`compute` reads like the table of contents: each module is one concept, and imports only those that
come before it there.
"""

from oracle.compute import compute
from oracle.identities import check_identities
from oracle.policy import Policy
from oracle.result import KEYS, Result

__all__ = ["KEYS", "Policy", "Result", "check_identities", "compute"]
