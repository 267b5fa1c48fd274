"""Ten thousand posts over fifteen accounts: as fast as the rate limits allow, in memory that stays flat."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

import pytest

from assets.sync.ledger import Attempt
from tests.simulated import Simulated
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.tiktok import TikTokFake
from twin.fakes.x import XFake
from twin.golf import FAIRWAY
from twin.social import SocialWorld
from twin.social_world import everywhere, social_world
from warehouse.home import Home

pytestmark = pytest.mark.slow
START, NOW = datetime(2026, 6, 1), datetime(2026, 9, 1, 12, 0)
WEEKS = (NOW - START) / timedelta(weeks=1)
POSTS = {"x": 700, "linkedin": 300, "facebook": 500, "instagram": 450, "tiktok": 1400}
X_CALLS, TIKTOK_CALLS = 3, 40
AT_BEST = 1.3


def dense(share: float = 1.0) -> SocialWorld:
    """Three accounts on each platform, with so many posts each; `share` of them for comparison."""
    business = everywhere(FAIRWAY)
    channels = tuple(
        replace(channel, posts_per_week=share * POSTS[channel.platform] / WEEKS)
        for channel in business.channels
    )
    return social_world(9, START, (replace(business, channels=channels),), accounts_each=3)


def synced(
    home: Home, world: SocialWorld, patch: pytest.MonkeyPatch
) -> tuple[Simulated, dict[str, timedelta]]:
    """One first sync of every platform on its own, under tight limits, and how long each took."""
    simulated, took = Simulated(home, world, Clock(), patch), {}
    simulated.fakes["x"] = XFake(world, simulated.clock, limits={"timeline": (None, X_CALLS)})
    simulated.fakes["tiktok"] = TikTokFake(world, simulated.clock, business_per_minute=TIKTOK_CALLS)
    for platform in simulated.fakes:

        async def work(now: Callable[[], datetime], platform: str = platform) -> list[Attempt]:
            simulated.clock.follow(now)
            return await simulated.sync([platform])

        attempts, took[platform] = virtually(NOW, work)
        assert {attempt.status for attempt in attempts} == {"ok"}, [one.reason for one in attempts]
    return simulated, took


def test_ten_thousand_posts_come_as_fast_as_the_limits_allow(tmp_path: Path, monkeypatch) -> None:
    simulated, took = synced(Home(tmp_path / "home"), dense(), monkeypatch)
    landed = sum(len(simulated.rows(name, "posts", "post_id")) for name in simulated.fakes)
    assert landed >= 9_500
    for platform in simulated.fakes:
        for account in simulated.world.of(platform):
            seen = {row[0] for row in simulated.rows(platform, "posts", "post_id")}
            posts = account.posts(NOW)
            # TikTok pages by the second: what shares one across the end of a page, nobody can list.
            alone = Counter(post.posted_at for post in posts)
            assert {post.id for post in posts if alone[post.posted_at] == 1} <= seen
    timelines = Counter(
        path for _, path, status in simulated.fakes["x"].log if path.endswith("/tweets") and status == 200
    )
    fewest = timedelta(minutes=15) * (ceil(max(timelines.values()) / X_CALLS) - 1)
    assert fewest > timedelta(minutes=15)
    assert took["x"] <= AT_BEST * fewest
    videos = sum("video/list" in path for _, path, _ in simulated.fakes["tiktok"].log) / 3
    assert took["tiktok"] <= AT_BEST * timedelta(minutes=1) * (ceil(videos / TIKTOK_CALLS) - 1)
    for platform in ("linkedin", "facebook", "instagram"):
        assert took[platform] < timedelta(minutes=1), "nothing holds it up, and it waits"


def test_memory_does_not_grow_with_the_posts(tmp_path: Path) -> None:
    few, many = (peak(tmp_path / name, share) for name, share in (("few", 0.1), ("many", 1.0)))
    assert many - few < 60_000_000, (few, many)


def peak(root: Path, share: float) -> int:
    """Most bytes of memory of a process of its own that makes one first sync."""
    code = f"""
import pytest, resource
from pathlib import Path
from tests.test_platforms_scale import dense, synced
from warehouse.home import Home
with pytest.MonkeyPatch.context() as patch:
    synced(Home(Path({str(root)!r})), dense({share}), patch)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[1]
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return int(ran.stdout.splitlines()[-1])
