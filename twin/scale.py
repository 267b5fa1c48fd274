"""Large inboxes for benchmarks and load tests: the demonstration's records in any number, block by block."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from twin import configuration, opportunity_files, post_files
from twin import opportunities as opportunity_simulation
from twin import posts as post_simulation
from twin.files import Record, write_list
from twin.golf import FAIRWAY
from twin.posts import Post
from twin.randomness import generator
from twin.world import Business, Period

BLOCK = 10_000
SEEN_AT = (timedelta(hours=36), timedelta(days=8), timedelta(days=30))


@dataclass(frozen=True)
class Block:
    """A slice of a business's time with its share of the records; only one block is in memory at a time."""

    business: Business
    period: Period
    as_of: datetime
    name: str
    seed: int


def write(
    home: Path,
    as_of: datetime,
    opportunities: int = 10_000,
    posts: int = 10_000,
    businesses: int = 1,
    seed: int = 11,
    days: float = 365,
    name: str = "history",
) -> None:
    """Writes almanac.yaml and the inboxes of like businesses that share the numbers of records.

    Times lie within `days` before `as_of`; a post is observed one to three times. `name` is part of the file
    names: a second call with another name adds files. Raises OccupiedHomeError if the home is somebody's own.
    """
    owners = [replace(FAIRWAY, id=f"load_{each}", name=f"Load {each}") for each in range(1, businesses + 1)]
    configuration.write(home, owners)
    period = Period.before(as_of.replace(microsecond=0), days)
    shares = zip(owners, _parts(opportunities, businesses), _parts(posts, businesses), strict=True)
    for business, business_opportunities, business_posts in shares:
        blocks = list(_blocks(business, period, name, seed, max(business_opportunities, business_posts)))
        numbers = zip(
            _parts(business_opportunities, len(blocks)), _parts(business_posts, len(blocks)), strict=True
        )
        for block, (some_opportunities, some_posts) in zip(blocks, numbers, strict=True):
            _write_opportunities(home / "inbox" / business.id, block, some_opportunities)
            _write_posts(home / "inbox" / business.id, block, some_posts)


def _blocks(business: Business, period: Period, name: str, seed: int, records: int) -> Iterator[Block]:
    number = max(1, -(-records // BLOCK))
    length = (period.end - period.start) / number
    for index in range(number):
        start = period.start + index * length
        part = Period(start.replace(microsecond=0), (start + length).replace(microsecond=0))
        yield Block(business, part, period.end, f"{name}-{index + 1:03}", seed)


def _write_opportunities(folder: Path, block: Block, number: int) -> None:
    rng = generator(block.seed, block.business.id, block.name, "opportunities")
    sources = block.business.sources
    simulated = opportunity_simulation.simulate(block.business, sources, block.period, number, rng)
    records = (opportunity_files.as_exported(each, block.as_of) for each in simulated)
    write_list(folder / f"opportunities-{block.name}.json", records)


def _write_posts(folder: Path, block: Block, number: int) -> None:
    """One file for the first look at every post, one for the second at some of them, one for the third."""
    simulated = _posts(block, number)
    rng = generator(block.seed, block.business.id, block.name, "looks")
    looks = rng.integers(1, len(SEEN_AT) + 1, size=len(simulated)).tolist()
    for look, age in enumerate(SEEN_AT, start=1):
        seen = [post for post, times in zip(simulated, looks, strict=True) if times >= look]
        records = list(_observed(seen, age, look, block.as_of))
        if records:
            write_list(folder / f"social-posts-{block.name}-{look}.json", records)


def _posts(block: Block, number: int) -> list[Post]:
    channels = block.business.channels
    simulated: list[Post] = []
    for channel, part in zip(channels, _parts(number, len(channels)), strict=True):
        rng = generator(block.seed, block.business.id, block.name, channel.platform)
        simulated += post_simulation.simulate(block.business, channel, block.period, part, rng)
    return simulated


def _observed(posts: list[Post], age: timedelta, look: int, as_of: datetime) -> Iterator[Record]:
    latest = as_of - post_files.EXPORTING
    for post in posts:
        if look == 1 or post.posted_at + age <= latest:
            yield post_files.as_exported(post, min(post.posted_at + age, latest))


def _parts(total: int, number: int) -> list[int]:
    return [total // number + (index < total % number) for index in range(number)]
