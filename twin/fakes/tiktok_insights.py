"""Accounts, their days and followers as TikTok's Accounts API shows them: a day or two late."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from twin.fakes.tiktok_shapes import likes_of
from twin.social import SocialAccount

PROFILE = (
    "username", "display_name", "profile_image", "profile_deep_link", "bio_description", "is_verified",
    "is_business_account", "following_count", "followers_count", "total_likes", "videos_count",
)  # fmt: skip
BUSINESS_ONLY = (
    "unique_video_views", "engaged_audience", "daily_total_followers", "daily_new_followers",
    "daily_lost_followers", "audience_activity",
)  # fmt: skip
DAILY = (
    "video_views", "profile_views", "likes", "comments", "shares", "bio_link_clicks", *BUSINESS_ONLY,
)  # fmt: skip
DEMOGRAPHICS = ("audience_ages", "audience_genders", "audience_countries", "audience_cities")
FEWEST_FOLLOWERS, MOST_PLACES = 100, 10
GENDERS = {"F": "Female", "M": "Male", "U": "Other"}
KEYS = {
    "audience_ages": ("age", "age"), "audience_genders": ("gender", "gender"),
    "audience_countries": ("country", "country"), "audience_cities": ("city", "city_name"),
}  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """What is told of an account at one moment; of a personal account some things are not."""

    account: SocialAccount
    now: datetime
    latency: timedelta
    is_business: bool

    def profile(self) -> dict[str, Any]:
        """The profile fields of business/get, as of now."""
        account, own, posts = self.account, self.account.profile, self.account.posts(self.now)
        return {
            "username": own.handle,
            "display_name": own.name,
            "profile_image": f"https://avatars.tiktok.twin/{own.handle}.webp",
            "profile_deep_link": f"https://vm.tiktok.twin/{own.handle}/",
            "bio_description": "",
            "is_verified": False,
            "is_business_account": self.is_business,
            "following_count": account.following(self.now),
            "followers_count": account.followers(self.now),
            "total_likes": likes_of(account, posts, self.now),
            "videos_count": len(posts),
        }

    def days(self, first: date, last: date) -> Iterator[dict[str, Any]]:
        """The entries of metrics[] for days of UTC; those that TikTok has not counted yet are not there."""
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            ended = datetime.combine(day, time()) + timedelta(days=1)
            told = self.account.day(day, "UTC", self.now) if ended + self.latency <= self.now else None
            if told is not None:
                figures = _figures(day, told, self.account.followers(ended - timedelta(seconds=1)))
                yield figures if self.is_business else {**figures, **dict.fromkeys(BUSINESS_ONLY)}

    def demographics(self) -> dict[str, list[dict[str, Any]]]:
        """The audience_* lists: shares of followers, the ten largest; empty below 100 followers."""
        enough = self.account.followers(self.now) >= FEWEST_FOLLOWERS
        known = self.account.demographics(self.now) if enough else {}
        return {field: _shares(known.get(dimension, {}), word) for field, (dimension, word) in KEYS.items()}


def _figures(day: date, told: dict[str, int], followers: int) -> dict[str, Any]:
    """One entry of metrics[]. `followers`: how many there were when the day ended."""
    return {
        "date": f"{day}",
        "followers_count": followers,
        "video_views": told["views"],
        "unique_video_views": told["reach"],
        "profile_views": told["profile_views"],
        "likes": told["likes"],
        "comments": told["comments"],
        "shares": told["shares"],
        "bio_link_clicks": told["website_clicks"],
        "engaged_audience": told["accounts_engaged"],
        # Said to be net growth, yet seen as a running total: nobody should build on it.
        "daily_total_followers": followers,
        "daily_new_followers": told["follows"],
        "daily_lost_followers": told["unfollows"],
        "audience_activity": [
            {"hour": str(hour), "count": told["accounts_engaged"] // 24} for hour in range(24)
        ],
    }


def _shares(counts: Mapping[str, int], word: str) -> list[dict[str, Any]]:
    whole = sum(counts.values())
    largest = sorted(counts.items(), key=lambda each: -each[1])[:MOST_PLACES]
    return [
        {
            word: GENDERS.get(value, value) if word == "gender" else value,
            "percentage": int(count / whole * 1000) / 1000,
        }
        for value, count in largest
        if whole
    ]
