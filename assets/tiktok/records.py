"""Typed records of what TikTok says through either product. Reads nothing.

TikTok's words and ours: view_count and video_views are views, also of photos (of a video: video views too),
favorites are saves, followers won and lost are follows and unfollows, unique_video_views are reach, likes of
all posts together are likes received. Business alone tells reach, saves, watch time and clicks; where it does
not any more (of a post without activity for seven days) they are None, as they came.
"""

from datetime import date
from typing import Any

from assets.sync.known import KnownPost
from assets.sync.records import AccountDay, AudienceSnapshot, DemographicShare, PostObservation
from assets.tiktok.times import moment
from warehouse.refusals import Refusal

CONTENT_TYPES = {"VIDEO": "video", "PHOTO": "image"}
GENDERS = {"Female": "F", "Male": "M", "Other": "U"}
DIMENSIONS = {  # TikTok's list: our dimension, the name of the value in it
    "audience_ages": ("age", "age"),
    "audience_genders": ("gender", "gender"),
    "audience_countries": ("country", "country"),
    "audience_cities": ("city", "city_name"),
}


class TikTokPost(PostObservation):
    """A post on TikTok; how long it was watched on average is told by Business only."""

    average_watch_seconds: float | None = None


def display_post(item: dict[str, Any]) -> TikTokPost:
    """A video of Display: `create_time` in seconds; a length of 0 is that of photos."""
    is_photo = item.get("duration") == 0
    return TikTokPost(
        post_id=item["id"],
        posted_at=moment(item["create_time"]),
        text=item.get("video_description") or item.get("title"),
        permalink=item.get("share_url"),
        content_type="image" if is_photo else "video",
        views=item.get("view_count"),
        video_views=None if is_photo else item.get("view_count"),
        likes=item.get("like_count"),
        comments=item.get("comment_count"),
        shares=item.get("share_count"),
    )


def business_post(item: dict[str, Any]) -> TikTokPost:
    """A post of Business: `create_time` in seconds as text; numbers with paid views, a day or two old."""
    return TikTokPost(
        post_id=item["item_id"],
        posted_at=moment(item["create_time"]),
        text=item.get("caption"),
        permalink=item.get("share_url"),
        content_type=CONTENT_TYPES.get(item.get("media_type", "")),
        views=item.get("video_views"),
        video_views=item.get("video_views") if item.get("media_type") == "VIDEO" else None,
        reach=item.get("reach"),
        likes=item.get("likes"),
        comments=item.get("comments"),
        shares=item.get("shares"),
        saves=item.get("favorites"),
        clicks=item.get("website_clicks"),
        watch_seconds=item.get("total_time_watched"),
        average_watch_seconds=item.get("average_time_watched"),
        completion_rate=_share(item.get("full_video_watched_rate")),
    )


def missing(known: KnownPost) -> TikTokPost:
    """A post that was asked for and is not there: deleted, private, or in violation of rules."""
    return TikTokPost(post_id=known.post_id, posted_at=known.posted_at, is_missing=True)


def account_day(item: dict[str, Any]) -> AccountDay:
    """One entry of metrics[], a day of UTC. TikTok gives the parts of `interactions`, not their sum.

    Net growth is won minus lost followers: `daily_total_followers` is that here, a running total there.
    """
    won, lost = item.get("daily_new_followers"), item.get("daily_lost_followers")
    parts = [item.get(name) for name in ("likes", "comments", "shares")]
    return AccountDay(
        day=date.fromisoformat(item["date"]),
        day_boundary="UTC",
        followers=item.get("followers_count"),
        follows=won,
        unfollows=lost,
        followers_gained=None if won is None or lost is None else won - lost,
        views=item.get("video_views"),
        reach=item.get("unique_video_views"),
        profile_views=item.get("profile_views"),
        website_clicks=item.get("bio_link_clicks"),
        likes=parts[0],
        comments=parts[1],
        shares=parts[2],
        interactions=None if None in parts else sum(part for part in parts if part is not None),
    )


def display_audience(item: dict[str, Any]) -> AudienceSnapshot:
    """The user as Display tells of it."""
    return AudienceSnapshot(
        handle=item.get("username"),
        name=item.get("display_name"),
        followers=item.get("follower_count"),
        following=item.get("following_count"),
        posts=item.get("video_count"),
        likes_received=item.get("likes_count"),
    )


def business_audience(item: dict[str, Any]) -> AudienceSnapshot:
    """The profile as Business tells of it."""
    return AudienceSnapshot(
        handle=item.get("username"),
        name=item.get("display_name"),
        followers=item.get("followers_count"),
        following=item.get("following_count"),
        posts=item.get("videos_count"),
        likes_received=item.get("total_likes"),
    )


def demographic(dimension: str, name: str, item: dict[str, Any]) -> DemographicShare:
    """One share of an audience list; `name` is how the list calls its values."""
    value = item[name]
    return DemographicShare(
        dimension=dimension, value=GENDERS.get(value, value), share=_share(item["percentage"])
    )


def _share(value: Any) -> float | None:
    if value is not None and not 0 <= value <= 1:
        raise Refusal("a share from 0 to 1", value)
    return None if value is None else float(value)
