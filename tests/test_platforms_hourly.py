"""Thirty simulated days, read hour by hour: the marts are those of what the answer key says was there."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.config import records
from assets.config.snapshots import land as land_configuration
from assets.sync.compacting import compact
from assets.sync.contract import contract
from assets.sync.platforms import prepared
from benchmarks.bare_sql import build, statements
from benchmarks.raw_layer import prepare
from tests.simulated import FAKES, Simulated
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.expected import METRICS, expected_metrics
from twin.golf import FAIRWAY
from twin.social import SocialPost
from twin.social_world import busy_world
from warehouse import landing
from warehouse.home import Home

pytestmark = pytest.mark.slow
START, DAYS = datetime(2026, 8, 1), 30
FIRST = datetime(2026, 9, 10, 0, 20)
LAST = FIRST + timedelta(days=DAYS)
# X shows private figures for 30 days; asking for them on the last of these would lose whole posts.
ASKED_ON_X = timedelta(days=29)
COMPARED = ("fct_post_observations", "fct_post_days", "post_performance", "engagement_days", "dim_posts")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    """One account on each platform, asked every hour what is due, its small files put together every day."""
    world = busy_world(seed=5, start=START, businesses=(FAIRWAY,), accounts_each=1)
    with pytest.MonkeyPatch.context() as patch:
        home = Home(tmp_path_factory.mktemp("hourly") / "home")
        simulated = Simulated(home, world, Clock(), patch)

        async def work(now: Callable[[], datetime]) -> None:
            simulated.clock.follow(now)
            for hour in range(DAYS * 24):
                await asyncio.sleep((FIRST + timedelta(hours=hour) - now()).total_seconds())
                for attempt in await simulated.sync(only_due=True):
                    assert attempt.status == "ok", (attempt.source, attempt.stream, attempt.reason)
                if hour % 24 == 0:
                    for source, stream, _ in prepared():
                        compact(home, source, stream, now())

        virtually(FIRST - timedelta(minutes=1), work)
        yield simulated


def told(simulated: Simulated, home: Home) -> None:
    """The same raw layer with every metric replaced by what the answer key says for that post and moment."""
    shutil.copytree(simulated.home.raw, home.raw, dirs_exist_ok=True)
    for platform in FAKES:
        account = simulated.account(platform)
        for path in landing.folder(home, platform, "posts").glob("observed_on=*/*.parquet"):
            table = pq.read_table(path)
            rows = [_as_it_was(account, row) for row in table.to_pylist()]
            pq.write_table(pa.Table.from_pylist(rows, table.schema), path)


def _as_it_was(account: Any, row: dict[str, Any]) -> dict[str, Any]:
    if row["is_missing"]:
        assert account.find(row["post_id"], row["observed_at"]) is None, "said to be missing, and was there"
        return row
    shown = expected_metrics(account, row["post_id"], row["observed_at"])
    if account.profile.platform == "x" and row["observed_at"] - row["posted_at"] > ASKED_ON_X:
        shown["clicks"] = None
    return {**row, **{name: shown[name] for name in METRICS}}


def built(home: Home, simulated: Simulated, path: Path) -> None:
    prepare(home.root)
    (home.root / "almanac.yaml").write_text(simulated.home.config_file.read_text())
    for stream, record, rows in (
        ("businesses", records.ConfiguredBusiness, records.businesses(simulated.configuration)),
        ("accounts", records.ConfiguredAccount, records.accounts(simulated.configuration)),
    ):
        land_configuration(home, stream, record, list(rows), FIRST)
    with duckdb.connect(str(path)) as connection:
        build(connection, statements(), home.root, LAST)


def test_the_marts_are_those_of_the_answer_key(lived: Simulated, tmp_path: Path) -> None:
    key = Home(tmp_path / "key")
    key.create()
    told(lived, key)
    built(lived.home, lived, tmp_path / "seen.duckdb")
    built(key, lived, tmp_path / "told.duckdb")
    with duckdb.connect() as connection:
        for name in ("seen", "told"):
            connection.execute(f"attach '{tmp_path / name}.duckdb' as {name} (read_only)")
        for mart in COMPARED:
            assert connection.execute(f"select count(*) > 0 from seen.marts.{mart}").fetchone() == (True,)
            for one, other in (("seen", "told"), ("told", "seen")):
                asked = f"from {one}.marts.{mart} except all from {other}.marts.{mart}"
                differing = connection.execute(asked).fetchall()
                assert differing == [], (mart, len(differing), differing[:3])


@pytest.mark.parametrize("platform", FAKES)
def test_every_post_was_looked_at_as_often_as_its_age_asks_for(lived: Simulated, platform: str) -> None:
    account, rules = lived.account(platform), contract(platform)
    seen: dict[str, list[datetime]] = {}
    for post_id, observed_at in lived.rows(platform, "posts", "post_id, observed_at"):
        seen.setdefault(post_id, []).append(observed_at)
    for post in account.posts(LAST - timedelta(days=1)):
        moments = [moment for moment in seen.get(post.id, []) if moment <= LAST]
        assert moments, f"{post.id} was never seen"
        for before, after in zip([max(FIRST, post.posted_at), *moments], [*moments, LAST], strict=True):
            assert after - before <= longest(post, before, rules) + timedelta(hours=1, minutes=30), (
                post.id, post.posted_at, before, after,
            )  # fmt: skip


def longest(post: SocialPost, moment: datetime, rules: Any) -> timedelta:
    """How long after that moment the next look comes at the latest: the first turn of the stream at which the
    rule of the post's age asks for it, and one turn more. A rule may begin an hour early."""
    every: timedelta = rules.streams["posts"].every
    for turn in range(1, 24 * 400):
        gap = turn * every
        age = moment + gap - post.posted_at + timedelta(hours=1)
        rule = next((rule for rule in rules.refresh if age < rule.younger_than), None)
        if rule is not None and gap >= rule.every:
            return gap + every
    return timedelta(days=10_000)
