"""What the tests of Facebook share: a simulated Page, the fake behind it, and a home that reads it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from assets.facebook import account_days, audience, comments, demographics, posts
from tests.meta_reader import MetaReader
from twin.fakes.facebook import FacebookFake
from twin.pottery import SPREEWERK
from twin.social import SocialPost, SocialWorld
from twin.social_world import social_world

NOW = datetime(2026, 11, 20, 9, 0)
BEGUN = datetime(2026, 8, 1)
STREAMS = tuple(each.STREAM for each in (posts, account_days, audience, demographics, comments))
FACEBOOK = next(channel for channel in SPREEWERK.channels if channel.platform == "facebook")


class Erasing:
    """A simulated Page that deletes the posts that it is told to, and can bring them back."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.deleted_at: dict[str, datetime] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def posts(self, now: datetime) -> list[SocialPost]:
        return [post for post in self._page.posts(now) if self.find(post.id, now)]

    def find(self, any_id: str, now: datetime) -> SocialPost | None:
        is_deleted = any_id in self.deleted_at and self.deleted_at[any_id] <= now
        return None if is_deleted else self._page.find(any_id, now)


def page_world(begun: datetime = BEGUN, pages: int = 1, seed: int = 5) -> SocialWorld:
    """A world of Facebook Pages only."""
    world = social_world(seed, begun, (replace(SPREEWERK, channels=(FACEBOOK,)),), accounts_each=pages)
    return SocialWorld(seed, tuple(Erasing(page) for page in world.accounts))


class Reader(MetaReader):
    """A home that reads fake Pages in virtual time, sync after sync."""

    fake_platform, streams, begins = FacebookFake, STREAMS, NOW

    @property
    def page(self) -> Any:
        """The first Page."""
        return self.account

    @property
    def page_id(self) -> str:
        return self.account_id

    def expected(self, at: datetime) -> set[str]:
        """The ids of the posts that the Page shows then."""
        return {post.id for post in self.page.posts(at)}
