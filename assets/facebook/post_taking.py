"""How posts of a Page land: each once in a sync, with its insights; or as missing, when it is gone."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from assets.calling.failures import Gone, NothingCame
from assets.facebook import records
from assets.facebook.client import FacebookClient
from assets.facebook.graph_batch import BATCH
from assets.facebook.graph_reading import NO_INSIGHTS
from assets.facebook.post_metrics import PostMetrics
from assets.sync.known import KnownPost
from assets.sync.pull import NO_ITEM, Page, Pull

NODE = "post"


class PostTaking:
    """The posts that one sync takes; `taken` are their ids."""

    def __init__(self, pull: Pull, client: FacebookClient) -> None:
        self._pull, self._client = pull, client
        self._metrics = PostMetrics(pull, client)
        self.taken: set[str] = set()

    async def take(self, listed: Iterable[Any], page: Page) -> None:
        """Takes posts with their insights; one whose insights did not come is left for the next time."""
        named = [(self._id_of(item, page), item) for item in listed]
        fresh = [*{post_id: item for post_id, item in named if post_id and post_id not in self.taken}.items()]
        for first in range(0, len(fresh), BATCH):
            await self._take(dict(fresh[first : first + BATCH]), page)

    async def take_again(self, known: Sequence[KnownPost], number: int) -> None:
        """Reads up to 50 posts by id; what is not there any more lands as missing."""
        alive = []
        for post, part in zip(known, await self._client.nodes([each.post_id for each in known]), strict=True):
            page = Page(NODE, number, part.at)
            if part.failure is None:
                alive.append(part.body)
            elif isinstance(part.failure, Gone):
                self._pull.take(records.missing, post, page, part.body)
            else:
                self._pull.leave(f"post {post.post_id}", part.failure)
        if alive:
            await self.take(alive, page)

    def judge_insights(self) -> None:
        """Leaves the insights for the next time where there were none for any post."""
        if self._metrics.asked and not self._metrics.given:
            silent = NothingCame(NO_INSIGHTS.format(f"for all {self._metrics.asked} posts"))
            self._pull.leave("insights of posts", self._metrics.forbidden or silent)

    async def _take(self, posts: dict[str, Any], page: Page) -> None:
        kinds = {post_id: records.content_type(item) for post_id, item in posts.items()}
        counted = await self._metrics.of(kinds)
        for post_id, item in posts.items():
            failure = counted.failed.get(post_id)
            if failure is None:
                self._land(post_id, item, counted.values[post_id], page)
            elif not isinstance(failure, Gone):  # what went away meanwhile is found missing the next time
                self._pull.leave(f"insights of post {post_id}", failure)

    def _land(self, post_id: str, item: Any, insights: dict[str, Any], page: Page) -> None:
        self.taken.add(post_id)
        record = records.post(item, {})
        payload = {**item, "insights": insights}
        if self._pull.take(partial(records.post, insights=insights), item, page, payload):
            self._pull.saw(record.posted_at)

    def _id_of(self, item: Any, page: Page) -> str | None:
        """The id of the post; None for an item that is none, which is refused."""
        try:
            return records.post(item, {}).post_id
        except NO_ITEM:
            self._pull.take(partial(records.post, insights={}), item, page)
            return None
