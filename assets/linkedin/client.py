"""LinkedIn's resources as one page calls them, with query strings by hand: only URNs are encoded in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from assets.calling.answers import Answer
from assets.calling.caller import Caller
from assets.calling.failures import BadRequest
from assets.sync.connection import Connection
from warehouse.refusals import kind

SHARES = "organizationalEntityShareStatistics"
FOLLOWERS = "organizationalEntityFollowerStatistics"
LISTS = {"share": "shares", "ugcPost": "ugcPosts"}  # the kind of a post's URN, and the parameter for it
EPOCH = date(1970, 1, 1)
PAGE_OF_STATISTICS = 10


class Told(NamedTuple):
    """Elements of an answer, and when they came."""

    elements: list[Any]
    at: datetime


@dataclass(frozen=True)
class LinkedInClient:
    """The calls for one page; `organization` is its URN. All raise CallFailed."""

    caller: Caller
    organization: str

    @classmethod
    def of(cls, connection: Connection) -> "LinkedInClient":
        """For an account that is configured by its number or by its URN."""
        number = connection.account_id.rpartition(":")[2]
        return cls(connection.caller, f"urn:li:organization:{number}")

    async def posts(self, start: int, count: int) -> Told:
        """A stretch of the page's posts, the ones that were created last first."""
        query = f"q=author&author={encoded(self.organization)}&sortBy=CREATED&start={start}&count={count}"
        return _told("posts", await self.caller.call("GET", "/rest/posts", "posts", query=query))

    async def post(self, urn: str) -> Told:
        """One post; raises Gone for a deleted one."""
        answer = await self.caller.call("GET", f"/rest/posts/{encoded(urn)}", "posts")
        return Told([answer.body], answer.at)

    async def post_statistics(self, kind_of_urn: str, urns: Sequence[str]) -> Told:
        """Lifetime statistics of posts of one kind; posts without activity are not among them."""
        listed = ",".join(encoded(urn) for urn in urns)
        return await self._gathered(SHARES, f"{LISTS[kind_of_urn]}=List({listed})", len(urns))

    async def whole_life(self) -> Told:
        """What all posts of the page have come to: one element."""
        return await self._gathered(SHARES, "", 1)

    async def share_days(self, first: date, last: date) -> Told:
        """What the posts of the page, deleted ones too, came to on each UTC day."""
        return await self._gathered(SHARES, interval(first, last), (last - first).days + 1)

    async def gain_days(self, first: date, last: date) -> Told:
        """How many followers came, less those who went, on each UTC day."""
        return await self._gathered(FOLLOWERS, interval(first, last), (last - first).days + 1)

    async def facets(self) -> Told:
        """Followers by facet, now: one element."""
        return await self._gathered(FOLLOWERS, "", 1)

    async def size(self) -> Told:
        """How many follow the page now: one element."""
        path = f"/rest/networkSizes/{encoded(self.organization)}"
        query = "edgeType=COMPANY_FOLLOWED_BY_MEMBER"
        answer = await self.caller.call("GET", path, "networkSizes", query=query)
        return Told([answer.body], answer.at)

    async def page(self) -> Told:
        """How the page is called: one element."""
        path = f"/rest/organizations/{self.organization.rpartition(':')[2]}"
        answer = await self.caller.call("GET", path, "organizations")
        return Told([answer.body], answer.at)

    async def _gathered(self, resource: str, wanted: str, most: int) -> Told:
        """All elements of a finder of statistics, of which there are `most` at most.

        Nobody says whether it pages; a full page that holds less than everything is followed by another call.
        """
        query = f"q=organizationalEntity&organizationalEntity={encoded(self.organization)}"
        query += f"&{wanted}" if wanted else ""
        found: list[Any] = []
        while True:
            more = f"&start={len(found)}" if found else ""
            answer = await self.caller.call("GET", f"/rest/{resource}", resource, query=query + more)
            elements = _told(resource, answer).elements
            found += elements
            if len(elements) != _page_size(answer.body) or len(found) >= most:
                return Told(found, answer.at)


def encoded(urn: str) -> str:
    """A URN as it stands in paths and queries."""
    return quote(urn, safe="")


def interval(first: date, last: date) -> str:
    """The parameter for each of the UTC days from `first` to `last`; its end is not included."""
    start, end = ((day - EPOCH) // timedelta(milliseconds=1) for day in (first, last + timedelta(days=1)))
    return f"timeIntervals=(timeRange:(start:{start},end:{end}),timeGranularityType:DAY)"


def _told(resource: str, answer: Answer) -> Told:
    elements = answer.body.get("elements") if isinstance(answer.body, dict) else None
    if not isinstance(elements, list):
        raise BadRequest(f"{resource}: expected a list of elements, got {kind(elements)}")
    return Told(elements, answer.at)


def _page_size(body: dict[str, Any]) -> int:
    paging = body.get("paging")
    size = paging.get("count") if isinstance(paging, dict) else None
    return size if isinstance(size, int) and size > 0 else PAGE_OF_STATISTICS
