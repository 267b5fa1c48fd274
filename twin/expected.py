"""The answer key for single observations: what each platform shows of a post's true counters."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from twin.social import SocialAccount, SocialPost

Shown = dict[str, float | None]
METRICS = (
    "impressions", "views", "reach", "likes", "comments", "shares", "quotes", "saves", "clicks",
    "video_views", "watch_seconds", "completion_rate",
)  # fmt: skip
PUBLIC_ON_X = ("impressions", "likes", "comments", "shares", "quotes", "saves")
PRIVATE_ON_X = timedelta(days=30)
ON_LINKEDIN = ("impressions", "reach", "clicks", "likes", "comments", "shares")
ON_FACEBOOK = ("views", "reach", "clicks", "likes", "comments", "shares")
ON_INSTAGRAM = ("views", "reach", "shares", "saves", "likes", "comments")
IN_STORIES = ("views", "reach", "shares", "clicks")
ON_TIKTOK = ("views", "reach", "likes", "comments", "shares", "saves", "clicks")
TIKTOK_LATE, TIKTOK_FROZEN, TIKTOK_QUIET = timedelta(hours=36), timedelta(days=365), timedelta(days=7)
FADING_ON_TIKTOK = ("reach", "watch_seconds", "completion_rate")
MOVING = ("video", "reel")


def expected_metrics(account: SocialAccount, post_id: str, observed_at: datetime) -> Shown:
    """What the account's platform shows of a post then, by the names of PostObservation.

    None is what it does not give, for this post or at this age. TikTok is read through the Accounts API.
    Raises KeyError where there is no such post then.
    """
    post = account.find(post_id, observed_at)
    if post is None:
        raise KeyError(f"no post {post_id} at {observed_at}")
    shown = SHOWN[account.profile.platform](account, post, observed_at)
    return {name: shown.get(name) for name in METRICS}


def _x(account: SocialAccount, post: SocialPost, now: datetime) -> Shown:
    """Clicks are told where there is a link, and for 30 days."""
    has_clicks = post.content_type == "link" and post.posted_at >= now - PRIVATE_ON_X
    return _some(account.counters(post.id, now), PUBLIC_ON_X + (("clicks",) if has_clicks else ()))


def _linkedin(account: SocialAccount, post: SocialPost, now: datetime) -> Shown:
    return _some(account.counters(post.id, now), ON_LINKEDIN)


def _facebook(account: SocialAccount, post: SocialPost, now: datetime) -> Shown:
    counters = account.counters(post.id, now)
    watched = {"video_views": counters["video_views"], "watch_seconds": counters["watch_ms"] / 1000}
    return _some(counters, ON_FACEBOOK) | (watched if post.content_type in MOVING else {})


def _instagram(account: SocialAccount, post: SocialPost, now: datetime) -> Shown:
    counters = account.counters(post.id, now)
    if post.content_type == "story":
        return _some(counters, IN_STORIES)
    watched = {"watch_seconds": counters["watch_ms"] / 1000} if post.content_type == "reel" else {}
    return _some(counters, ON_INSTAGRAM) | watched


def _tiktok(account: SocialAccount, post: SocialPost, now: datetime) -> Shown:
    """Numbers are a day and a half late and freeze after a year; some vanish after a week without views."""
    counted_at = min(now - TIKTOK_LATE, post.posted_at + TIKTOK_FROZEN)
    if counted_at < post.posted_at:
        return {}
    counters = account.counters(post.id, counted_at)
    views = counters["views"]
    watched = {
        "video_views": views,
        "watch_seconds": counters["watch_ms"] / 1000,
        "completion_rate": round(counters["completed"] / views, 4) if views else 0.0,
    }
    shown = _some(counters, ON_TIKTOK) | (watched if post.content_type in MOVING else {})
    before = min(now - TIKTOK_LATE - TIKTOK_QUIET, post.posted_at + TIKTOK_FROZEN)
    is_quiet = before >= post.posted_at and account.counters(post.id, before)["views"] == views
    return {name: value for name, value in shown.items() if not (is_quiet and name in FADING_ON_TIKTOK)}


def _some(counters: Mapping[str, int], names: tuple[str, ...]) -> Shown:
    return {name: counters[name] for name in names}


SHOWN: Mapping[str, Callable[[SocialAccount, SocialPost, datetime], Shown]] = {
    "x": _x,
    "linkedin": _linkedin,
    "facebook": _facebook,
    "instagram": _instagram,
    "tiktok": _tiktok,
}
