"""The files of insights: one schema, one correction over everything, SQL that gives the figures."""

import json
import re
from datetime import datetime
from itertools import pairwise, permutations
from pathlib import Path

import dagster as dg
import duckdb
import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assets.insights import document, formats, questions
from assets.insights.document import Build, of_business
from assets.insights.insight import Evidence, Insight
from assets.insights.insights import insights, write
from assets.insights.marts import UnknownBusiness, businesses
from assets.insights.multiplicity import settled
from warehouse.build import BuildState, record
from warehouse.pseudonyms import InstallKey
from warehouse.resources import Warehouse

AS_OF = datetime(2026, 11, 15, 23)
HERE = Path(__file__).parent
SCHEMA = json.loads(
    (HERE.parent / "assets" / "insights" / "insights.schema.json").read_text(encoding="utf-8")
)
CAUSAL = r"\b(because|causes?|caused|drives?|drove|leads to|boosts?|improves?|thanks to|due to|increases)\b"
RATIO = r"\d ?x\b|\btimes (better|higher|more|as)|\b(twice|double[sd]?|triple[sd]?)\b|\bbetter\b|\bworse\b"


def filled():
    """The small business of marts_example.sql, and a second one that has rows of its own in every mart."""
    connection = duckdb.connect()
    for name in ("marts_contract.sql", "marts_example.sql"):
        connection.execute((HERE / name).read_text(encoding="utf-8"))
    for mart in names_of_marts(connection):
        connection.execute(
            f"insert into marts.{mart} select * replace ('berlin' as business_id) from marts.{mart}"
        )
    connection.execute("update marts.fct_opportunities set source = 'secret' where business_id = 'berlin'")
    connection.execute(
        "update marts.opportunity_conversion set value = 'secret' where business_id = 'berlin'"
    )
    return connection


def names_of_marts(connection):
    found = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    )
    return [name for (name,) in found.fetchall()]


@pytest.fixture
def marts():
    with filled() as connection:
        yield connection


@pytest.fixture
def published(home):
    """A home in which both businesses are published as version 12."""
    with filled() as connection:
        connection.execute(f"attach '{home.published}' as published")
        connection.execute("create schema published.almanac")
        connection.execute("create table published.almanac.version as from almanac.version")
        for mart in names_of_marts(connection):
            connection.execute(f"create table published.main.{mart} as from marts.{mart}")
    return home


def lively(connection):
    """Changes the figures of acme so that every kind of statement has something to say."""
    connection.execute((HERE / "marts_lively.sql").read_text(encoding="utf-8"))
    return connection


def written(home):
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in home.insights.iterdir()}


def test_one_file_a_business_and_one_for_all_each_valid_against_the_schema(published):
    write(published, AS_OF)
    files = written(published)
    assert set(files) == {"acme.json", "berlin.json", "insights.json"}
    for content in files.values():
        jsonschema.validate(content, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert files["acme.json"]["business_id"] == "acme"
    assert files["insights.json"]["business_id"] is None
    assert files["insights.json"]["published_version"] == 12
    assert files["acme.json"]["as_of"] == "2026-11-15T23:00:00Z"
    assert len(files["insights.json"]["insights"]) == len(files["acme.json"]["insights"]) + len(
        files["berlin.json"]["insights"]
    )


def test_the_schema_in_the_repository_is_that_of_the_model():
    assert document.json_schema() == SCHEMA


def test_the_schema_refuses_what_is_unknown_missing_or_of_the_wrong_kind(published):
    write(published, AS_OF)
    good = written(published)["acme.json"]
    for spoil in (
        lambda content: content.pop("build"),
        lambda content: content["insights"][0].pop("sql"),
        lambda content: content["insights"][0].update(kind="gossip"),
        lambda content: content["insights"][0].update(p=0.01),
        lambda content: content["insights"][0]["evidence"].pop("q"),
    ):
        content = json.loads(json.dumps(good))
        spoil(content)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(content, SCHEMA)


def test_the_asset_says_how_much_it_wrote_and_removes_files_of_businesses_that_are_gone(published):
    InstallKey.create(published)
    (published.insights / "gone.json").write_text("{}")
    run = dg.materialize(
        [insights],
        resources={"warehouse": Warehouse(root=str(published.root))},
        tags={"almanac/as_of": AS_OF.isoformat()},
    )
    (made,) = run.asset_materializations_for_node("insights__insights")
    assert made.metadata["dagster/row_count"].value == len(written(published)["insights.json"]["insights"])
    assert "| acme | high |" in made.metadata["preview"].md_str
    assert not (published.insights / "gone.json").exists()


def test_a_red_build_is_in_the_file_with_its_reasons(published):
    record(
        published, BuildState("red", AS_OF, "f00d", "duckdb", "run", 13, ["fct_opportunities_grain: 2 rows"])
    )
    write(published, AS_OF)
    assert written(published)["acme.json"]["build"] == {
        "ok": False,
        "reasons": ["fct_opportunities_grain: 2 rows"],
    }
    record(published, BuildState("published", AS_OF, "f00d", "duckdb", "run", 13))
    write(published, AS_OF)
    assert written(published)["acme.json"]["build"] == {"ok": True, "reasons": []}


def test_ids_stay_while_figures_change(marts):
    acme = businesses(marts, AS_OF)[0]
    before = {insight.id: insight.text for insight in of_business(marts, acme, Build(ok=True)).insights}
    marts.execute("update marts.opportunity_conversion set opportunities = opportunities + 1")
    after = {insight.id: insight.text for insight in of_business(marts, acme, Build(ok=True)).insights}
    assert before.keys() == after.keys()
    assert before["acme/conversion/all"] != after["acme/conversion/all"]


def test_insights_come_by_priority(marts):
    found = of_business(lively(marts), businesses(marts, AS_OF)[0], Build(ok=True)).insights
    order = ["high", "medium", "low"]
    assert [order.index(insight.priority) for insight in found] == sorted(
        order.index(i.priority) for i in found
    )
    assert {insight.priority for insight in found} == set(order)


def test_no_business_sees_a_figure_of_another(marts):
    for business in businesses(marts, AS_OF):
        found = of_business(marts, business, Build(ok=True)).insights
        other = {"acme": "berlin", "berlin": "acme"}[business.business_id]
        assert not [insight.id for insight in found if f"'{other}'" in insight.sql]
        assert any("secret" in insight.text for insight in found) == (business.business_id == "berlin")


def numbers(text):
    """The figures of a sentence: dates, clock times and names of methods left out."""
    text = re.sub(
        r"\d{1,2} [A-Z][a-z]+ \d{4}",
        "",
        text,
    )
    text = re.sub(r"\d\d:\d\d|\(ISO 8601\)|\d\d % interval|is 100\b|seven days", "", text)
    return [token.replace(",", "") for token in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def is_whole(column):
    return all(value is None or type(value) is int for value in column)


def writings(answer):
    """Every way in which the values of an answer may be written: counts, shares, indices, sums."""
    found = set()
    for row in answer:
        values = [
            value for value in row.values() if isinstance(value, int | float) and not isinstance(value, bool)
        ]
        columns = zip(*(one.values() for one in answer), strict=True)
        values += [sum(value for value in column if value) for column in columns if is_whole(column)]
        for value in values:
            found |= {
                formats.number(abs(v))
                for v in (value, 100 * value, round(100 * value), value / 100, value / 24)
            }
        for one, other in permutations([value for value in values if value], 2):
            found |= {
                formats.number(100 * one / other),
                formats.number(round(abs(100 * (one - other) / other))),
            }
    found |= {str(len(answer)), str(sum(row.get("q_value") is not None for row in answer))}
    return {number.replace(",", "") for number in found}


@pytest.mark.parametrize("prepare", [lambda connection: connection, lively], ids=["quiet", "lively"])
def test_the_sql_of_every_insight_runs_as_it_stands_and_gives_the_figures_of_its_text(marts, prepare):
    prepare(marts)
    for insight in of_business(marts, businesses(marts, AS_OF)[0], Build(ok=True)).insights:
        marts.execute("set search_path = 'main'")
        cursor = marts.execute(insight.sql)
        names = [column[0] for column in cursor.description]
        answer = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        assert answer, insight.id
        assert f"marts.{insight.mart}" in insight.sql
        known = writings(pairs_of_weeks(answer)) | {"30", "2", "7"}
        tested = re.findall(r"none of the (\d+) statements", insight.text)
        missing = [figure for figure in numbers(insight.text) if figure not in known and figure not in tested]
        if insight.kind == "trend" and insight.evidence.low is not None:
            missing = missing[:-2]  # the interval of the change is computed, not queried
        assert not missing, (insight.text, missing)


def pairs_of_weeks(answer):
    """Neighbouring weeks as one row, so that a change can be formed from them."""
    if not answer or "week_start" not in answer[0]:
        return answer
    return [one | {f"{key} before": value for key, value in other.items()} for other, one in pairwise(answer)]


def test_every_percentage_of_every_insight_has_its_counts_and_nothing_is_explained_or_ranked(marts):
    found = of_business(lively(marts), businesses(marts, AS_OF)[0], Build(ok=True)).insights
    assert {insight.kind for insight in found} == {
        "conversion", "revenue", "posting_time", "content", "hashtag", "trend", "actions", "data_quality"
    }  # fmt: skip
    for insight in found:
        plain = re.sub(r"\d+ % interval \S+ % to \S+ %", "", insight.text)
        assert not re.findall(r"\S+ %(?! interval)(?! \([^()%]+(?: of |/| against )[^()%]+\))", plain), (
            insight.text
        )
        assert not re.search(f"{CAUSAL}|{RATIO}", insight.text), insight.text


def statement(p, verdict="finding", tested=1, name="one"):
    return Insight(
        id=f"acme/content/{name}", business_id="acme", kind="content", priority="high", verdict=verdict,
        text="certain", evidence=Evidence(n=40, method="test"), sql="select 1", mart="content_types",
        period="all", action="do it", p=p, tested=tested, hedged="not yet certain",
    )  # fmt: skip


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_findings_are_those_that_pass_benjamini_hochberg_over_the_file(p_values):
    found = settled([statement(p, name=str(index)) for index, p in enumerate(p_values)])
    # Independent of the implementation: the largest k with p_(k) <= k / m * 5 %.
    passing = [p for rank, p in enumerate(sorted(p_values), 1) if p <= 0.05 * rank / len(p_values)]
    threshold = max(passing, default=-1)
    for p, insight in zip(p_values, found, strict=True):
        if abs(p - threshold) > 1e-6 or p == threshold:
            assert (insight.verdict == "finding") == (p <= threshold), (p, threshold, insight.evidence.q)
        assert (insight.text, insight.action) == (
            ("certain", "do it") if insight.verdict == "finding" else ("not yet certain", None)
        )


def test_counts_are_not_tested_and_stay_findings():
    count, weak = settled([statement(None, name="count"), statement(0.06, name="weak")])
    assert (count.verdict, count.evidence.q) == ("finding", None)
    assert (weak.verdict, weak.priority, weak.evidence.q) == ("hint", "medium", 0.06)


def test_a_finding_without_significance_cannot_be_made():
    with pytest.raises(ValueError, match=r"a finding needs q <= 0\.05, got 0\.2"):
        Insight(**{**statement(0.2).model_dump(), "evidence": {"n": 1, "q": 0.2, "method": "test"}})


def test_nothing_notable_is_stated_exactly_when_nothing_is(marts):
    acme = businesses(marts, AS_OF)[0]
    quiet = of_business(marts, acme, Build(ok=True))
    assert "acme/trend/quiet" in {insight.id for insight in quiet.insights}
    assert quiet.statements_tested == 0
    loud = of_business(lively(marts), acme, Build(ok=True))
    assert "acme/trend/quiet" not in {insight.id for insight in loud.insights}
    assert loud.statements_tested == 2 + 1 + 2 + 1 + 2 + 2


def test_a_business_without_any_row_gets_a_valid_file(marts):
    for mart in names_of_marts(marts):
        if mart != "dim_businesses":
            marts.execute(f"delete from marts.{mart}")
    marts.execute("update marts.dim_businesses set first_data_on = null, newest_data_at = null")
    made = of_business(marts, businesses(marts, AS_OF)[0], Build(ok=True))
    jsonschema.validate(json.loads(made.model_dump_json()), SCHEMA)
    assert [insight.id for insight in made.insights] == ["acme/data_quality/no_data", "acme/trend/quiet"]


def test_people_can_ask_three_questions(published):
    assert questions.conversion_rate(published, "acme")[0].startswith(
        "11.1 % (1/9) of all opportunities converted"
    )
    assert questions.best_posting_time(published, "acme") == [
        "X: too few posts to say when to post (6 posts of seven days or more, 30 needed)"
    ]
    assert "Respond to the oldest first: t3, e4" in questions.summary(published, "acme")[0]
    with pytest.raises(UnknownBusiness, match=r"expected some of \['acme', 'berlin'\], got \['acne'\]"):
        questions.summary(published, "acne")


def declared():
    """Columns of every mart as its builder declares them: dbt's contracts, schemas of the estimates."""
    from assets.estimates import (
        attribution_channels,
        content_types,
        hashtags,
        lead_sources,
        posting_times,
        value_by_segment,
        value_forecasts,
    )

    estimates = (
        attribution_channels, content_types, hashtags, lead_sources, posting_times, value_by_segment,
        value_forecasts,
    )  # fmt: skip
    found = {}
    for path in (HERE.parent / "dbt_project" / "models" / "marts").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            found[model["name"]] = {column["name"] for column in model["columns"]}
    for module in estimates:
        found[module.__name__.rsplit(".", 1)[1]] = set(module.SCHEMA.names)
    return found


def test_the_marts_of_these_tests_have_the_columns_that_are_built(marts):
    columns = marts.execute(
        "select table_name, list(column_name) from information_schema.columns where table_schema = "
        "'marts' group by all"
    ).fetchall()
    built = declared()
    assert {mart: sorted(set(names) - built[mart]) for mart, names in columns} == {
        mart: [] for mart, _ in columns
    }
