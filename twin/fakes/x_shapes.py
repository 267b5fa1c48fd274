"""The objects in which X shows posts, media and users, in either vocabulary."""

import zlib
from datetime import datetime
from typing import Any

from twin.fakes import x_posts
from twin.fakes.x_posts import Shown
from twin.social import SocialAccount

LONGEST_TEXT = 280
KINDS = {"image": "photo", "carousel": "photo", "video": "video", "reel": "video"}
REPOSTS = {"post": "repost_count", "tweet": "retweet_count"}
PUBLIC = {
    "reply_count": "comments",
    "like_count": "likes",
    "quote_count": "quotes",
    "bookmark_count": "saves",
}
PRIVATE = ("impression_count", "url_link_clicks", "user_profile_clicks", "engagements")
ORGANIC = {
    "impression_count",
    "like_count",
    "reply_count",
    "retweet_count",
    "url_link_clicks",
    "user_profile_clicks",
}


def post(
    shown: Shown, fields: list[str], words: str, now: datetime, hidden: str | None = None
) -> dict[str, Any]:
    """The object with the fields asked for; `hidden` names a metric that X does not give any more."""
    text, entities = _text(shown)
    ids = [shown.id] if shown.is_repost else list(shown.post.ids)
    body: dict[str, Any] = {"id": shown.id, "text": _short(text), f"edit_history_{words}_ids": ids}
    extra: dict[str, Any] = {
        "created_at": moment(shown.at),
        "author_id": shown.account.profile.account_id,
        "lang": "en",
        "conversation_id": shown.post.id,
        "possibly_sensitive": False,
        "reply_settings": "everyone",
        **_metrics(shown, words, now, "urls" in entities),
    }
    if entities:
        extra["entities"] = entities
    if media_of := _media_keys(shown):
        extra["attachments"] = {"media_keys": media_of}
    if len(text) > LONGEST_TEXT:
        extra[f"note_{words}"] = {"text": text, "entities": entities}
    for group in ("public_metrics", "non_public_metrics", "organic_metrics"):
        extra[group].pop(hidden, None)
    return body | {name: extra[name] for name in fields if name in extra}


def media(shown: Shown, fields: list[str]) -> list[dict[str, Any]]:
    """The media objects of a post, for `includes`."""
    kind = KINDS.get(shown.post.content_type, "photo")
    found = []
    for key in _media_keys(shown):
        extra: dict[str, Any] = {"width": 1200, "height": 675}
        if kind == "video":
            extra["duration_ms"] = round((shown.post.duration_seconds or 30) * 1000)
        found.append(
            {"media_key": key, "type": kind} | {name: extra[name] for name in fields if name in extra}
        )
    return found


def user(account: SocialAccount, fields: list[str], words: str, now: datetime) -> dict[str, Any]:
    """The account itself; how many posts it has includes its reposts."""
    profile = account.profile
    extra: dict[str, Any] = {
        "created_at": moment(profile.created_at),
        "verified": False,
        "verified_type": "none",
        "protected": False,
        "public_metrics": {
            "followers_count": account.followers(now),
            "following_count": account.following(now),
            f"{words}_count": len(x_posts.timeline(account, now)),
            "listed_count": account.followers(now) // 100,
        },
    }
    named = {"id": profile.account_id, "name": profile.name, "username": profile.handle}
    return named | {name: extra[name] for name in fields if name in extra}


def moment(at: datetime) -> str:
    """A moment as X writes it."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"


def _metrics(shown: Shown, words: str, now: datetime, has_link: bool) -> dict[str, dict[str, int]]:
    counted = x_posts.counters(shown, now)
    if shown.is_repost:  # X shows the reposter how often the foreign post was reposted, and zeros
        counted = dict.fromkeys(counted, 0) | {"shares": 7}
    public = {name: counted[ours] for name, ours in PUBLIC.items()} | {REPOSTS[words]: counted["shares"]}
    public["impression_count"] = counted.get("impressions", counted["views"])
    private = {
        "impression_count": public["impression_count"],
        "url_link_clicks": counted["clicks"],
        "user_profile_clicks": counted["profile_clicks"],
        "engagements": sum(
            counted[name] for name in (*PUBLIC.values(), "shares", "clicks", "profile_clicks")
        ),
    }
    if not has_link:
        del private["url_link_clicks"]
    organic = {name: value for name, value in (public | private).items() if name in ORGANIC}
    return {"public_metrics": public, "non_public_metrics": private, "organic_metrics": organic}


def _text(shown: Shown) -> tuple[str, dict[str, Any]]:
    """The text with the link that X puts into it, and where links and hashtags stand."""
    if shown.is_repost:
        return f"RT @elsewhere: {shown.post.body}"[:140], {}
    text, entities = shown.post.body, dict[str, Any]()
    if tags := shown.post.hashtags:
        entities["hashtags"] = [{"tag": tag} for tag in tags]
    if shown.post.content_type == "link":
        short = f"https://t.co/{zlib.crc32(shown.post.id.encode()):010x}"
        text = f"{text} {short}"
        place = {"start": len(text) - len(short), "end": len(text), "url": short}
        entities["urls"] = [
            place | {"expanded_url": "https://example.org/more", "display_url": "example.org/more"}
        ]
    return text, entities


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _media_keys(shown: Shown) -> list[str]:
    if shown.is_repost or shown.post.content_type not in KINDS:
        return []
    number = 3 if shown.post.content_type == "carousel" else 1
    return [f"3_{int(shown.post.id) + index}" for index in range(number)]
