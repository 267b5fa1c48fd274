"""An account on X as a test sets it up: its posts, exact counters, edits and deletions at chosen moments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from twin.social import Profile, SocialPost, SocialWorld

NOW = datetime(2026, 11, 20, 9, 0)
X_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000)
COUNTED = (
    "views", "impressions", "reach", "likes", "comments", "shares", "quotes", "saves", "clicks",
    "profile_clicks", "follows", "video_views", "watch_ms", "completed",
)  # fmt: skip


def snowflake(at: datetime) -> str:
    """The id that X gives to what is published at that moment."""
    return str((at - X_EPOCH) // timedelta(milliseconds=1) + 1 << 22)


@dataclass
class Planned:
    """A post with what becomes of it."""

    posted_at: datetime
    body: str = "Hello #Golf"
    content_type: str = "text"
    edits: list[datetime] = field(default_factory=list)
    deleted_at: datetime | None = None

    @property
    def id(self) -> str:
        return snowflake(self.posted_at)

    def at(self, now: datetime) -> SocialPost | None:
        if now < self.posted_at or (self.deleted_at and now >= self.deleted_at):
            return None
        edits = [at for at in self.edits if at <= now]
        ids = (self.id, *map(snowflake, edits))
        tags = tuple(word[1:].lower() for word in self.body.split() if word.startswith("#"))
        return SocialPost(
            ids, self.body, self.content_type, tags, self.posted_at, edits[-1] if edits else None, 30.0
        )


class XAccount:
    """A simulated account; its counters grow by one each hour, each counter from another number on."""

    def __init__(self, *planned: Planned, handle: str = "acmegolf", number: int = 1) -> None:
        self.planned = list(planned)
        self.published = {each.id: each.posted_at for each in planned}
        account_id = f"17{number:017d}"
        self.profile = Profile("acme", "x", account_id, handle, "Acme Golf", "UTC", datetime(2015, 2, 1, 10))

    def posts(self, now: datetime) -> list[SocialPost]:
        found = [post for each in self.planned if (post := each.at(now))]
        return sorted(found, key=lambda post: post.posted_at, reverse=True)

    def stories(self, now: datetime) -> list[SocialPost]:
        return []

    def find(self, any_id: str, now: datetime) -> SocialPost | None:
        return next((post for post in self.posts(now) if any_id in post.ids), None)

    def counters(self, post_id: str, now: datetime) -> dict[str, int]:
        hours = (now - self.published[post_id]) // timedelta(hours=1)
        return {name: 1 + index * 10 + hours for index, name in enumerate(COUNTED)}

    def followers(self, now: datetime) -> int:
        return 8123

    def following(self, now: datetime) -> int:
        return 210


def series(number: int, every: timedelta, newest: datetime = NOW - timedelta(minutes=30)) -> list[Planned]:
    """So many posts, the newest at that moment, one in each interval before."""
    return [Planned(newest - index * every) for index in range(number)]


def world(*accounts: XAccount) -> SocialWorld:
    return SocialWorld(7, tuple(accounts))
