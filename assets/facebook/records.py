"""What Facebook says as typed records: its words and where they go.

views = post_media_view, reach = post_total_media_view_unique, likes = reactions of all types, comments and
shares from the post itself (shares is absent when there are none), clicks = post_clicks, video_views =
post_video_views, watch_seconds = post_video_view_time / 1000. Other insights are in the payload.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from assets.facebook.graph_times import PACIFIC
from assets.sync.known import KnownPost
from assets.sync.records import AccountDay, AudienceSnapshot, Comment, DemographicShare, PostObservation
from warehouse.pseudonyms import InstallKey
from warehouse.refusals import Refusal
from warehouse.times import local_time, parse_moment

MEDIA = {"photo": "image", "album": "carousel", "video": "video", "link": "link", "share": "link"}
DIMENSIONS = {"page_follows_country": "country", "page_follows_city": "city"}
REEL = "/reel/"


def post(item: Mapping[str, Any], insights: Mapping[str, Any]) -> PostObservation:
    """A post with its counters; `insights` holds the metrics that were given, by name."""
    milliseconds = insights.get("post_video_view_time")
    return PostObservation(
        post_id=item["id"],
        posted_at=parse_moment(item["created_time"], "UTC").at,
        text=item.get("message"),
        permalink=item.get("permalink_url"),
        content_type=content_type(item),
        views=insights.get("post_media_view"),
        reach=insights.get("post_total_media_view_unique"),
        likes=_total(item, "reactions_total"),
        comments=_total(item, "comments_total"),
        shares=item.get("shares", {"count": 0})["count"],
        clicks=insights.get("post_clicks"),
        video_views=insights.get("post_video_views"),
        watch_seconds=milliseconds / 1000 if milliseconds is not None else None,
    )


def missing(known: KnownPost) -> PostObservation:
    """A post that was asked for and is not there."""
    return PostObservation(post_id=known.post_id, posted_at=known.posted_at, is_missing=True)


def content_type(item: Mapping[str, Any]) -> str:
    """reel by its address; else what is attached first; text where nothing is."""
    if REEL in (item.get("permalink_url") or ""):
        return "reel"
    attached = (item.get("attachments") or {}).get("data") or [{}]
    return MEDIA.get(attached[0].get("media_type", ""), "text")


def account_day(item: Mapping[str, Any]) -> AccountDay:
    """A Pacific day: `end_time`, the midnight that closes it, and `values` by metric.

    page_follows is the total at the end of the day, although its period is a day.
    """
    closed = local_time(parse_moment(item["end_time"], "UTC").at, PACIFIC)
    values = item["values"]
    return AccountDay(
        day=(closed - timedelta(days=1)).date(),
        day_boundary=PACIFIC,
        followers=values.get("page_follows"),
        follows=values.get("page_daily_follows_unique"),
        unfollows=values.get("page_daily_unfollows_unique"),
        views=values.get("page_media_view"),
        reach=values.get("page_total_media_view_unique"),
        profile_views=values.get("page_views_total"),
        interactions=values.get("page_post_engagements"),
        video_views=values.get("page_video_views"),
    )


def audience(item: Mapping[str, Any]) -> AudienceSnapshot:
    """The Page now. Nobody following is what a glitch looks like, and is refused."""
    followers = item["followers_count"]
    if followers == 0:
        raise Refusal("followers of a Page that is read", followers)
    return AudienceSnapshot(handle=item.get("username"), name=item.get("name"), followers=followers)


def share(item: Mapping[str, Any]) -> DemographicShare:
    """One country or city: `metric`, `value` and how many `followers` it has."""
    return DemographicShare(
        dimension=DIMENSIONS[item["metric"]], value=item["value"], followers=item["followers"]
    )


def pseudonymous(item: Any, key: InstallKey) -> Any:
    """A comment as it came, with a pseudonym as `author` for who wrote it, and without what was said."""
    if not isinstance(item, dict):
        return None
    author = (item.get("from") or {}).get("id")
    plain = {name: value for name, value in item.items() if name not in ("from", "message")}
    return {**plain, "author": key.subject_key(str(author))} if author else plain


def comment(item: Mapping[str, Any], post_id: str) -> Comment:
    """A comment after `pseudonymous`; platforms name no author where people forbid it."""
    return Comment(
        comment_id=item["id"],
        post_id=post_id,
        created_at=parse_moment(item["created_time"], "UTC").at,
        subject_key=item.get("author"),
        likes=item.get("like_count"),
        is_reply="parent" in item,
    )


def _total(item: Mapping[str, Any], edge: str) -> int | None:
    """The count of an edge; None where the platform does not tell it."""
    total: int | None = ((item.get(edge) or {}).get("summary") or {}).get("total_count")
    return total
