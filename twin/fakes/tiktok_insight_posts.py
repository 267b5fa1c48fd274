"""Posts as TikTok's Accounts API shows them: numbers a day or two late, frozen after a year."""

from datetime import datetime, timedelta
from typing import Any

from twin.fakes.epoch import milliseconds
from twin.fakes.tiktok_shapes import share_url
from twin.social import SocialAccount, SocialPost

LISTED = (
    "item_id", "media_type", "is_ad", "caption", "create_time", "share_url", "embed_url", "thumbnail_url",
    "video_duration", "video_views", "likes", "comments", "shares", "favorites",
)  # fmt: skip
FADING = ("reach", "total_time_watched", "average_time_watched", "full_video_watched_rate")
POST = (*LISTED, *FADING, "new_followers", "profile_views", "website_clicks")
FROZEN_AFTER, QUIET = timedelta(days=365), timedelta(days=7)


def post(account: SocialAccount, post: SocialPost, now: datetime, latency: timedelta) -> dict[str, Any]:
    """Every field of business/video/list: words as of now, numbers late, none before the first count."""
    counted = min(now - latency, post.posted_at + FROZEN_AFTER)
    words = {
        "item_id": post.id,
        "media_type": media_type(post),
        "is_ad": False,
        "caption": post.body,
        "create_time": str(milliseconds(post.posted_at) // 1000),
        "share_url": share_url(account, post),
        "embed_url": f"https://www.tiktok.com/embed/{post.id}",
        "thumbnail_url": f"https://covers.tiktok.twin/{post.id}.webp",
        "video_duration": post.duration_seconds,
    }
    if counted < post.posted_at:
        return {**dict.fromkeys(POST), **words}
    return {**words, **_numbers(account, post, counted, now - latency - QUIET)}


def media_type(post: SocialPost) -> str:
    """VIDEO or PHOTO, of which no watch time is told."""
    return "PHOTO" if post.content_type in ("image", "carousel") else "VIDEO"


def _numbers(
    account: SocialAccount, post: SocialPost, counted: datetime, quiet_since: datetime
) -> dict[str, Any]:
    counters = account.counters(post.id, counted)
    views, watched = counters["views"], counters["watch_ms"] / 1000
    numbers: dict[str, Any] = {
        "video_views": views, "likes": counters["likes"], "comments": counters["comments"],
        "shares": counters["shares"], "favorites": counters["saves"], "reach": counters["reach"],
        "total_time_watched": watched, "average_time_watched": round(watched / views, 2) if views else 0.0,
        "full_video_watched_rate": round(counters["completed"] / views, 4) if views else 0.0,
        "new_followers": counters["follows"], "profile_views": counters["profile_clicks"],
        "website_clicks": counters["clicks"],
    }  # fmt: skip
    if media_type(post) == "PHOTO":
        numbers |= dict.fromkeys(FADING[1:])
    is_quiet = quiet_since >= post.posted_at and _views(account, post, quiet_since) == views
    return {**numbers, **dict.fromkeys(FADING)} if is_quiet else numbers


def _views(account: SocialAccount, post: SocialPost, moment: datetime) -> int:
    return account.counters(post.id, min(moment, post.posted_at + FROZEN_AFTER))["views"]
