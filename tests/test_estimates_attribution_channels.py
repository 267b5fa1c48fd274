"""Attribution by channel: every model adds up to the cent, ranges hold all, Markov from 1,000 journeys on."""

import random
from collections import defaultdict

import pyarrow as pa
import pytest

from assets.estimates.attribution_channels import FEWEST_PATHS, SCHEMA, TOUCHES, TRANSITIONS, estimate

MODELS = ("first", "last", "last_non_direct", "linear", "position", "time_decay")
KINDS = {"weight": pa.float64(), "revenue_minor": pa.int64(), "refunded_minor": pa.int64()}


def touch(model, channel, weight, revenue, refunded=0, business="acme"):
    return dict(zip(TOUCHES, (business, model, channel, weight, revenue, refunded, "USD"), strict=True))


def rows(touches, steps=()):
    """The estimate's rows by channel and model."""
    schema = pa.schema([(name, KINDS.get(name, pa.string())) for name in TOUCHES])
    moves = [dict(zip(TRANSITIONS, ("acme", *step), strict=True)) for step in steps]
    kinds = pa.schema([(name, pa.int64() if name == "transitions" else pa.string()) for name in TRANSITIONS])
    found = estimate(pa.Table.from_pylist(touches, schema), pa.Table.from_pylist(moves, kinds))
    assert found.schema.equals(SCHEMA)
    return {(row["business_id"], row["channel"], row["model"]): row for row in found.to_pylist()}


def one_sale(channels=("email", "direct")):
    """A sale of 1.01 that each model gives to one of two channels or to both, and one from nowhere."""
    first, last = channels
    given = {"first": [(first, 1.0, 101)], "last": [(last, 1.0, 101)], "last_non_direct": [(first, 1.0, 101)]}
    halves = [(first, 0.5, 51), (last, 0.5, 50)]
    given |= {model: halves for model in ("linear", "position", "time_decay")}
    shared = [touch(model, *share) for model in MODELS for share in given[model]]
    return shared + [touch(model, "(unattributed)", 1.0, 99, 9) for model in MODELS]


def test_a_channel_is_a_range_over_models_and_the_unknown_has_its_own_row():
    found = rows(one_sale())
    email = found["acme", "email", "linear"]
    assert (email["conversions"], email["revenue_minor"], email["share"]) == (0.5, 51, 0.25)
    assert (email["share_min"], email["share_max"], email["revenue_share"]) == (0, 0.5, 0.255)
    assert found["acme", "email", "last"]["conversions"] == 0
    unknown = found["acme", "(unattributed)", "first"]
    assert (unknown["share_min"], unknown["share_max"], unknown["refunded_minor"]) == (0.5, 0.5, 9)
    assert len(found) == 3 * len(MODELS)


def test_conversions_of_unknown_revenue_are_counted_apart():
    found = rows([touch(model, "email", 1.0, None) for model in MODELS] + one_sale(("email", "referral")))
    email = found["acme", "email", "first"]
    assert (email["conversions"], email["unvalued"], email["revenue_minor"]) == (2, 1, 101)
    alone = rows([touch(model, "email", 1.0, None, None) for model in MODELS])["acme", "email", "first"]
    assert (alone["unvalued"], alone["revenue_minor"], alone["refunded_minor"]) == (1, None, None)
    assert (alone["share"], alone["revenue_share"]) == (1, None)


@pytest.mark.parametrize("journeys", [FEWEST_PATHS - 1, FEWEST_PATHS])
def test_markov_needs_a_thousand_journeys(journeys):
    steps = [("(start)", "email", journeys), ("email", "direct", 1), ("direct", "(conversion)", 1)]
    found = rows(one_sale(), [*steps, ("email", "(null)", journeys - 1)])
    assert (("acme", "email", "markov") in found) == (journeys >= FEWEST_PATHS)
    if journeys >= FEWEST_PATHS:
        # Nobody converts without either, so that both have half; the odd cent is the first's.
        names = ("direct", "email", "(unattributed)")
        assert [found["acme", name, "markov"]["revenue_minor"] for name in names] == [51, 50, 99]


def test_every_model_adds_up_to_the_cent():
    draw = random.Random(3)
    touches, channels = [], ("email", "direct", "referral", "paid search")
    for _ in range(500):
        revenue, cut = draw.choice((None, draw.randrange(10**9))), draw.randrange(1, 10**6)
        for model in MODELS:
            first = None if revenue is None else revenue * cut // 10**6
            rest = None if revenue is None else revenue - first
            touches.append(touch(model, draw.choice(channels), cut / 10**6, first))
            touches.append(touch(model, draw.choice(channels), 1 - cut / 10**6, rest))
    steps = [("(start)", name, 400) for name in channels]
    steps += [(name, "(conversion)", 100 + 50 * place) for place, name in enumerate(channels)]
    steps += [(name, "(null)", 300 - 50 * place) for place, name in enumerate(channels)]
    totals = defaultdict(lambda: [0.0, 0, 0.0, 0.0])
    for (_, _, model), row in rows(touches, steps).items():
        for place, name in enumerate(("conversions", "revenue_minor", "unvalued", "share")):
            totals[model][place] += row[name]
        assert row["share_min"] <= row["share"] <= row["share_max"]
    assert set(totals) == {*MODELS, "markov"}
    expected = totals["first"][1]
    for conversions, revenue, _, share in totals.values():
        assert (conversions, revenue, share) == (pytest.approx(500), expected, pytest.approx(1, abs=1e-5))


def test_businesses_stay_apart_and_without_conversions_there_are_no_rows():
    other = [touch(model, "email", 1.0, 5, business="other") for model in MODELS]
    found = rows([*one_sale(), *other])
    assert found["other", "email", "first"]["share"] == 1
    assert rows([]) == {}
