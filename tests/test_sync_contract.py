"""The contracts of the platforms can be read, name every stream that is read, and end where they say."""

from datetime import date, timedelta

import pytest
import yaml
from pydantic import ValidationError

from assets.sync.contract import Contract, contract
from assets.sync.platforms import ALL_STREAMS, prepared

PLATFORMS = list(ALL_STREAMS)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_contract_names_its_platform_its_version_and_every_stream_that_is_read(platform):
    rules = contract(platform)
    assert rules.platform == platform
    assert rules.api_version in rules.versions
    assert set(rules.streams) == {stream.name for stream in ALL_STREAMS[platform]}
    assert rules.base_url.startswith("https://")
    assert rules.read_on >= date(2026, 11, 20)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_version_in_use_has_not_ended_when_the_contract_was_read(platform):
    rules = contract(platform)
    for product in (rules.product(name) for name in (None, *rules.products)):
        ends = rules.ends_on(product.api_version)
        assert ends is None or ends > rules.read_on + timedelta(days=30)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_refresh_rules_go_from_young_and_often_to_old_and_rarely(platform):
    rules = contract(platform)
    for refresh in (rules.refresh, *(product.refresh for product in rules.products.values())):
        ages = [rule.younger_than for rule in refresh]
        pauses = [rule.every for rule in refresh]
        assert ages == sorted(set(ages)) and pauses == sorted(pauses)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_limits_and_prices_are_what_they_can_be(platform):
    rules = contract(platform)
    for calls, seconds in (*rules.windows.values(), *rules.paces.values()):
        assert calls > 0 and seconds > 0
    for stream in rules.streams.values():
        assert stream.every > timedelta() and stream.batch > 0 and stream.calls > 0
        assert stream.usd_per_thing >= 0


def test_every_stream_is_prepared_with_the_ledger_of_syncs():
    keys = [(source, stream) for source, stream, _ in prepared()]
    assert len(keys) == len(set(keys)) == sum(len(each) for each in ALL_STREAMS.values()) + 2
    assert ("sync", "attempts") in keys and ("sync", "refusals") in keys


def test_an_unknown_key_is_an_error():
    told = yaml.safe_load(
        "platform: x\nbase_url: y\napi_version: v\nversions: {}\nread_on: 2026-01-01\nstreams: {}"
    )
    Contract.model_validate(told)
    with pytest.raises(ValidationError, match="sunset"):
        Contract.model_validate({**told, "sunset": 1})
