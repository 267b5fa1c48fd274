"""almanac.yaml: everything that it may say becomes typed models with sensible defaults."""

import re
from datetime import date, timedelta

import pytest
import yaml

from warehouse.configuration.loading import UnknownBusiness, load, starter

LEAST = "businesses: [{id: acme, timezone: America/New_York, currency: USD}]"
# In the starter file "#" and one space begin an explanation; an example has none, or more of them.
EXAMPLE = re.compile(r"^(\s*)#(?! \S)", re.MULTILINE)


@pytest.fixture
def read(home):
    def loaded(text):
        home.config_file.write_text(text, encoding="utf-8")
        return load(home)

    return loaded


def test_the_least_configuration_has_sensible_defaults(read):
    configuration = read(LEAST)
    (business,) = configuration.businesses
    assert (business.id, business.name, business.week_starts, business.conversion_window_days) == (
        "acme",
        "acme",
        "monday",
        30,
    )
    assert configuration.thresholds.model_dump() == {
        "load_ms": 3000,
        "query_ms": 1000,
        "api_ms": 2000,
        "error_rate": 0.05,
        "memory": 0.8,
        "cpu": 0.7,
    }
    assert configuration.retention.model_dump() == {
        "raw_days": 730,
        "keep_originals": 30,
        "published_versions": 8,
    }
    assert (configuration.imports, configuration.notify, configuration.budgets) == ([], [], {})
    assert configuration.demonstration is False


def test_the_starter_works_as_it_is(read):
    configuration = read(starter())
    (business,) = configuration.businesses
    assert (business.id, business.timezone, business.currency) == ("my_business", "UTC", "USD")
    assert business.funnels == business.cohorts == business.experiments == business.accounts == []


def test_the_starter_takes_the_id_of_the_business(read):
    assert [business.id for business in read(starter("acme")).businesses] == ["acme"]
    assert "my_business" not in starter("acme")


def test_every_example_of_the_starter_is_valid_and_shows_every_key(read):
    text = EXAMPLE.sub(r"\1", starter())
    configuration = read(text)
    assert set(yaml.safe_load(text)) == set(type(configuration).model_fields) - {"demonstration"}
    assert set(yaml.safe_load(text)["businesses"][0]) == set(type(configuration.businesses[0]).model_fields)


def test_funnels_are_read_with_all_their_options(read):
    (funnel,) = read(EXAMPLE.sub(r"\1", starter())).businesses[0].funnels
    assert [step.event for step in funnel.steps] == [
        "ai_calculator_opened",
        "calculator_step_completed",
        "assessment_submitted",
    ]
    assert [step.where for step in funnel.steps] == [{}, {"step": 1}, {}]
    assert (funnel.order, funnel.window, funnel.clip_to_range, funnel.unit) == (
        "ordered",
        timedelta(days=14),
        False,
        "user",
    )
    assert (funnel.days.first, funnel.days.last) == (date(2026, 1, 1), date(2026, 1, 31))
    (exclusion,) = funnel.exclusions
    assert (exclusion.event, exclusion.from_step, exclusion.to_step) == ("refund", 1, 2)
    assert (funnel.breakdown.properties, funnel.breakdown.attribution) == (["source"], "first_touch")


def test_cohorts_experiments_and_imports_are_read(read):
    configuration = read(EXAMPLE.sub(r"\1", starter()))
    business = configuration.businesses[0]
    (cohort,), (experiment,), (mapping,) = business.cohorts, business.experiments, configuration.imports
    assert (cohort.entry.event, cohort.returning.event, cohort.periods) == (
        "ai_calculator_opened",
        "assessment_submitted",
        12,
    )
    assert experiment.variants == {"control": 50, "premium": 25, "pro": 25}
    assert (mapping.into, mapping.delimiter, mapping.columns["id"], mapping.timezone) == (
        "opportunities",
        ";",
        "lead",
        None,
    )


def test_optional_steps_first_times_and_wildcards_are_read(read):
    steps = "[{event: '*', first_time: ever}, {event: a, optional: true, where: {plan: [pro, 2, true]}}, b]"
    breakdown = "{property: [a, b], attribution: step 3, at: user}"
    funnel = f"funnels: [{{id: f, steps: {steps}, breakdown: {breakdown}}}]"
    (read_funnel,) = read(LEAST.replace("USD", f"USD, {funnel}")).businesses[0].funnels
    assert [(step.event, step.optional, step.first_time) for step in read_funnel.steps] == [
        ("*", False, "ever"),
        ("a", True, None),
        ("b", False, None),
    ]
    assert read_funnel.steps[1].where == {"plan": ["pro", 2, True]}
    assert (read_funnel.breakdown.properties, read_funnel.breakdown.attribution) == (["a", "b"], "step 3")


def test_yaml_does_not_turn_words_into_something_else(read):
    funnel = "funnels: [{id: f, steps: [{event: a, where: {country: NO, day: 2026-01-01, zip: 01234}}, on]}]"
    (read_funnel,) = read(LEAST.replace("USD", f"USD, {funnel}")).businesses[0].funnels
    assert read_funnel.steps[0].where == {"country": "NO", "day": "2026-01-01", "zip": "01234"}
    assert read_funnel.steps[1].event == "on"


def test_an_empty_section_is_an_absent_one(read):
    assert read(LEAST + "\nimports:\nthresholds:\nnotify:\n").imports == []


def test_businesses_are_found_by_their_id(read):
    configuration = read(
        "businesses: [{id: acme, timezone: UTC, currency: USD}, {id: beta, timezone: UTC, currency: EUR}]"
    )
    assert configuration.business("beta").currency == "EUR"
    with pytest.raises(UnknownBusiness, match=r"got 'acne' \(did you mean acme\?\)"):
        configuration.business("acne")
    with pytest.raises(UnknownBusiness, match="there are acme, beta"):
        configuration.business("zzz")
