"""Typed records of what LinkedIn says, and its words in ours. Reads nothing.

Besides LIFETIME and FACETS: reactions of every kind are likes, engagement is platform_engagement,
organicFollowerGain and paidFollowerGain together are followers_gained, firstDegreeSize is followers.
"""

from datetime import date
from typing import Any

from assets.linkedin.client import LISTS
from assets.linkedin.commentary import plain
from assets.linkedin.labels import LABELS
from assets.linkedin.values import content_type, fields, kind_of, moment, published_at
from assets.sync.known import KnownPost
from assets.sync.records import AccountDay, AudienceSnapshot, DemographicShare, PostObservation
from warehouse.refusals import Refusal

LIFETIME = {
    "impressions": "impressionCount",
    "reach": "uniqueImpressionsCount",
    "clicks": "clickCount",
    "likes": "likeCount",
    "comments": "commentCount",
    "shares": "shareCount",
}
FACETS = {  # LinkedIn's list: our dimension, and where the value stands
    "followerCountsBySeniority": ("seniority", "seniority"),
    "followerCountsByIndustry": ("industry", "industry"),
    "followerCountsByFunction": ("function", "function"),
    "followerCountsByGeoCountry": ("country", "geo"),
    "followerCountsByGeo": ("geo", "geo"),
    "followerCountsByStaffCountRange": ("staff_count", "staffCountRange"),
    "followerCountsByAssociationType": ("association", "associationType"),
}


class LinkedInPost(PostObservation):
    """A post; `platform_engagement` is (clicks + likes + comments + shares) / impressions, by LinkedIn."""

    platform_engagement: float | None = None


def post(item: dict[str, Any]) -> LinkedInPost:
    """From {post, statistics}: a post that is there and has no statistics has had no activity."""
    given = fields(item["post"])
    urn = given["id"]
    if kind_of(urn) not in LISTS:
        raise Refusal("an id of the kind urn:li:share or urn:li:ugcPost", urn)
    counts = dict.fromkeys([*LIFETIME.values(), "engagement"], 0)
    if item["statistics"] is not None:
        counts = fields(item["statistics"]["totalShareStatistics"])
    is_edited = fields(given.get("lifecycleStateInfo")).get("isEditedByAuthor")
    return LinkedInPost(
        post_id=urn,
        posted_at=published_at(given),
        edited_at=moment(given["lastModifiedAt"]) if is_edited else None,
        text=plain(given.get("commentary") or ""),
        permalink=f"https://www.linkedin.com/feed/update/{urn}/",
        content_type=content_type(given.get("content")),
        platform_engagement=counts.get("engagement"),
        **_ours(counts),
    )


def missing(known: KnownPost) -> LinkedInPost:
    """A post that was asked for and is not there."""
    return LinkedInPost(post_id=known.post_id, posted_at=known.posted_at, is_missing=True)


def account_day(item: dict[str, Any]) -> AccountDay:
    """From {day, shares, gains}; either of the two may be None, and then its figures are."""
    if item["day"] is None:
        raise Refusal("a timeRange with the start of a UTC day", item["shares"] or item["gains"])
    counts = fields(item["shares"]["totalShareStatistics"] if item["shares"] else None)
    gains = fields(item["gains"]["followerGains"] if item["gains"] else None)
    gained = [gains.get(name) for name in ("organicFollowerGain", "paidFollowerGain")]
    known = [number for number in gained if number is not None]
    return AccountDay(
        day=date.fromisoformat(item["day"]),
        day_boundary="UTC",
        followers_gained=sum(known) if known else None,
        **_ours(counts),
    )


def audience(item: dict[str, Any], before: int | None) -> AudienceSnapshot:
    """From {page, size}; a page that had followers `before` does not fall to 0, that is a known mistake."""
    followers, page = item["size"]["firstDegreeSize"], fields(item["page"])
    if followers == 0 and before:
        raise Refusal("more than 0 followers, as the snapshot before had", followers)
    return AudienceSnapshot(
        handle=page.get("vanityName"), name=page.get("localizedName"), followers=followers
    )


def demographic(item: dict[str, Any]) -> DemographicShare:
    """From {facet, value}. Organic and paid followers are both in LinkedIn's organic count here."""
    dimension, name = FACETS[item["facet"]]
    value = item["value"][name]
    counts = item["value"]["followerCounts"]
    return DemographicShare(
        dimension=dimension, value=value, label=LABELS.get(value), followers=counts["organicFollowerCount"]
    )


def _ours(counts: dict[str, Any]) -> dict[str, Any]:
    """LinkedIn's counters under our names; what it does not give is None."""
    return {ours: counts.get(theirs) for ours, theirs in LIFETIME.items()}
