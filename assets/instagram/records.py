"""Typed records of what Instagram says: media and stories, days, audiences, demographics, comments. No I/O.

Instagram's words become those of the marts here: saved is saves, total_interactions is interactions, the
link_clicks of stories are clicks, watch time comes in milliseconds. Likes and comments are those of the media
itself, which are live; insights may be two days late and stand in only where an owner hides the likes.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assets.facebook.graph_times import PACIFIC
from assets.sync.known import KnownPost
from assets.sync.records import AccountDay, AudienceSnapshot, Comment, DemographicShare, PostObservation
from warehouse.pseudonyms import InstallKey
from warehouse.refusals import Refusal
from warehouse.rows.quantities import Count
from warehouse.times import parse_moment

STORY = "story"
CONTENT_TYPES = {"IMAGE": "image", "CAROUSEL_ALBUM": "carousel", "VIDEO": "video"}
PRODUCTS = {"REELS": "reel", "STORY": STORY}
# Our name: Instagram's, of the insights of media and of the totals of a day.
INSIGHTS = {
    "views": "views", "reach": "reach", "shares": "shares", "saves": "saved", "clicks": "link_clicks",
    "interactions": "total_interactions", "profile_visits": "profile_visits", "follows": "follows",
}  # fmt: skip
TOTALS = {
    "views": "views", "accounts_engaged": "accounts_engaged", "interactions": "total_interactions",
    "likes": "likes", "comments": "comments", "saves": "saves", "shares": "shares",
    "profile_views": "profile_views", "website_clicks": "website_clicks",
}  # fmt: skip
BETWEEN_DIMENSIONS = {"age,gender": "age_gender"}


class InstagramPost(PostObservation):
    """A post, reel or story, with the metrics that only Instagram has."""

    profile_visits: Count = None
    follows: Count = None
    interactions: Count = None


class InstagramDay(AccountDay):
    """A day of an account. UTC days have totals only, Pacific days only reach and follows (new followers)."""

    accounts_engaged: Count = None


def moment(item: Mapping[str, Any]) -> datetime:
    """When a thing was published or written, naive UTC; raises KeyError and Refusal."""
    return parse_moment(item["timestamp"], "UTC").at


def published(item: Any) -> datetime | None:
    """The same, None for a thing that does not say it as it should."""
    try:
        return moment(item)
    except (LookupError, ValueError, TypeError):
        return None


def content_type(media: Mapping[str, Any]) -> str:
    """Our word for the kind of media: the product decides, since a reel is a VIDEO as well."""
    product, kind = media.get("media_product_type"), media.get("media_type")
    found = PRODUCTS.get(str(product)) or CONTENT_TYPES.get(str(kind))
    if found is None:
        raise Refusal(f"a media_type of {', '.join(CONTENT_TYPES)}", kind)
    return found


def post(media: Mapping[str, Any], insights: Mapping[str, Any]) -> InstagramPost:
    """The post that media and its insights (metric: value) tell of; what is not given is None."""
    counts: dict[str, Any] = {ours: insights.get(theirs) for ours, theirs in INSIGHTS.items()}
    milliseconds = insights.get("ig_reels_video_view_total_time")
    likes, comments = media.get("like_count"), media.get("comments_count")
    return InstagramPost(
        post_id=media["id"],
        posted_at=moment(media),
        text=media.get("caption"),
        permalink=media.get("permalink"),
        content_type=content_type(media),
        likes=insights.get("likes") if likes is None else likes,
        comments=insights.get("comments") if comments is None else comments,
        watch_seconds=None if milliseconds is None else milliseconds / 1000,
        **counts,
    )


def missing(known: KnownPost) -> InstagramPost:
    """A post that was asked for and is not there."""
    return InstagramPost(
        post_id=known.post_id, posted_at=known.posted_at, content_type=known.content_type, is_missing=True
    )


def utc_day(day: date, totals: Mapping[str, Any]) -> InstagramDay:
    """What was asked for one UTC day; follows and unfollows come as one metric with a breakdown."""
    counts = {ours: totals.get(theirs) for ours, theirs in TOTALS.items()}
    follows, unfollows = totals.get("FOLLOWER"), totals.get("NON_FOLLOWER")
    return InstagramDay(day=day, day_boundary="UTC", follows=follows, unfollows=unfollows, **counts)


def pacific_day(day: date, values: Mapping[str, Any]) -> InstagramDay:
    """What the series tell of one Pacific day; follower_count is how many started to follow on it."""
    follows = values.get("follower_count")
    return InstagramDay(day=day, day_boundary=PACIFIC, reach=values.get("reach"), follows=follows)


def day_of(end_time: str) -> date:
    """The Pacific day that ends at a series value's end_time: 07:00Z in summer, 08:00Z in winter."""
    end = parse_moment(end_time, "UTC").at.replace(tzinfo=UTC)
    return (end - timedelta(seconds=1)).astimezone(ZoneInfo(PACIFIC)).date()


def audience(node: Mapping[str, Any]) -> AudienceSnapshot:
    """The account as it is now."""
    return AudienceSnapshot(
        handle=node.get("username"),
        name=node.get("name"),
        followers=node["followers_count"],
        following=node.get("follows_count"),
        posts=node.get("media_count"),
    )


def demographic(breakdown: str, result: Mapping[str, Any]) -> DemographicShare:
    """One value of a breakdown; of age,gender both parts make the value, as in 18-24 F."""
    values: Sequence[str] = result["dimension_values"]
    if len(values) != len(breakdown.split(",")):
        raise Refusal(f"a value for each of {breakdown}", values)
    dimension = BETWEEN_DIMENSIONS.get(breakdown, breakdown)
    return DemographicShare(dimension=dimension, value=" ".join(values), followers=result["value"])


def scrubbed(key: InstallKey, item: Any) -> dict[str, Any]:
    """A comment without what was said, and with its author's pseudonym for the name, if that is told.

    Nothing is left of what is no comment.
    """
    if not isinstance(item, Mapping):
        return {}
    told = {name: item[name] for name in ("id", "timestamp", "like_count") if name in item}
    username = item.get("username")
    return {**told, "subject_key": key.subject_key(username)} if username else told


def comment(post_id: str, is_reply: bool, item: Mapping[str, Any]) -> Comment:
    """A comment of which only what `scrubbed` leaves is looked at."""
    return Comment(
        comment_id=item["id"],
        post_id=post_id,
        created_at=moment(item),
        subject_key=item.get("subject_key"),
        likes=item.get("like_count"),
        is_reply=is_reply,
    )
