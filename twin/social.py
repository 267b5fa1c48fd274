"""The simulated accounts on social platforms as their owners' platforms see them, at any moment.

What can be asked here is what the fake platforms serve and what the answer key is made of. History is
consistent: what was true at a moment stays true of that moment, whenever it is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from twin.product import ProductWorld


@dataclass(frozen=True)
class Profile:
    """An account: its native id on the platform, how it is called, whose it is, and since when it exists."""

    business_id: str
    platform: str
    account_id: str
    handle: str
    name: str
    timezone: str
    created_at: datetime


@dataclass(frozen=True)
class SocialPost:
    """A post as it is at one moment. `ids`: every id it has had, the first one for good, the last one now.

    `content_type` is one of text, image, carousel, video, reel, story, link, document; `body` is the whole
    text. A video, a reel and every other story have a duration.
    """

    ids: tuple[str, ...]
    body: str
    content_type: str
    hashtags: tuple[str, ...]
    posted_at: datetime
    edited_at: datetime | None
    duration_seconds: float | None = None

    @property
    def id(self) -> str:
        return self.ids[0]


@dataclass(frozen=True)
class Commented:
    """A comment of an invented person on a post."""

    id: str
    created_at: datetime
    author_id: str
    author_name: str
    text: str
    likes: int
    parent_id: str | None = None


class SocialAccount(Protocol):
    """One simulated account."""

    profile: Profile

    def posts(self, now: datetime) -> list[SocialPost]:
        """What is published and not deleted at that moment, newest first; stories are not in it."""

    def stories(self, now: datetime) -> list[SocialPost]:
        """The stories of the last 24 hours, newest first (Instagram; elsewhere none)."""

    def find(self, any_id: str, now: datetime) -> SocialPost | None:
        """The post or story that has or had that id; None before it was published, and once it is deleted."""

    def counters(self, post_id: str, now: datetime) -> dict[str, int]:
        """The lifetime counters of a post or story by its first id, all of them for every post.

        Keys: views, impressions (the same number), reach, likes, comments, shares, quotes, saves, clicks,
        profile_clicks, follows, video_views, watch_ms, completed (views that saw the end). Platforms serve
        what they have. Counters grow; likes, shares, quotes and saves now and then fall a little (unlikes,
        purged bots). All 0 before it was published, standing still once it was deleted. Raises KeyError for
        an unknown id.
        """

    def followers(self, now: datetime) -> int:
        """How many follow the account."""

    def following(self, now: datetime) -> int:
        """How many the account follows."""

    def day(self, day: date, zone: str, now: datetime) -> dict[str, int] | None:
        """The figures of one day cut in that time zone as told at `now`; None while it has not ended.

        Also None before the world began. Keys: impressions, views, reach, likes, comments, shares, saves,
        clicks, profile_views, website_clicks, follows, unfollows, video_views, interactions,
        accounts_engaged. For three days the figures are still corrected. Likes may be below 0.
        """

    def demographics(self, now: datetime) -> Mapping[str, Mapping[str, int]]:
        """Followers by dimension and value.

        Dimensions: country (ISO-2), city, age (13-17, 18-24, 25-34, 35-44, 45-54, 55-64, 65+), gender (F, M,
        U); and as LinkedIn names them seniority, industry, function, geo, geo_country (numbers of its URNs),
        staff_count, association.
        """

    def comments(self, post_id: str, now: datetime) -> list[Commented]:
        """The comments that are on the post at that moment, oldest first."""


@dataclass(frozen=True)
class SocialWorld:
    """All simulated accounts, and the products of those businesses that have one."""

    seed: int
    accounts: tuple[SocialAccount, ...]
    products: tuple[ProductWorld, ...] = ()

    def of(self, platform: str) -> list[SocialAccount]:
        """The accounts on one platform."""
        return [each for each in self.accounts if each.profile.platform == platform]

    def account(self, platform: str, account_id: str) -> SocialAccount | None:
        """The account with that native id, None where there is none."""
        return next((each for each in self.of(platform) if each.profile.account_id == account_id), None)
