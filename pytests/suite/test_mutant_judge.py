"""The judge of mutants itself, on small models: what it finds, notices, and leaves out."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from mutants import domain_faults, equivalents, report
from mutants.compiled import Compiled, DataTest, Model, ReadError, UnitTest, split
from mutants.derive import Key, Mutant, derive
from mutants.domain_faults import DomainFault
from mutants.judge import NO_QUERY, NOTICED, UNNOTICED, Judge, Verdict
from mutants.unit_tests import BrokenTestsError

FAULTS = [
    ("select a from t where a < 1", "boundary", "a < 1", "a <= 1"),
    ("select a from t where a >= 1", "comparison", "a >= 1", "a < 1"),
    ("select a = 1 as b from t", "comparison", "a = 1", "a <> 1"),
    ("select a between 1 and 2 as b from t", "boundary", "a BETWEEN 1 AND 2", "a > 1 AND a <= 2"),
    ("select a in (1, 2) as b from t", "value of a list dropped", "1", "(nothing)"),
    ("select a from t where a and b", "condition of a where dropped", "b", "(nothing)"),
    ("select a from t group by a having sum(b) > 0", "condition of a having dropped",
     "HAVING SUM(b) > 0", "(nothing)"),
    ("select 1 from t join u on t.a = u.a and t.b < u.b", "condition of a join dropped",
     "t.b < u.b", "(nothing)"),
    ("select a or b as c from t", "and/or", "a OR b", "a AND b"),
    ("select a from t where not a", "not", "NOT a", "a"),
    ("select a from t where a is null", "not", "a IS NULL", "NOT a IS NULL"),
    ("select 1 from t inner join u on t.a = u.a", "join",
     "INNER JOIN u ON t.a = u.a", "LEFT JOIN u ON t.a = u.a"),
    ("select 1 from t full join u on t.a = u.a", "join",
     "FULL JOIN u ON t.a = u.a", "LEFT JOIN u ON t.a = u.a"),
    ("select a from t union all select b from u", "part of a union dropped",
     "SELECT b FROM u", "(nothing)"),
    ("select distinct a from t", "distinct dropped", "SELECT DISTINCT", "SELECT"),
    ("select sum(a) as b from t", "aggregate", "SUM(a)", "MAX(a)"),
    ("select count(distinct a) as b from t", "aggregate", "COUNT(DISTINCT a)", "COUNT(a)"),
    ("select least(a, b) as c from t", "greatest/least", "LEAST(a, b)", "GREATEST(a, b)"),
    ("select lag(a) over (partition by b, c order by d) as e from t", "key of a window dropped",
     "LAG(a) over (... c ...)", "(nothing)"),
    ("select lag(a) over (order by d) as e from t", "order reversed",
     "LAG(a) over (... d ...)", "LAG(a) over (... d DESC ...)"),
    ("select sum(a) over (order by b rows between 2 preceding and current row) as c from t",
     "frame of a window", "rows BETWEEN 2 preceding AND CURRENT ROW",
     "rows BETWEEN 3 preceding AND CURRENT ROW"),
    ("select case when a then 1 when b then 2 end as c from t", "branches swapped",
     "1 ... 2", "2 ... 1"),
    ("select case when a then 1 else b end as c from t", "branch dropped", "b", "(nothing)"),
    ("select sum(case when a then b end) as c from t", "condition of a case dropped",
     "CASE WHEN a THEN b END", "b"),
    ("select coalesce(a, 0) as b from t", "default of a null", "COALESCE(a, 0)", "COALESCE(a, 1)"),
    ("select coalesce(a, 0) as b from t", "default of a null", "COALESCE(a, 0)", "a"),
    ("select a - b as c from t", "sign", "a - b", "a + b"),
    ("select -a as b from t", "sign", "-a", "a"),
    ("select 0.5 * a as b from t", "number", "0.5 * a", "1.5 * a"),
    ("select a = 'x' as b from t", "text", "a = 'x'", "a = 'x~'"),
    ("select true as b from t", "flag", "TRUE AS b", "FALSE AS b"),
    ("select now.arr - was.arr as b from t as now cross join t as was", "column",
     "now.arr - was.arr", "was.arr - was.arr"),
    ("select opening_arr, closing_arr as c from t", "column", "opening_arr",
     "closing_arr AS opening_arr"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "kind", "before", "after"), FAULTS)
def test_a_fault_is_found(sql: str, kind: str, before: str, after: str) -> None:
    """Each kind of fault is found where it can be, and changes the SQL."""
    keys = {mutant.key: mutant.texts[sql] for mutant in derive("m", [sql])}
    found = {(key.kind, key.before, key.after) for key in keys}
    assert (kind, before, after) in found, found
    assert len(set(keys.values())) == len(keys)


@pytest.mark.parametrize(
    "sql",
    [
        "select cast(a as decimal(18, 2)) as b from t",
        "select a || ' is not ' || b as message from t",
        "select case when a = 1 then 'one a' when b then 'seats: ' || coalesce(c, 0) end from t",
        "select 'churn' as movement_type from t",
    ],
)
def test_what_is_no_figure_has_no_fault(sql: str) -> None:
    """Types and texts that are only shown are left alone."""
    assert derive("m", [sql]) == []


def test_operators_keep_what_they_stand_for() -> None:
    """What loses its function or its branches gets brackets, where it stands among operators."""
    sql = "select 2 * coalesce(a + b, 0) as c from t"
    texts = {m.key.after: m.texts[sql] for m in derive("m", [sql])}
    assert "2 * (a + b) AS c" in texts["a + b"]


def test_forms_of_a_model_share_their_mutants() -> None:
    """A fault is one mutant, in all forms that differ in constants or in other parts only."""
    default = "with c as (select a from ref_t where a <= 0) select a from c"
    grace = "with c as (select a from ref_t where a <= 30) select a from c"
    switched = "with c as (select a from ref_t where a <= 0) select a + 1 as a from c"
    mutants = {m.key: set(m.texts) for m in derive("m", [default, grace, switched])}
    boundary = Key("m", "c", "boundary", "a <= 0", "a < 0")
    assert mutants[boundary] == {default, grace, switched}
    assert mutants[Key("m", "(final select)", "sign", "a + 1", "a - 1")] == {switched}


def test_a_macro_for_many_columns_counts_a_few_times() -> None:
    """Of faults that differ in names only, a few are enough."""
    sql = f"select {', '.join(f'coalesce(c{n}, 0) as c{n}' for n in range(20))} from t"
    assert len([m for m in derive("m", [sql]) if m.key.after.endswith(", 1)")]) == 4


def test_rows_of_a_unit_test_are_parted_from_the_model() -> None:
    """Brackets in texts and comments do not end the rows; what a model begins with stays."""
    rows = "select ')' as \"(\" -- )\n"
    fixtures, sql = split(f"with  __dbt__cte__t as (\n{rows}), c as (select 1) select * from c")
    assert fixtures == {"__dbt__cte__t": f"\n{rows}"}
    assert sql == "with c as (select 1) select * from c"
    assert split(f"with __dbt__cte__t as ({rows}) select 1")[1] == "select 1"
    assert split("with c as (select 1) select 2") == ({}, "with c as (select 1) select 2")
    fixtures, sql = split(f"-- depends_on: with\n\nwith __dbt__cte__t as ({rows}) select 1")
    assert (list(fixtures), sql) == (["__dbt__cte__t"], "select 1")
    with pytest.raises(ReadError, match="not where they should be"):
        split("with c as (select 1), __dbt__cte__t as (select 2) select 3")


MODEL_SQL = (
    "select id, case when arr >= 10 then 1 else 0 end as is_large, arr + 0 as arr from ref_licenses"
)
READER_SQL = "select sum(arr) as arr from ref_terms where arr >= 0"


def example(path: Path, model_sql: str = MODEL_SQL, expected: int = 1) -> Compiled:
    """Give a project of two models, with one unit test and one data test.

    Args:
        path: where to put its database.
        model_sql: the query of the first model.
        expected: what the unit test expects of a licence of 20.

    Returns:
        The project as if dbt had built it.
    """
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table licenses as select 1 as id, 5 as arr union all select 2, 10"
        )
        connection.execute(f"create view terms as {MODEL_SQL.replace('ref_', '')}")
        connection.execute(f"create table totals as {READER_SQL.replace('ref_', '')}")
    names = ("licenses", "terms", "totals")
    rows = "select 1 as id, 20 as arr"
    return Compiled(
        database_path=path,
        relations={f"ref_{name}": f'"{path.stem}"."main"."{name}"' for name in names},
        models={
            "ref_terms": Model(
                "terms", "ref_terms", model_sql, frozenset({"ref_licenses"}), False, True
            ),
            "ref_totals": Model(
                "totals", "ref_totals", READER_SQL, frozenset({"ref_terms"}), True, True
            ),
        },
        unit_tests=(
            UnitTest(
                "a_large_licence",
                "terms",
                model_sql,
                {"ref_licenses": rows},
                f"select is_large, 'actual' as actual_or_expected from"
                f" ({model_sql.replace('ref_licenses', f'({rows})')}) as actual_rows"
                f" union all select {expected}, 'expected'",
            ),
        ),
        data_tests=(
            DataTest(
                "total_is_that_of_licences",
                "select count(*) != 0 as should_error from (select 1 from ref_totals"
                " where arr <> (select sum(arr) from ref_licenses)) as found",
                frozenset({"ref_totals", "ref_licenses"}),
            ),
        ),
    )


def test_verdicts(tmp_path: Path) -> None:
    """A unit test notices, or a data test behind other models, or none; the tables stay."""
    built = example(tmp_path / "book.duckdb")
    judge = Judge(built)
    mutants = {(m.key.kind, m.key.after): m for m in derive("terms", [MODEL_SQL])}
    planted = Mutant(Key("terms", "", "planted", "", ""), {MODEL_SQL: "select no_such from ref_x"})
    fails = MODEL_SQL.replace("arr + 0", "cast('x' || arr as int)")
    for mutant, outcome, by in (
        (mutants["comparison", "arr < 10"], NOTICED, "a_large_licence"),
        (mutants["number", "arr + 1"], NOTICED, "total_is_that_of_licences"),
        # The same figures: an equivalent.
        (mutants["sign", "arr - 0"], UNNOTICED, ""),
        # Other figures of the sample, of which no test says anything.
        (mutants["boundary", "arr > 10"], UNNOTICED, ""),
        (planted, NO_QUERY, None),
        (Mutant(planted.key, {MODEL_SQL: fails}), NOTICED, None),
    ):
        verdict = judge.judge(mutant)
        assert verdict.outcome == outcome, verdict
        assert by is None or verdict.by == by
    judge.data_tests.check()


def test_a_fault_in_another_policy_is_the_unit_tests_own(tmp_path: Path) -> None:
    """SQL that only a unit test compiles is not looked for in the built tables."""
    judge = Judge(example(tmp_path / "book.duckdb"))
    other = Mutant(Key("terms", "", "planted", "", ""), {"select 3": "select 1 as no_such"})
    assert judge.judge(other).outcome == UNNOTICED


def test_tests_that_fail_without_a_fault_judge_nothing(tmp_path: Path) -> None:
    """A failing unit test, and a model that is not what dbt built, stop everything."""
    with pytest.raises(BrokenTestsError, match="fail without a fault: a_large_licence"):
        Judge(example(tmp_path / "one.duckdb", expected=0))
    other_rows = MODEL_SQL.replace("arr + 0", "arr + 1")
    with pytest.raises(BrokenTestsError, match="other rows than dbt gave: terms"):
        Judge(example(tmp_path / "two.duckdb", other_rows))


def test_a_domain_fault_is_made_wherever_its_sql_is(tmp_path: Path) -> None:
    """Tables, formatting and brackets do not matter; a letter stands for the same throughout."""
    built = example(
        tmp_path / "book.duckdb",
        "with c as (select l.id, sum(least(l.arr,\n 2 * l.id)) as arr from ref_licenses as l"
        " group by l.id) select id, (arr - id) / nullif(arr, 0) as is_large, arr from c",
    )
    totals = DomainFault("rates", "Of totals.", "sum(least(A, B))", "least(sum(A), sum(B))")
    (mutant,) = domain_faults.mutants_of(totals, built)
    (text,) = mutant.texts.values()
    assert "(LEAST(SUM(l.arr), SUM(2 * l.id))) AS arr" in text
    rate = DomainFault("rates", "Of the end.", "(arr - A) / nullif(arr, 0)", "arr / A")
    (mutant,) = domain_faults.mutants_of(rate, built)
    assert "(arr / id) AS is_large" in next(iter(mutant.texts.values()))
    gone = DomainFault("rates", "Gone.", "sum(least(A, A))", "0")
    assert domain_faults.mutants_of(gone, built) == []
    # All is as it was.
    assert not any("LEAST(SUM" in text for m in derive("terms", [built.models["ref_terms"].sql])
                   for text in m.texts.values())  # fmt: skip


def test_equivalents_count_neither_way(tmp_path: Path) -> None:
    """A listed mutant leaves the score; one that a test notices, or that is gone, is named."""
    mutants = derive("m", ["select a from t where a < 1"])
    listed_one, noticed, *_ = mutants
    path = tmp_path / "equivalents.yml"
    path.write_text(
        f"m:\n  {listed_one.key.digest}: {{fault: f, reason: r}}\n"
        f"  {noticed.key.digest}: {{fault: f, reason: r}}\n"
        "  0123456789: {fault: gone, reason: r}\n",
        encoding="utf-8",
    )
    listed = equivalents.read(path)
    assert equivalents.stale(listed, mutants) == ["m 0123456789 (gone)"]
    verdicts = [Verdict(listed_one.key, UNNOTICED), Verdict(noticed.key, NOTICED, "a test")]
    assert report.tally(verdicts, listed).score == 1
    assert report.wrongly_listed(verdicts, listed) == [f"m {noticed.key.digest}: a test"]
    assert report.tally(verdicts, {}).score == 0.5
    other = derive("other", ["select b from t where b < 1"])
    path.write_text(f"any model:\n  {noticed.key.pattern}: {{fault: f, reason: r}}\n", "utf-8")
    listed = equivalents.read(path)
    places = [
        (m.key.model, m.key.kind) for m in mutants + other if equivalents.is_listed(m.key, listed)
    ]
    assert places == [("m", noticed.key.kind), ("other", noticed.key.kind)]
    assert equivalents.stale(listed, other) == []
    path.write_text("m:\n  abc: {fault: f, reason: ''}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="without a reason: m abc"):
        equivalents.read(path)
