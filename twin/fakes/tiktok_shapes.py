"""Users and videos as TikTok's Display API shows them: lifetime counters, seconds, ids as text."""

from datetime import datetime
from typing import Any

from twin.fakes.epoch import milliseconds
from twin.social import SocialAccount, SocialPost

DISPLAY_USER = (
    "open_id", "union_id", "display_name", "avatar_url", "username", "bio_description", "profile_deep_link",
    "is_verified", "follower_count", "following_count", "likes_count", "video_count",
)  # fmt: skip
DISPLAY_VIDEO = (
    "id", "create_time", "title", "video_description", "duration", "share_url", "cover_image_url",
    "embed_link", "embed_html", "height", "width", "is_aigc",
    "view_count", "like_count", "comment_count", "share_count",
)  # fmt: skip
LONGEST_TEXT = 150


def display_user(account: SocialAccount, now: datetime) -> dict[str, Any]:
    """Every field of user/info."""
    profile, posts = account.profile, account.posts(now)
    return {
        "open_id": profile.account_id,
        "union_id": f"union-{profile.account_id}",
        "display_name": profile.name,
        "avatar_url": f"https://avatars.tiktok.twin/{profile.handle}.webp",
        "username": profile.handle,
        "bio_description": "",
        "profile_deep_link": f"https://vm.tiktok.twin/{profile.handle}/",
        "is_verified": False,
        "follower_count": account.followers(now),
        "following_count": account.following(now),
        "likes_count": likes_of(account, posts, now),
        "video_count": len(posts),
    }


def display_video(account: SocialAccount, post: SocialPost, now: datetime) -> dict[str, Any]:
    """Every field of a video object; the numbers are those of now."""
    counters, text = account.counters(post.id, now), post.body[:LONGEST_TEXT]
    address, cover_ends = share_url(account, post), milliseconds(now) // 1000 + 21_600
    return {
        "id": post.id,
        "create_time": milliseconds(post.posted_at) // 1000,
        "title": text,
        "video_description": text,
        "duration": round(post.duration_seconds or 0),
        "share_url": f"{address}?utm_campaign=tt4d_open_api",
        "cover_image_url": f"https://covers.tiktok.twin/{post.id}.webp?x-expires={cover_ends}",
        "embed_link": f"https://www.tiktok.com/player/v1/{post.id}",
        "embed_html": f'<blockquote cite="{address}"></blockquote>',
        "height": 1024,
        "width": 576,
        "is_aigc": False,
        "view_count": counters["views"],
        "like_count": counters["likes"],
        "comment_count": counters["comments"],
        "share_count": counters["shares"],
    }


def likes_of(account: SocialAccount, posts: list[SocialPost], now: datetime) -> int:
    """How many likes the account's posts have together."""
    return sum(account.counters(post.id, now)["likes"] for post in posts)


def share_url(account: SocialAccount, post: SocialPost) -> str:
    """Where people see the post."""
    return f"https://www.tiktok.com/@{account.profile.handle}/video/{post.id}"
