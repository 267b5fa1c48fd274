"""Media of the fake Instagram: how posts, reels and stories are shown as nodes of the Graph API."""

import zlib
from datetime import datetime
from typing import Any

from twin.fakes.graph_call import Call
from twin.fakes.graph_fields import Shown, parsed, selected
from twin.fakes.graph_times import written
from twin.fakes.instagram_metrics import FEED, REELS, STORY
from twin.social import SocialAccount, SocialPost

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TYPES = {"carousel": "CAROUSEL_ALBUM", "video": "VIDEO", "reel": "VIDEO"}
HIDDEN_LIKES_EVERY = 9  # so many posts have an owner who hides the likes once


def product_of(post: SocialPost) -> str:
    """What decides on the insights of a post: FEED, REELS or STORY."""
    return {"reel": REELS, "story": STORY}.get(post.content_type, FEED)


def media(call: Call, account: SocialAccount, post: SocialPost, now: datetime) -> dict[str, Any]:
    """The fields of a post that are asked for, without those that have nothing to show."""
    return selected(parsed(call.params.get("fields", "id")), _known(account, post, now), "Media")


def _known(account: SocialAccount, post: SocialPost, now: datetime) -> dict[str, Shown]:
    told = account.counters(post.id, now)
    code = shortcode(post.id)
    kind = "reel" if post.content_type == "reel" else "p"
    is_moving = post.duration_seconds is not None
    likes = None if hides_likes(post) else told["likes"]
    media_type = TYPES.get(post.content_type, "VIDEO" if is_moving else "IMAGE")
    return {
        "id": lambda _: post.id,
        "caption": lambda _: post.body or None,
        "media_type": lambda _: media_type,
        "media_product_type": lambda _: product_of(post),
        "permalink": lambda _: f"https://www.instagram.com/{kind}/{code}/",
        "shortcode": lambda _: code,
        "timestamp": lambda _: written(post.posted_at),
        "username": lambda _: account.profile.handle,
        "like_count": lambda _: likes,
        "comments_count": lambda _: told["comments"],
        "is_comment_enabled": lambda _: True,
    }


def hides_likes(post: SocialPost) -> bool:
    """Whether the owner hides how many like the post: like_count is absent then."""
    return zlib.crc32(post.id.encode()) % HIDDEN_LIKES_EVERY == 0


def shortcode(media_id: str) -> str:
    """The short name of a post in addresses: its number written in 64 letters."""
    number, letters = zlib.crc32(media_id.encode()) << 30 | zlib.adler32(media_id.encode()) >> 2, ""
    while number:
        number, rest = divmod(number, len(LETTERS))
        letters = LETTERS[rest] + letters
    return letters
