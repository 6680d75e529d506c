"""Faults put into the SQL that dbt compiles, each of which some dbt test must notice.

`compiled` has dbt build the bundled company once and reads what it compiled. `derive` finds in the
SQL of each model the places where a person could be wrong, by the `kinds` of faults; a `Mutant` is
the model with one of them. `unit_tests` and `data_tests` run the tests of dbt on it without dbt,
`judge` puts them together, and `report` says what was noticed. `python -m mutants --help`, from the
folder above, judges those of one model.
"""
