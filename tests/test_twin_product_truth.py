"""What is called true of the product is found by plain code in what many visitors did."""

import math
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import mean
from zoneinfo import ZoneInfo

import pytest

from twin.careers_product import COMPASS_PRODUCT, STEP
from twin.moments import local
from twin.product import START, ProductWorld
from twin.product_key import COMPLETED, grouped_rates
from twin.product_purchases import minor_units
from twin.product_returns import OPENED
from twin.product_truths import (
    caused_shares,
    customer_value,
    expected_repeats,
    mean_spend,
    paying_rate,
    retention,
    strict_rates,
)
from twin.world import monday

DAYS = 130
END = START + timedelta(days=DAYS)
SETTLED = timedelta(days=20)
GATES = [(gate.event, gate.number) for gate in COMPASS_PRODUCT.gates]
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def many():
    """A product with many visitors, all of whom came long enough ago to have gone as far as they go."""
    world = ProductWorld(11, product=replace(COMPASS_PRODUCT, visitors_per_day=250))
    return [life for life in world.lives(END) if life.visitor.arrived_at < END - SETTLED]


@pytest.fixture(scope="module")
def furthest(many):
    """How many of the gates each visitor passed one after the other, by their hits; with source and risk."""
    found = []
    for life in many:
        done = {}
        for hit in life.hits:
            done.setdefault((hit.event, hit.properties.get("step")), []).append(hit.at)
        passed, moment = 0, datetime(2000, 1, 1)
        for gate in GATES:
            later = [at for at in done.get(gate, ()) if at > moment]
            if not later:
                break
            passed, moment = passed + 1, min(later)
        found.append((passed, life.hits[0].source, life.visitor.risk))
    return found


@pytest.fixture(scope="module")
def customers(many):
    """The lives of the customers, each with the payments that went through."""
    return [
        (life, [each for each in life.purchases if not each.is_failed])
        for life in many
        if life.paid_at is not None
    ]


def assert_share(hits, of, true, what):
    assert abs(hits / of - true) < 4 * math.sqrt(true * (1 - true) / of), what


def assert_mean(values, true, what, bias=0.0):
    error = math.sqrt(sum((value - mean(values)) ** 2 for value in values)) / len(values)
    assert abs(mean(values) - true) < 4 * error + bias * true, what


def test_each_step_is_passed_at_its_true_rate_by_everybody_by_source_and_by_risk(furthest):
    for group, rates in grouped_rates(COMPASS_PRODUCT).items():
        inside = [passed for passed, *values in furthest if group == "all" or group.split("=")[1] in values]
        for gate, true in enumerate(rates):
            before, after = (sum(passed >= each for passed in inside) for each in (gate, gate + 1))
            assert_share(after, before, true, (group, gate))


def test_the_strict_rates_are_those_of_who_does_nothing_in_between(many):
    steps = [GATES[gate][1] for gate in COMPLETED]
    reached = Counter()
    for life in many:
        best = 0
        for start, hit in enumerate(life.hits):
            if (hit.event, hit.properties.get("step")) == (STEP, steps[0]):
                run = [each.properties.get("step") for each in life.hits[start : start + len(steps)]]
                same = [told == wanted for told, wanted in zip(run, steps, strict=False)]
                best = max(best, (*same, False).index(False))
        reached.update(range(1, best + 1))
    for number, true in enumerate(strict_rates(COMPASS_PRODUCT, COMPLETED), start=1):
        assert_share(reached[number + 1], reached[number], true, number)


def test_weekly_cohorts_come_back_at_their_true_rates_and_better_with_the_second_version(many):
    first = monday(local(START, LONDON).date())
    size, back = Counter(), Counter()
    for life in many:
        if life.submitted_at is not None:
            own = monday(local(life.submitted_at, LONDON).date())
            version = (own - first).days // 7 >= COMPASS_PRODUCT.second_version
            size[version] += 1
            weeks = {
                (monday(local(hit.at, LONDON).date()) - own).days // 7
                for hit in life.hits
                if hit.event == OPENED
            }
            back.update((version, week) for week in weeks)
    assert min(size.values()) > 500
    for version, weeks_after in ((False, 0), (True, COMPASS_PRODUCT.second_version)):
        for week, true in enumerate(retention(COMPASS_PRODUCT, weeks_after)[:30], start=1):
            assert_share(back[version, week], size[version], true, (version, week))


def test_customers_buy_as_often_as_the_model_expects(customers):
    """A few buy much: the mean is uncertain, and its error is counted from them."""
    for days in (30, 90, 365):
        until = timedelta(days=days)
        repeats = [sum(each.at <= life.paid_at + until for each in paid) - 1 for life, paid in customers]
        assert_mean(repeats, expected_repeats(COMPASS_PRODUCT.buying, days), days)


def test_customers_spend_and_bring_what_is_expected_of_their_origin(customers):
    spent, brought = defaultdict(list), defaultdict(list)
    for life, paid in customers:
        country = COMPASS_PRODUCT.countries[life.visitor.country]
        unit = minor_units(country.currency) * country.rate
        spent[life.visitor.origin].append(paid[0].amount_minor / unit)
        until = life.paid_at + timedelta(days=90)
        brought[life.visitor.origin].append(sum(kept(each) for each in paid if each.at <= until) / unit)
    for name, origin in COMPASS_PRODUCT.origins.items():
        assert_mean(spent[name], mean_spend(COMPASS_PRODUCT, origin), name, bias=0.01)
        assert_mean(brought[name], customer_value(COMPASS_PRODUCT, origin, 90), name, bias=0.01)


def kept(purchase):
    is_lost = purchase.dispute is not None and purchase.dispute.outcome == "lost"
    refunded = sum(refund.amount_minor for refund in purchase.refunds)
    return 0 if is_lost else purchase.amount_minor - refunded


def test_clicks_are_caused_by_the_true_shares_of_channels_and_most_are_paid(many):
    clicked = [life for life in many if life.caused_by is not None]
    channels = Counter(COMPASS_PRODUCT.origins[life.caused_by].channel for life in clicked)
    for channel, true in caused_shares(COMPASS_PRODUCT).items():
        assert_share(channels[channel], len(clicked), true, channel)
    paid = sum(life.paid_at is not None for life in clicked)
    assert_share(paid, len(clicked), paying_rate(COMPASS_PRODUCT), "paid")


def test_a_reminder_comes_before_the_click_that_it_causes(many):
    for life in many:
        if life.caused_by is not None and life.caused_by != life.visitor.origin:
            source = COMPASS_PRODUCT.origins[life.caused_by].source
            (click,) = [hit for hit in life.hits if hit.event == "paid_upgrade_clicked"]
            assert click.source == source
            assert click.session_id != life.hits[0].session_id
