"""API weather: what ends is told 90, 30 and 7 days before and when it has ended, with what to do then."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import dagster as dg
import pytest

from assets.sync import ledger
from assets.sync.checks import checks
from assets.sync.ledger import Attempt
from assets.sync.volume import silences
from assets.sync.weather import level, weather
from tests.pond import MORNING, REFRESH, TOKEN, Shore, contracts
from warehouse import credentials
from warehouse.credentials import Credential
from warehouse.resources import Warehouse

__all__ = ["contracts"]
pytestmark = pytest.mark.usefixtures("contracts")
EARLY = datetime(2026, 6, 1)


@pytest.fixture
def shore(home, monkeypatch):
    return Shore(home, monkeypatch)


def attempt(at, stream="posts", rows=1, status="ok", **given) -> Attempt:
    return Attempt(
        business_id="acme", source="pond", account_id="17", stream=stream, status=status, api_version="v2",
        sync_id=f"s{at:%m%d%H}", started_at=at, rows=rows, **given,
    )  # fmt: skip


def land(home, *attempts):
    for one in attempts:
        ledger.land(home, f"{one.sync_id}-{one.stream}", [one], one.started_at)


def found(shore, moment):
    return [(one.what, one.days_left, one.level) for one in weather(shore.configuration, shore.home, moment)]


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (91, None), (90, "info"), (31, "info"), (30, "warn"), (8, "warn"), (7, "urgent"), (1, "urgent"),
        (0, "ended"), (-400, "ended"),
    ],
)  # fmt: skip
def test_levels(days, named):
    assert level(days) == named


def test_far_from_every_end_the_weather_is_fine(shore):
    assert found(shore, EARLY) == []


def test_the_end_of_the_version_in_use_is_told_with_the_setting_that_cures_it(shore):
    ends = date(2027, 1, 10)
    for days, named in ((90, "info"), (30, "warn"), (7, "urgent"), (0, "ended"), (-3, "ended")):
        moment = datetime(2027, 1, 10, 23) - timedelta(days=days)
        (one,) = weather(shore.configuration, shore.home, moment)
        assert (one.what, one.ends_on, one.days_left, one.level) == ("API version v2", ends, days, named)
        assert one.words.startswith("acme/pond 17: the API version v2 end")
    assert "platforms.pond.api_version" in one.words


def test_a_version_that_lasts_longer_is_named(home, monkeypatch):
    shore = Shore(home, monkeypatch, extra="platforms: {pond: {api_version: v1}}\n")
    (one,) = weather(shore.configuration, home, datetime(2026, 10, 20))
    assert (one.what, one.level) == ("API version v1", "warn")
    assert one.words.endswith("set platforms.pond.api_version in almanac.yaml to v2")
    assert "ends on 2026-11-01, in 12 days" in one.words


def store(home, **times):
    configured = Credential(TOKEN, REFRESH)
    credentials.store(home, "pond", "17", configured, replace(configured, **times))


def test_a_token_that_is_renewed_by_itself_is_no_matter_for_a_person_but_its_refresh_token_is(shore, home):
    store(home, expires_at=EARLY + timedelta(hours=2), refresh_expires_at=EARLY + timedelta(days=20))
    (one,) = weather(shore.configuration, home, EARLY)
    assert (one.what, one.days_left, one.level) == ("refresh token", 20, "warn")
    assert "set POND_ACCESS" in one.words


def test_a_token_without_a_refresh_token_ends_for_good(shore, home):
    text = home.config_file.read_text().replace(", refresh_token: env:POND_REFRESH", "")
    home.config_file.write_text(text)
    configuration = Warehouse(root=str(home.root)).configuration()
    land(home, attempt(EARLY - timedelta(days=1), token_expires_at=EARLY + timedelta(days=5)))
    (one,) = weather(configuration, home, EARLY)
    assert (one.what, one.days_left, one.level) == ("token", 5, "urgent")


def test_a_token_that_the_platform_refuses_has_ended_whatever_was_said_before(shore, home):
    store(home, refresh_expires_at=EARLY + timedelta(days=300))
    refused = EARLY - timedelta(days=2)
    land(home, attempt(refused, status="failed", failure="token", reason="revoked"))
    (one,) = weather(shore.configuration, home, EARLY)
    assert (one.what, one.days_left, one.level) == ("token", -2, "ended")
    assert "the platform refuses it" in one.words
    land(home, attempt(EARLY))
    assert found(shore, EARLY) == []


def test_a_secret_that_is_missing_does_not_darken_the_rest(shore, monkeypatch):
    monkeypatch.delenv("POND_ACCESS")
    assert found(shore, datetime(2027, 1, 1)) == [("API version v2", 9, "warn")]


def test_other_platforms_are_left_out_when_one_is_asked_for(shore):
    moment = datetime(2027, 1, 1)
    assert weather(shore.configuration, shore.home, moment, "lake") == []
    assert len(weather(shore.configuration, shore.home, moment, "pond")) == 1


def test_the_nearest_end_comes_first(home, monkeypatch):
    shore = Shore(home, monkeypatch, accounts=2)
    moment = datetime(2027, 1, 1)
    land(home, attempt(moment, status="failed", failure="token"))
    assert [(one.account_id, one.level) for one in weather(shore.configuration, home, moment)] == [
        ("17", "ended"), ("17", "warn"), ("18", "warn")
    ]  # fmt: skip


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_stream_of_days_that_brings_nothing_any_more_went_silent(home):
    land(home, *(attempt(MORNING + DAY * number, "account_days", rows=7) for number in range(3)))
    assert silences(home, "pond") == []
    land(home, attempt(MORNING + DAY * 3, "account_days", rows=0))
    (one,) = silences(home, "pond")
    assert (one.stream, one.since, one.rows) == ("account_days", MORNING + DAY * 3, 21)
    assert "not one row since 2026-10-23 09:00 UTC, 21 rows in the 14 days before" in one.words
    land(home, attempt(MORNING + DAY * 4, "account_days", rows=3))
    assert silences(home, "pond") == []


def test_quiet_hours_of_an_hourly_stream_are_none(home):
    rows = {0: 40}
    land(home, *(attempt(MORNING + HOUR * number, rows=rows.get(number, 0)) for number in range(23)))
    assert silences(home, "pond") == []
    land(home, *(attempt(MORNING + HOUR * number, rows=0) for number in range(23, 26)))
    assert [one.rows for one in silences(home, "pond")] == [40]


def test_a_stream_that_never_brought_anything_or_that_failed_is_another_matter(home):
    land(home, *(attempt(MORNING + DAY * number, rows=0) for number in range(3)))
    land(home, attempt(MORNING, "account_days", rows=9))
    land(home, attempt(MORNING + DAY * 2, "account_days", rows=0, status="failed", failure="network"))
    assert silences(home, "pond") == []


def test_two_weeks_later_silence_is_taken_for_what_it_is(home):
    land(home, attempt(MORNING, "account_days", rows=9))
    land(home, *(attempt(MORNING + DAY * number, "account_days", rows=0) for number in range(1, 17)))
    assert silences(home, "pond") == []


def check(home, name, as_of):
    (wanted,) = [each for each in checks(["pond"]) if name in str(each.check_keys)]

    @dg.asset(key=["pond", "posts"])
    def posts():
        return None

    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [posts, wanted], instance=instance, tags={"almanac/as_of": as_of.isoformat()},
            resources={"warehouse": Warehouse(root=str(home.root))},
        )  # fmt: skip
        (evaluation,) = result.get_asset_check_evaluations()
    return evaluation.passed, evaluation.severity.value, evaluation.metadata["what"].value


def test_the_weather_check_passes_until_thirty_days_before_an_end_and_lists_all(shore, home):
    passed, severity, told = check(home, "api_weather", datetime(2026, 12, 10))
    assert (passed, severity) == (True, "WARN") and "API version v2" in told
    assert check(home, "api_weather", datetime(2026, 12, 11))[0] is False
    assert check(home, "api_weather", EARLY)[2] == "nothing"


def test_the_volume_check_names_the_stream(shore, home):
    land(home, attempt(MORNING, "account_days", rows=9), attempt(MORNING + DAY, "account_days", rows=0))
    passed, severity, told = check(home, "expected_volume", MORNING + DAY)
    assert (passed, severity) == (False, "WARN")
    assert "acme/pond 17 account_days: not one row" in told
