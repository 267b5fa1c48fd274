"""Reads one Facebook Page from the Graph API. Knows nothing of runs."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from assets.calling.caller import Caller
from assets.facebook.graph_batch import Part, batch
from assets.facebook.graph_reading import Found, insights, pages
from assets.facebook.graph_times import epoch, window
from assets.sync.connection import Connection

BUDGET = "pages"  # all calls of a Page count to one allowance
MOST = 100
PAGE_FIELDS = "id,name,username,link,fan_count,followers_count"
POST_FIELDS = (
    "id,message,created_time,updated_time,permalink_url,status_type,is_published,shares,"
    "reactions.limit(0).summary(total_count).as(reactions_total),"
    "comments.limit(0).summary(total_count).as(comments_total),attachments{media_type,type}"
)
# Not what was written: that stays with the platform.
COMMENT_FIELDS = "id,created_time,from,like_count,parent"


@dataclass(frozen=True)
class FacebookClient:
    """The calls for one Page; all raise CallFailed."""

    caller: Caller
    version: str
    page_id: str

    @classmethod
    def of(cls, connection: Connection) -> "FacebookClient":
        return cls(connection.caller, connection.api_version, connection.account_id)

    async def page(self) -> Found:
        """The Page as it is now, as the one item."""
        answer = await self.caller.get(self._path(), BUDGET, fields=PAGE_FIELDS)
        return Found([answer.body], 1, answer.at)

    def posts(self, since: datetime, until: datetime | None) -> AsyncIterator[Found]:
        """The posts that were published from `since` to `until` and are still there, the newest first."""
        return pages(
            self.caller, self._path("published_posts"), BUDGET, "published_posts", MOST,
            fields=POST_FIELDS, since=epoch(since), until=epoch(until) if until else None,
        )  # fmt: skip

    async def nodes(self, post_ids: Sequence[str]) -> list[Part]:
        """Up to 50 posts by id; a deleted one fails with Gone."""
        return await self._batch([(post_id, {"fields": POST_FIELDS}) for post_id in post_ids])

    async def post_insights(self, wanted: Sequence[tuple[str, Sequence[str]]]) -> list[Part]:
        """The lifetime insights of up to 50 posts, each with its own metrics."""
        return await self._batch(
            [(f"{post_id}/insights", {"metric": ",".join(metrics)}) for post_id, metrics in wanted]
        )

    async def days(self, metrics: Sequence[str], first: date, last: date) -> Found:
        """Insights of the Pacific days from first to last."""
        since, until = window(first, last)
        return await insights(
            self.caller, self._path("insights"), BUDGET, metrics,
            period="day", since=epoch(since), until=epoch(until),
        )  # fmt: skip

    async def comments(self, post_ids: Sequence[str]) -> list[Part]:
        """The first page of comments, replies among them, of up to 50 posts."""
        asked = {"filter": "stream", "fields": COMMENT_FIELDS, "limit": str(MOST)}
        return await self._batch([(f"{post_id}/comments", asked) for post_id in post_ids])

    def more_comments(self, post_id: str, after: str) -> AsyncIterator[Found]:
        """The further pages of one post's comments."""
        path = f"/{self.version}/{post_id}/comments"
        return pages(
            self.caller, path, BUDGET, f"comments of {post_id}", MOST, after=after,
            filter="stream", fields=COMMENT_FIELDS,
        )  # fmt: skip

    async def _batch(self, wanted: Sequence[tuple[str, dict[str, str]]]) -> list[Part]:
        addresses = [f"{self.version}/{path}?{urlencode(params)}" for path, params in wanted]
        return await batch(self.caller, BUDGET, addresses)

    def _path(self, edge: str = "") -> str:
        return f"/{self.version}/{self.page_id}" + (f"/{edge}" if edge else "")
