"""What the tests of Instagram share: simulated accounts, the fake behind them, and a home that reads them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from assets.instagram import account_days, audience, comments, demographics, posts
from tests.meta_reader import MetaReader
from twin.fakes.instagram import InstagramFake
from twin.pottery import SPREEWERK
from twin.social import SocialPost, SocialWorld
from twin.social_world import everywhere, social_world

NOW = datetime(2026, 11, 15, 4, 0)
BEGUN = datetime(2026, 9, 20)
STREAMS = tuple(each.STREAM for each in (posts, account_days, audience, demographics, comments))
POSTS = (posts.STREAM,)
BUSINESS = everywhere(SPREEWERK)
CHANNEL = next(channel for channel in BUSINESS.channels if channel.platform == "instagram")


def instagram_world(begun: datetime = BEGUN, accounts: int = 1, seed: int = 5) -> SocialWorld:
    """A world of Instagram accounts only."""
    return social_world(seed, begun, (replace(BUSINESS, channels=(CHANNEL,)),), accounts_each=accounts)


class Reader(MetaReader):
    """A home that reads fake accounts in virtual time, sync after sync."""

    fake_platform, streams, begins = InstagramFake, STREAMS, NOW

    def rows(self, stream: str, columns: str = "*", where: str = "true") -> list[tuple[Any, ...]]:
        """Rows of raw/instagram/<stream> of the first account in the order in which they came."""
        return super().rows(stream, columns, f"account_id = '{self.account_id}' and {where}")

    def stories(self, at: datetime) -> list[SocialPost]:
        """The stories that the account shows then."""
        return self.account.stories(at)

    def posts(self, at: datetime) -> list[SocialPost]:
        """The posts that the account shows then."""
        return self.account.posts(at)
