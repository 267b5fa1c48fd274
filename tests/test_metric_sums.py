"""No model sums, or takes the mean of, what the metric registry says cannot be summed."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from benchmarks.bare_sql import Statement, statements

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
# Besides all of staging: several rows of one thing, seen at different moments or on different days.
OBSERVATIONS = {
    "fct_post_observations", "int_posts_unioned", "int_posts_landed", "int_audience_unioned",
    "int_followers_seen", "int_account_days_unioned", "int_account_days_merged",
    "int_account_days_with_audience", "int_account_day_figures", "account_days", "audience_demographics",
}  # fmt: skip
# A sum over one of these is a sum over what they hold; over a product it is not.
TRANSPARENT = (exp.Cast, exp.Paren, exp.Coalesce, exp.Add, exp.Sub, exp.Neg, exp.Nullif)

Aliases = dict[str, set[str]]


def registry() -> dict[str, str]:
    """How each metric may be added up."""
    with (PROJECT / "seeds" / "metric_registry.csv").open(encoding="utf-8") as file:
        return {row["metric"]: row["additive"] for row in csv.DictReader(file)}


def carried(expression: exp.Expression) -> Iterator[str]:
    """The columns whose values an expression hands on as they are, or adds."""
    if isinstance(expression, exp.Column):
        yield expression.name
    elif isinstance(expression, exp.Case):
        otherwise = expression.args.get("default")
        for branch in [*(each.args["true"] for each in expression.args["ifs"]), *filter(None, [otherwise])]:
            yield from carried(branch)
    elif isinstance(expression, TRANSPARENT):
        for part in expression.iter_expressions():
            yield from carried(part)
    elif isinstance(expression, (exp.Sum, exp.Max, exp.Min, exp.Window, exp.Lag)):
        yield from carried(expression.this)


def aliases(queries: list[exp.Expression]) -> Aliases:
    """For each name that a query gives, the columns that it is another name for."""
    found: Aliases = defaultdict(set)
    for query in queries:
        for alias in query.find_all(exp.Alias):
            found[alias.alias] |= set(carried(alias.this)) - {alias.alias}
    return found


def origins(name: str, known: Aliases, seen: frozenset[str] = frozenset()) -> set[str]:
    """The name itself and every column that it stands for, through any number of renamings."""
    further = known.get(name, set()) - seen - {name}
    return {name}.union(*(origins(each, known, seen | {name}) for each in further))


def reads_observations(part: exp.Expression, query: exp.Expression) -> bool:
    """Whether a part of a query reads observations, itself or through the steps before it."""
    steps = {step.alias: step.this for step in query.find_all(exp.CTE)}
    within = [table for table in part.find_all(exp.Table) if table.find_ancestor(exp.CTE, exp.Select) is part]
    names = {table.name for table in within} or {table.name for table in part.find_all(exp.Table)}
    if any(name in OBSERVATIONS or name.startswith("stg_") for name in names):
        return True
    return any(
        reads_observations(steps[name], query) for name in names & set(steps) if steps[name] is not part
    )


def violations(name: str, query: exp.Expression, known: Aliases) -> list[str]:
    """What a model adds up, or takes the mean of, although the registry says that it must not."""
    additive, found = registry(), []
    for aggregate in query.find_all(exp.Sum, exp.Avg):
        is_of_observations = reads_observations(aggregate.find_ancestor(exp.Select), query)
        for column in carried(aggregate.this):
            kinds = {additive[each] for each in origins(column, known) if each in additive}
            if column in additive:  # A gain of followers is no number of followers.
                kinds = {additive[column]} | (kinds & {"none"})
            if "none" in kinds or not kinds or ("semi" in kinds and is_of_observations):
                what = sorted(kinds) or "not registered"
                found.append(f"{name}: {aggregate.sql()} of {column}, which is {what}")
    return found


def parsed() -> dict[str, exp.Expression]:
    """Every model of the project as a tree."""
    models = [each for each in statements() if "read_csv" not in each.query]
    return {model.name: tree(model) for model in models}


def tree(model: Statement) -> exp.Expression:
    return sqlglot.parse_one(model.query, read="duckdb")


def test_no_model_sums_a_metric_that_cannot_be_summed() -> None:
    queries = parsed()
    known = aliases(list(queries.values()))
    assert [each for name, query in queries.items() for each in violations(name, query, known)] == []


@pytest.mark.parametrize(
    "bad",
    [
        "select sum(reach) from post_performance",
        "select business_id, cast(sum(case when is_inside then reach end) as bigint) from post_performance",
        "with seen as (select reach as people from post_performance) select sum(people) from seen",
        "select sum(coalesce(engagement_rate, 0)) over (partition by platform) from engagement_days",
        "select avg(conversion_rate) from opportunity_conversion",
        "select sum(likes) from fct_post_observations",
        "select sum(unheard_of) from post_performance",
        "select sum(likes) from int_posts_landed",
        "with seen as (select reach as likes from post_performance) select sum(likes) from seen",
        "select sum(followers) from int_followers_seen",
        "select account_id, sum(reach) as reach from account_days group by account_id",
        "select avg(growth_rate) from account_days",
        "select sum(followers) from account_days",
        "with a as (select * from account_days), b as (select * from a) select sum(followers) from b",
    ],
)
def test_the_check_finds(bad: str) -> None:
    query = sqlglot.parse_one(bad, read="duckdb")
    assert violations("bad", query, aliases([query]))


def test_the_check_lets_sums_of_newest_figures_pass() -> None:
    good = "select sum(likes) + sum(case when reach > 5 then views end) from post_performance"
    query = sqlglot.parse_one(good, read="duckdb")
    assert violations("good", query, aliases([query])) == []
