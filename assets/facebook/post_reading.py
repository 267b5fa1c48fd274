"""How the posts of a Page are found: listed in pieces of time, and read again by id when they are due."""

from datetime import timedelta

from assets.calling.failures import NothingCame
from assets.facebook.client import FacebookClient
from assets.facebook.graph_batch import BATCH
from assets.facebook.post_taking import PostTaking
from assets.sync.coverage import Stretch
from assets.sync.known import KnownPost
from assets.sync.pull import Page, Pull
from assets.sync.refresh import due

PIECE = timedelta(days=90)  # a longer listing may end at a cursor that is too deep
LISTING = "published_posts"


class PostReading:
    """One reading of a Page's posts."""

    def __init__(self, pull: Pull, client: FacebookClient) -> None:
        connection = pull.connection
        self._pull, self._client = pull, client
        self._taking = PostTaking(pull, client)
        self._known = connection.known_posts()
        self._empty: list[Stretch] = []
        self._listed = 0

    async def list_new(self) -> None:
        """Takes what was published in time that has not been listed, the newest first."""
        now = self._pull.connection.now()
        for start, end in self._pull.stretches():
            # The newest piece goes on to the end by the platform's clock, which may be ahead of ours.
            is_open = end >= now
            while end > start:
                piece = Stretch(max(start, end - PIECE), end)
                await self._list(piece, is_open)
                end, is_open = piece.start, False

    async def refresh(self) -> None:
        """Reads again what is due and was not listed."""
        connection = self._pull.connection
        wanted = [
            post
            for post in due(self._known.values(), connection.contract.refresh, connection.now())
            if post.post_id not in self._taking.taken
        ]
        for first in range(0, len(wanted), BATCH):
            await self._taking.take_again(wanted[first : first + BATCH], first // BATCH + 1)

    def judge(self) -> None:
        """Tells what is well from what only looks so: pieces without posts, posts without insights."""
        if self._empty and not self._listed:
            self._pull.remarks.append("no posts were listed")
        for piece in self._empty:
            self._judge_empty(piece)
        self._taking.judge_insights()

    async def _list(self, piece: Stretch, is_open: bool) -> None:
        """Takes the posts of a piece; it counts as listed when it held any and nothing of it is left."""
        left, found = len(self._pull.left), 0
        async for page in self._client.posts(piece.start, None if is_open else piece.end):
            found += len(page.items)
            await self._taking.take(page.items, Page(LISTING, page.page, page.at, piece.start, piece.end))
        self._listed += found
        if not found:
            self._empty.append(piece)
        elif len(self._pull.left) == left:
            self._pull.memory.coverage.add(*piece)

    def _judge_empty(self, piece: Stretch) -> None:
        """A piece without posts counts as listed when others held some and none of its own is there by id."""
        there = [known for known in self._known.values() if self._is_there(known, piece)]
        if there:
            told = f"the listing is empty, and yet {len(there)} of them are there by id"
            what = f"posts from {piece.start:%Y-%m-%d} to {piece.end:%Y-%m-%d}"
            self._pull.leave(what, NothingCame(told))
        elif self._listed:
            self._pull.memory.coverage.add(*piece)

    def _is_there(self, known: KnownPost, piece: Stretch) -> bool:
        at = known.posted_at
        return known.post_id in self._taking.taken and at is not None and piece.start <= at < piece.end
