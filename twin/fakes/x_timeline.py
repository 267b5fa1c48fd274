"""Pages of a timeline: which entries, how deep X goes, pages that are short or empty and still go on."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from twin.fakes import x_posts
from twin.fakes.x_parameters import ID, Parameters
from twin.fakes.x_posts import Shown
from twin.fakes.x_problems import Refused

DEPTH, DEPTH_WITHOUT_REPLIES = 3_200, 800
PRIVATE_FOR = timedelta(days=30)
EMPTY_PAGE = 1  # the number of the page that is empty, where another one follows


@dataclass(frozen=True)
class Asked:
    """What one call wants of a timeline."""

    size: int
    exclude: list[str]
    start: datetime | None
    end: datetime | None
    since: int
    until: int | None
    token: str | None

    @classmethod
    def of(cls, given: Parameters) -> "Asked":
        """Raises Refused."""
        until = given.matching("until_id", ID)
        return cls(
            size=given.number("max_results", 5, 100, 10),
            exclude=given.listed("exclude"),
            start=given.moment("start_time"),
            end=given.moment("end_time"),
            since=int(given.matching("since_id", ID) or 0),
            until=int(until) if until else None,
            token=given.text("pagination_token"),
        )

    def holds(self, entry: Shown) -> bool:
        """Whether the entry is in the window asked for."""
        number = int(entry.id)
        inside = number > self.since and (self.until is None or number < self.until)
        return (
            inside
            and (self.start is None or entry.at >= self.start)
            and (self.end is None or entry.at < self.end)
        )


def page(
    entries: list[Shown], asked: Asked, now: datetime, with_private: bool
) -> tuple[list[Shown], dict[str, Any]]:
    """The entries of one page and its `meta`; entries that are left out leave their places empty."""
    anchor, number = _read(asked.token)
    entries = entries[: DEPTH_WITHOUT_REPLIES if "replies" in asked.exclude else DEPTH]
    if with_private:  # X says nothing about what it leaves out here
        entries = [entry for entry in entries if entry.at >= now - PRIVATE_FOR]
    wanted = [entry for entry in entries if asked.holds(entry) and (anchor is None or int(entry.id) < anchor)]
    if number == EMPTY_PAGE and wanted:
        return [], {"result_count": 0, "next_token": _token(int(wanted[0].id) + 1, number + 1)}
    places, rest = wanted[: asked.size], wanted[asked.size :]
    shown = [entry for entry in places if not (entry.is_repost and "retweets" in asked.exclude)]
    meta: dict[str, Any] = {"result_count": len(shown)}
    if shown:
        meta |= {"newest_id": shown[0].id, "oldest_id": shown[-1].id}
    if rest:
        meta["next_token"] = _token(int(places[-1].id), number + 1)
    if asked.token:
        meta["previous_token"] = asked.token
    return shown, meta


def stuck(meta: dict[str, Any]) -> dict[str, Any]:
    """The `meta` of a timeline that never ends (fault repeated_cursor)."""
    return meta | {"next_token": _token(2**62, 9)}


def find(accounts: list[Any], post_id: str, now: datetime) -> Shown | None:
    """The entry of that id, whosever it is."""
    found = (x_posts.find(account, post_id, now) for account in accounts)
    return next((entry for entry in found if entry), None)


def _token(anchor: int, number: int) -> str:
    return base64.b32encode(f"{anchor}:{number}".encode()).decode().lower().rstrip("=")


def _read(token: str | None) -> tuple[int | None, int]:
    """The id before which a page begins and its number; raises Refused for a token that X did not give."""
    if token is None:
        return None, 0
    try:
        padded = token.upper() + "=" * (-len(token) % 8)
        anchor, _, number = base64.b32decode(padded).decode().partition(":")
        return int(anchor), int(number)
    except (ValueError, binascii.Error):
        raise Refused(
            "pagination_token", token, f"The `pagination_token` query parameter value [{token}] is not valid"
        ) from None
