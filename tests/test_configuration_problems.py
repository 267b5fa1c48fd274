"""What may be wrong in almanac.yaml: each with its place, what was expected, what came, all at once."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from warehouse.configuration import shape
from warehouse.configuration.consistency import inconsistencies
from warehouse.configuration.loading import Configuration, ConfigurationError, load

FUNNEL = {"id": "f", "steps": ["a", "b", "c"]}
COHORT = {"id": "c", "entry": "a", "return": "b"}
EXPERIMENT = {"id": "e", "kind": "conversion_offer", "variants": {"a": 50, "b": 50}, "metrics": ["m"]}
IMPORT = {
    "id": "i",
    "business": "acme",
    "files": "x*.csv",
    "into": "opportunities",
    "columns": {"id": "lead", "created_at": "at"},
}


CASES = yaml.safe_load((Path(__file__).parent / "configuration_problems.yaml").read_text())


@pytest.fixture
def problems(home):
    def found(tree):
        home.config_file.write_text(tree if isinstance(tree, str) else yaml.safe_dump(tree))
        with pytest.raises(ConfigurationError) as error:
            load(home)
        return [line.removeprefix("almanac.yaml: ") for line in error.value.problems]

    return found


def of_business(**changes):
    return {"businesses": [{"id": "acme", "timezone": "UTC", "currency": "USD", **changes}]}


def of_funnel(**changes):
    return of_business(funnels=[{**FUNNEL, **changes}])


def of_import(**changes):
    return {**of_business(), "imports": [{**IMPORT, **changes}]}


VALID_BUT = {
    "business": of_business,
    "funnel": of_funnel,
    "import": of_import,
    "root": lambda **changes: {**of_business(), **changes},
    "whole": dict,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["problem"].partition(": ")[0])
def test_a_problem_says_where_it_is_what_was_expected_and_what_came(problems, case):
    part = next(iter(case))
    assert case["problem"] in problems(VALID_BUT[part](**case[part]))


def test_all_problems_are_told_at_once_whatever_their_kind(problems):
    tree = of_business(
        timezone="Mars",
        funnels=[{**FUNNEL, "window": 3, "exclusions": [{"event": "x", "from_step": 3, "to_step": 9}]}],
    )
    tree["imports"] = [{**IMPORT, "business": "beta", "delimiter": "", "columns": {"nme": "x"}}]
    tree["businesses"].append({"id": "acme", "currency": "XYZ"})
    places = {line.partition(": ")[0] for line in problems({**tree, "notfy": []})}
    assert places == {
        "businesses[0].timezone",
        "businesses[0].funnels[0].window",
        "businesses[0].funnels[0].exclusions[0].to_step",
        "businesses[1]",
        "businesses[1].timezone",
        "businesses[1].currency",
        "imports[0].business",
        "imports[0].delimiter",
        "imports[0].columns",
        "imports[0].columns.nme",
        "notfy",
    }  # fmt: skip


def test_a_key_that_is_there_twice_is_told_with_its_line(problems):
    text = "businesses:\n  - id: acme\n    timezone: UTC\n    currency: USD\n    timezone: Mars\n"
    assert "line 5: expected each key once, got 'timezone' again" in problems(text)


@pytest.mark.parametrize(
    "tree",
    [
        {1: 2},
        {"businesses": [{1: 2}, 3, None]},
        {"businesses": [{"id": ["a"], "funnels": {"a": 1}}]},
        {"businesses": [{"funnels": [{"steps": [None, {}, 3], "exclusions": [3], "breakdown": 3}]}]},
        {"imports": [{"columns": {1: None}}]},
        {"imports": [{"into": ["posts"], "columns": {"id": {}}, "business": 3}]},
        {"budgets": {3: []}},
        {"notify": [None]},
        {"thresholds": []},
    ],
)
def test_a_configuration_of_any_wrong_shape_gives_problems_and_no_crash(problems, tree):
    assert all("expected" in problem for problem in problems(tree))


KEYS = """businesses imports id timezone currency accounts platform account token funnels steps event where
optional exclusions from_step to_step breakdown property attribution cohorts experiments variants
business into columns header thresholds budgets notify demonstration range from"""
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("posts")
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS.split()) | SCALARS, inner, max_size=6)
    ),
    max_leaves=30,
)


@given(TREES)
def test_no_tree_of_values_makes_the_checks_fail(tree):
    try:
        Configuration.model_validate(tree)
    except ValidationError as error:
        assert shape.problems(Configuration, error)
    assert all(place and "expected" in message for place, message in inconsistencies(tree))


def test_what_stands_under_an_unknown_key_is_not_repeated(problems):
    assert "s3cr3t" not in str(
        problems({**of_business(accounts=[{"platform": "x", "account": "1", "tokn": "s3cr3t"}])})
    )
