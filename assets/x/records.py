"""Typed records of what X's API shows: a post (all its edits are one) and the account. Makes no calls.

X's words -> ours: like_count likes; reply_count comments; repost_count or retweet_count shares; quote_count
quotes; bookmark_count saves; impression_count impressions; url_link_clicks clicks; user_profile_clicks
profile_clicks. Several photos are a carousel, an animated GIF is an image, a link without media is a link. X
counts neither views nor reach of a post: a video's view_count is that of all posts which embed it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from assets.sync.known import KnownPost
from assets.sync.records import AudienceSnapshot, PostObservation
from warehouse.refusals import Refusal
from warehouse.rows.quantities import Count

X_EPOCH_MS = 1_288_834_974_657  # ids of posts hold the milliseconds since then
TOLERANCE = timedelta(seconds=2)


class XPost(PostObservation):
    """A post on X. `engagements` is X's own count of everything that was done with it, clicks included."""

    profile_clicks: Count = None
    engagements: Count = None


def chain(item: Any) -> list[str]:
    """The ids of all versions of a post, the first one first; its own id where X tells of no edits."""
    told = item.get("edit_history_post_ids") or item.get("edit_history_tweet_ids")
    return [str(name) for name in told] if isinstance(told, list) else [str(item["id"])]


def post(item: Any) -> XPost:
    """The observation of a post, counted together with the `earlier_versions` that are in it."""
    if not isinstance(item, dict):
        raise Refusal("an object", item)
    ids, created_at = chain(item), moment(item["created_at"]) if "created_at" in item else None
    versions = [item, *item.get("earlier_versions", [])]
    note = _part(item, "note_post") or _part(item, "note_tweet")
    return XPost(
        post_id=ids[0],
        version_id=item["id"],
        posted_at=_posted_at(ids[0], item["id"], created_at),
        edited_at=created_at if len(ids) > 1 else None,
        text=note.get("text") or item["text"],
        permalink=f"https://x.com/i/status/{item['id']}",
        content_type=_content_type(item),
        impressions=_sum(versions, "public_metrics", "impression_count"),
        likes=_sum(versions, "public_metrics", "like_count"),
        comments=_sum(versions, "public_metrics", "reply_count"),
        shares=_sum(versions, "public_metrics", "repost_count", "retweet_count"),
        quotes=_sum(versions, "public_metrics", "quote_count"),
        saves=_sum(versions, "public_metrics", "bookmark_count"),
        clicks=_sum(versions, "non_public_metrics", "url_link_clicks"),
        profile_clicks=_sum(versions, "non_public_metrics", "user_profile_clicks"),
        engagements=_sum(versions, "non_public_metrics", "engagements"),
    )


def missing(known: KnownPost) -> XPost:
    """The observation that a post which we know was asked for and is not there."""
    return XPost(
        post_id=known.post_id, version_id=known.version_id, posted_at=known.posted_at, is_missing=True
    )


def audience(item: Any) -> AudienceSnapshot:
    """How many follow the account now, and how it is called."""
    counted = _part(item, "public_metrics")
    return AudienceSnapshot(
        handle=item["username"],
        name=item.get("name"),
        followers=counted.get("followers_count"),
        following=counted.get("following_count"),
        posts=_first(counted, "post_count", "tweet_count"),
    )


def _sum(versions: Sequence[Any], group: str, *names: str) -> int | None:
    """The counter over all versions of a post; None where one of them does not have it."""
    values = [_first(_part(version, group), *names) for version in versions]
    return None if None in values else sum(values)


def _first(values: dict[str, Any], *names: str) -> Any:
    return next((values[name] for name in names if values.get(name) is not None), None)


def _part(item: dict[str, Any], name: str) -> dict[str, Any]:
    """An object inside the item, an empty one where it is absent; raises Refusal for anything else."""
    part = item.get(name) or {}
    if not isinstance(part, dict):
        raise Refusal(f"an object in {name}", part)
    return part


def _content_type(item: Any) -> str:
    kinds = [one.get("type") for one in _part(item, "includes").get("media", [])]
    if "video" in kinds:
        return "video"
    if kinds or _part(item, "attachments").get("media_keys"):
        return "carousel" if len(kinds) > 1 else "image"
    if _part(item, "attachments").get("poll_ids"):
        return "poll"
    links = [url for url in _part(item, "entities").get("urls", []) if "media_key" not in url]
    return "link" if links else "text"


def _posted_at(first: str, current: str, created_at: datetime | None) -> datetime | None:
    """When the first version was published: ids tell how much earlier than the current one that was."""
    if created_at is None or first == current or abs(_stamp(current) - created_at) > TOLERANCE:
        return created_at
    return (created_at - (_stamp(current) - _stamp(first)) + timedelta(milliseconds=500)).replace(
        microsecond=0
    )


def _stamp(post_id: str) -> datetime:
    return datetime(1970, 1, 1) + timedelta(milliseconds=(int(post_id) >> 22) + X_EPOCH_MS)


def moment(text: str) -> datetime:
    """A moment as X writes it, as naive UTC."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
