"""The posts of one page while they are read: which are wanted, and what their statistics say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from assets.linkedin import records, values
from assets.linkedin.client import LISTS, SHARES, LinkedInClient
from assets.linkedin.history import counted_posts
from assets.linkedin.listing import Listed, urn_of
from assets.linkedin.records import LinkedInPost
from assets.linkedin.values import kind_of
from assets.sync import refresh
from assets.sync.known import KnownPost
from assets.sync.pull import Page, Pull
from warehouse.refusals import Refusal

UNPUBLISHED = {"DRAFT", "PUBLISH_REQUESTED", "PUBLISH_FAILED"}


class Noted(NamedTuple):
    """A post as listed, and on which page."""

    item: Any
    page: int


@dataclass
class Reading:
    """The posts of one page while they are read, with what was known of them before."""

    pull: Pull
    client: LinkedInClient
    known: dict[str, KnownPost]
    due: dict[str, KnownPost]
    counted: set[str]
    wanted_from: datetime
    seen: set[str] = field(default_factory=set)
    noted: list[Noted] = field(default_factory=list)
    statistics: list[dict[str, Any]] = field(default_factory=list)
    without: int = 0

    @classmethod
    def of(cls, pull: Pull) -> "Reading":
        """A reading that begins, with what raw knows of the page's posts."""
        connection = pull.connection
        known = connection.known_posts()
        due = refresh.due(known.values(), connection.contract.refresh, connection.now())
        return cls(
            pull,
            LinkedInClient.of(connection),
            known,
            {post.post_id: post for post in due},
            counted_posts(connection),
            connection.wanted_from(pull.stream),
        )

    def note(self, page: Listed) -> None:
        """Notes which posts of a page are to be read."""
        self.seen |= {urn for item in page.items if (urn := urn_of(item))}
        self.noted += [Noted(item, page.number) for item in page.items if self.wants(item)]

    def wants(self, item: Any) -> bool:
        """Whether a listed post is read now: new, due, or missed and back."""
        urn = urn_of(item)
        if urn is None:
            return True
        if item.get("lifecycleState") in UNPUBLISHED:
            return False
        if post := self.known.get(urn):
            return urn in self.due or post.misses > 0
        try:
            return values.published_at(item) >= self.wanted_from
        except (Refusal, KeyError):
            return True

    async def observe(self, listed: Iterable[Noted]) -> None:
        """Lands posts with their statistics: new ones first, then those whose last observation is the oldest.

        So a ceiling of calls that is too low for all of them passes over nobody for long.
        """
        size = self.pull.connection.contract.streams[self.pull.stream].batch
        waiting: dict[str | None, list[Noted]] = {kind: [] for kind in LISTS}
        for each in sorted(listed, key=self._turn):
            batch = waiting.get(kind := kind_of(urn_of(each.item)))
            if kind is None or batch is None:
                self._take(each, None, "posts", self.pull.connection.now())
                continue
            batch.append(each)
            if len(batch) == size:
                await self._ask(kind, batch)
                batch.clear()
        for kind in LISTS:
            if waiting[kind]:
                await self._ask(kind, waiting[kind])

    async def _ask(self, kind: str, batch: Sequence[Noted]) -> None:
        """A post that never had statistics has had no activity; one that had some cannot lose them."""
        told = await self.client.post_statistics(kind, [each.item["id"] for each in batch])
        found = {each[kind]: each for each in told.elements if isinstance(each, dict) and kind in each}
        counts = [each.get("totalShareStatistics") for each in found.values()]
        self.statistics += [each for each in counts if isinstance(each, dict)]
        for each in batch:
            urn = each.item["id"]
            if urn in self.counted and urn not in found:
                self.without += 1
            else:
                self._take(each, found.get(urn), SHARES, told.at)

    def _take(self, each: Noted, statistics: Any, endpoint: str, at: datetime) -> None:
        item = {"post": each.item, "statistics": statistics}
        record = self.pull.take(records.post, item, Page(endpoint, each.page, at))
        self.pull.saw(record.posted_at if isinstance(record, LinkedInPost) else None)

    def _turn(self, each: Noted) -> tuple[bool, datetime]:
        known = self.known.get(urn_of(each.item) or "")
        return (True, known.last_observed) if known else (False, self.wanted_from)
