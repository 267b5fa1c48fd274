"""Posts of TikTok accounts: new ones by listing, known ones by their ids, each once a sync."""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.calling.failures import NothingCame
from assets.calling.paging import Pages
from assets.sync import syncing
from assets.sync.coverage import Stretch
from assets.sync.known import KnownPost
from assets.sync.pull import Page, Pull
from assets.sync.refresh import due
from assets.sync.stream import Stream
from assets.sync.syncing import SyncConfig
from assets.taking import OWNERS
from assets.tiktok import products, records, times
from assets.tiktok.client import MOST, VideoPage
from assets.tiktok.fields import Fields
from warehouse.resources import Warehouse


class Posts:
    """The posts of one account while they are read."""

    def __init__(self, pull: Pull) -> None:
        connection = pull.connection
        is_business = products.is_business(connection.account)
        self._pull, self._client = pull, products.client(connection)
        self._fields = Fields(pull, "business_video" if is_business else "video")
        self._parse = records.business_post if is_business else records.display_post
        self._rules = connection.contract.product(connection.account.product).refresh
        self._taken: set[str] = set()

    async def listed(self, stretch: Stretch, is_newest: bool) -> None:
        """Takes what was published in the stretch, and what shares a page with it."""
        pages = Pages(f"{self._client.listing} of {self._pull.connection.account_id}")
        # Without a cursor comes what is newest by TikTok's clock, which need not be ours.
        cursor = None if is_newest else times.milliseconds(stretch.end) + 1000
        found = 0
        while True:
            page = await self._page(cursor)
            self._take(page, pages.number + 1, stretch)
            found += len(page.videos)
            goes_on = pages.more(page.cursor, len(page.videos))
            if is_newest and not found and not goes_on:
                await self._check_empty()
            cursor = page.cursor
            if cursor is None or cursor <= times.milliseconds(stretch.start):
                break
            if found:
                # Newest first: everything down to the cursor is read, whatever becomes of the rest.
                self._pull.memory.coverage.add(times.at(cursor), stretch.end)
        self._pull.memory.coverage.add(*stretch)

    async def refreshed(self) -> None:
        """Takes the known posts that are due and were not listed, and that some of them are not there."""
        connection = self._pull.connection
        known = connection.known_posts()
        wanted = due(known.values(), self._rules, connection.now())
        wanted = [post for post in wanted if post.post_id not in self._taken]
        for start in range(0, len(wanted), MOST):
            await self._asked_for(wanted[start : start + MOST], start // MOST + 1)

    async def _asked_for(self, posts: Sequence[KnownPost], number: int) -> None:
        ids = [post.post_id for post in posts]
        page = await self._fields.asked(lambda names: self._client.known(names, ids))
        self._take(page, number)
        where = Page(self._client.asking, number, page.at)
        for post in posts:
            if post.post_id not in self._taken:
                self._pull.take(records.missing, post, where, {"id": post.post_id})
                self._taken.add(post.post_id)

    async def _page(self, cursor: int | None) -> VideoPage:
        return await self._fields.asked(lambda names: self._client.page(names, cursor))

    def _take(self, page: VideoPage, number: int, stretch: Stretch | None = None) -> None:
        """Takes the videos that were not taken before: pages may overlap when one is deleted meanwhile."""
        endpoint = self._client.listing if stretch else self._client.asking
        window = (stretch.start, stretch.end) if stretch else (None, None)
        for item in page.videos:
            post_id = item.get(self._client.always[0]) if isinstance(item, dict) else None
            if str(post_id) in self._taken:
                continue
            self._taken |= {str(post_id)} if post_id else set()
            post = self._pull.take(self._parse, item, Page(endpoint, number, page.at, *window))
            self._pull.saw(post.posted_at if isinstance(post, records.TikTokPost) else None)

    async def _check_empty(self) -> None:
        """Raises NothingCame where the account does not say that it has no videos: its list came empty."""
        counted = self._client.counted
        number = (await self._client.profile([counted])).item.get(counted)
        if number != 0:
            told = "does not say how many it has" if number is None else f"says that it has {number:,}"
            raise NothingCame(f"{self._client.listing} gives no videos, and the account {told}")


async def read(pull: Pull) -> None:
    """Lists what has not been listed, newest first, then reads the known posts that are due."""
    posts = Posts(pull)
    for number, stretch in enumerate(pull.stretches()):
        await posts.listed(stretch, is_newest=number == 0)
    await posts.refreshed()


STREAM = Stream("tiktok", "posts", records.TikTokPost, read, products.manners)


@dg.asset(key_prefix="tiktok", group_name="tiktok", owners=OWNERS, kinds=syncing.KINDS)
def posts(
    context: dg.AssetExecutionContext, warehouse: Warehouse, config: SyncConfig
) -> Iterator[dg.MaterializeResult]:
    """One row per post and sync: lifetime counters as seen, or that the post was not there any more.

    A rerun adds an observation.
    """
    yield from syncing.sync(context, warehouse, STREAM, config)
