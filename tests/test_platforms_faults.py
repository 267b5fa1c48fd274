"""All platforms with three accounts each, every fault alone and in pairs: nothing is lost or doubled, the
other accounts are unaffected, the reason is told, and the next sync closes the gap."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, NamedTuple

import pytest

from assets.sync.contract import contract
from assets.sync.ledger import Attempt
from tests.simulated import FAKES, Simulated, searched
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.faults import NAMES
from twin.golf import FAIRWAY
from twin.social import SocialWorld
from twin.social_world import busy_world
from warehouse.credentials import path
from warehouse.home import Home

START = datetime(2026, 9, 1)
FIRST, SECOND = datetime(2026, 10, 20, 9, 0), datetime(2026, 10, 21, 10, 0)
DAYS_BACK = 14
DETAILS: dict[str, dict[str, Any]] = {
    "slow": {"seconds": 45.0},
    "clock_skew": {"seconds": 600.0},
    "retired_metric": {},
}
# What a platform does not have, it cannot get wrong: only Meta names metrics in its calls.
RETIRES_METRICS = {"facebook": "post_clicks", "instagram": "saved"}
HARMLESS = {"clock_skew"}


class Lived(NamedTuple):
    """Two syncs, a day apart, the first with faults: what each told, and what has landed."""

    during: list[Attempt]
    after: list[Attempt]
    posts: dict[str, list[tuple[Any, ...]]]
    days: dict[str, list[tuple[Any, ...]]]
    simulated: Simulated


@pytest.fixture(scope="module")
def world() -> SocialWorld:
    return busy_world(seed=3, start=START, businesses=(FAIRWAY,), accounts_each=3)


@pytest.fixture(scope="module")
def lived(world: SocialWorld, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Lived]:
    """Reads the three accounts of each platform twice; the first account has the faults the first time."""

    def live(*faults: str) -> Lived:
        with pytest.MonkeyPatch.context() as patch:
            home = Home(tmp_path_factory.mktemp("faults") / "home")
            return _live(home, world, patch, faults)

    return live


def _live(home: Home, world: SocialWorld, patch: pytest.MonkeyPatch, faults: tuple[str, ...]) -> Lived:
    clock = Clock()
    simulated = Simulated(home, world, clock, patch, days_back=DAYS_BACK)
    for platform, fake in simulated.fakes.items():
        for name in faults:
            details = dict(DETAILS.get(name, {}))
            if name == "retired_metric":
                if platform not in RETIRES_METRICS:
                    continue
                details = {"metric": RETIRES_METRICS[platform]}
            fake.faults.switch_on(name, simulated.account(platform).profile.account_id, **details)
    during = _synced(simulated, FIRST)
    for fake in simulated.fakes.values():
        fake.faults.switch_off()
    after = _synced(simulated, SECOND)
    posts = {
        name: simulated.rows(name, "posts", "account_id, post_id, observed_at, is_missing") for name in FAKES
    }
    days = {
        name: simulated.rows(name, "account_days", "account_id, day, day_boundary, observed_at")
        for name in FAKES
        if "account_days" in contract(name).streams
    }
    return Lived(during, after, posts, days, simulated)


def _synced(simulated: Simulated, at: datetime) -> list[Attempt]:
    async def work(now: Callable[[], datetime]) -> list[Attempt]:
        simulated.clock.follow(now)
        return await simulated.sync()

    return virtually(at, work)[0]


@pytest.fixture(scope="module")
def calm(lived: Callable[..., Lived]) -> Lived:
    """The same two syncs without any fault."""
    return lived()


def test_without_faults_everything_is_read(calm: Lived) -> None:
    assert {attempt.status for attempt in [*calm.during, *calm.after]} == {"ok"}, [
        (one.source, one.stream, one.reason) for one in [*calm.during, *calm.after] if one.status != "ok"
    ]
    assert_whole(calm)


def assert_whole(lived: Lived) -> None:
    """Every post that a platform shows has been seen, every day is there, and nothing is there twice."""
    for platform, rows in lived.posts.items():
        assert len({row[:3] for row in rows}) == len(rows), f"{platform}: an observation twice"
        for account in lived.simulated.world.of(platform):
            shown = {
                post.id
                for post in account.posts(SECOND)
                if post.posted_at > FIRST - timedelta(days=DAYS_BACK - 1) and post.posted_at <= SECOND
            }
            seen = {row[1] for row in rows if row[0] == account.profile.account_id and not row[3]}
            assert shown - seen == set(), f"{platform} {account.profile.account_id}: lost"
    for platform, rows in lived.days.items():
        assert len(set(rows)) == len(rows), f"{platform}: an account day twice"


def assert_others_are_unaffected(found: Lived, calm: Lived) -> None:
    for platform in FAKES:
        first = found.simulated.account(platform).profile.account_id
        for stream in ("posts", "days"):
            rows, usual = getattr(found, stream).get(platform, []), getattr(calm, stream).get(platform, [])
            assert moved(rows, first) == moved(usual, first), f"{platform} {stream}"


def moved(rows: list[tuple[Any, ...]], but: str) -> set[tuple[Any, ...]]:
    """The rows of all accounts but one, without the moment: pauses of one move the clock of all."""
    return {
        (*row[:2], *(part for part in row[2:] if not isinstance(part, datetime)))
        for row in rows
        if row[0] != but
    }


def assert_told(found: Lived, faults: tuple[str, ...]) -> None:
    """Who was hit says so in the ledger; the accounts beside it say that all is well."""
    for attempt in found.during:
        if attempt.account_id != found.simulated.account(attempt.source).profile.account_id:
            assert attempt.status == "ok", (attempt.source, attempt.stream, attempt.reason)
    for platform in FAKES:
        first = found.simulated.account(platform).profile.account_id
        hit = [one for one in found.during if (one.source, one.account_id) == (platform, first)]
        if any(tells(name, platform) for name in faults):
            said = [one.reason or one.remarks or one.dead_metrics for one in hit]
            renewed = "expired_token" in faults and path(found.simulated.home, platform, first).is_file()
            assert any(said) or renewed, f"{platform}: nobody says what happened under {faults}"


def tells(fault: str, platform: str) -> bool:
    """Whether the fault is one that this platform can have, and that cannot pass unnoticed."""
    if fault == "retired_metric":
        return platform in RETIRES_METRICS
    if fault == "retired_version":
        return platform in ("linkedin", "facebook", "instagram")
    # A cursor can only be repeated where there is a second page.
    return fault not in {"repeated_cursor", *HARMLESS}


@pytest.mark.parametrize("fault", NAMES)
def test_a_fault_hits_one_account_is_told_and_made_good(
    lived: Callable[..., Lived], calm: Lived, fault: str
) -> None:
    found = lived(fault)
    assert_told(found, (fault,))
    assert_others_are_unaffected(found, calm)
    assert_whole(found)
    assert {one.status for one in found.after} == {"ok"}, [
        (one.source, one.stream, one.reason) for one in found.after if one.status != "ok"
    ]
    if fault != "retired_metric":
        assert_days_are_closed(found, calm)


def assert_days_are_closed(found: Lived, calm: Lived) -> None:
    """After the second sync the days that were asked for are there as without the fault."""
    first = SECOND.date() - timedelta(days=DAYS_BACK - 1)
    for platform, rows in found.days.items():
        usual = {row[:3] for row in calm.days[platform] if row[1] >= first}
        assert {row[:3] for row in rows if row[1] >= first} == usual, platform


@pytest.mark.slow
@pytest.mark.parametrize("faults", list(combinations(NAMES, 2)), ids="+".join)
def test_two_faults_at_once_lose_and_double_nothing(
    lived: Callable[..., Lived], calm: Lived, faults: tuple[str, str]
) -> None:
    found = lived(*faults)
    assert_told(found, faults)
    assert_others_are_unaffected(found, calm)
    assert_whole(found)
    if "retired_metric" not in faults:
        assert_days_are_closed(found, calm)


def test_no_token_is_anywhere_after_a_sync_in_which_everything_went_wrong(
    lived: Callable[..., Lived],
) -> None:
    found = lived("expired_token", "server_errors", "truncated_body")
    planted = [f"twin-{platform}-" for platform in FAKES]
    elsewhere = [
        place
        for place in searched(found.simulated.home.root, planted)
        if not place.startswith("credentials/")
    ]
    assert elsewhere == []
