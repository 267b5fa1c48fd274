"""Share and follower statistics of the fake LinkedIn: lifetime, by day, by post, by facet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from twin.fakes.linkedin_intervals import buckets, figures, ranged
from twin.fakes.linkedin_posts import by_urn, organization
from twin.fakes.linkedin_refusals import bad_interval, illegal
from twin.social import SocialAccount

COUNTERS = {
    "impressionCount": "impressions",
    "uniqueImpressionsCount": "reach",
    "clickCount": "clicks",
    "likeCount": "likes",
    "commentCount": "comments",
    "shareCount": "shares",
}
KINDS = {"shares": "share", "ugcPosts": "ugcPost"}
FACETS = {  # name of the list, of the value in it, what the world calls it, and the kind of its URN
    "followerCountsBySeniority": ("seniority", "seniority", "seniority"),
    "followerCountsByIndustry": ("industry", "industry", "industry"),
    "followerCountsByFunction": ("function", "function", "function"),
    "followerCountsByGeoCountry": ("geo", "geo_country", "geo"),
    "followerCountsByGeo": ("geo", "geo", "geo"),
    "followerCountsByStaffCountRange": ("staffCountRange", "staff_count", None),
    "followerCountsByAssociationType": ("associationType", "association", None),
}
MOST_VALUES = 100
SMALL = 10
GAINS_LAG = timedelta(days=2)
NO_UNIQUES_EVERY = 13  # days whose bucket comes without unique impressions


def share_statistics(account: SocialAccount, params: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
    """Elements by post, by day or month, or one of the whole life."""
    asked = [name for name in KINDS if name in params]
    if asked and "timeIntervals" in params:
        raise illegal("timeIntervals cannot be combined with shares or ugcPosts")
    if asked:
        return [element for name in asked for element in _of_posts(account, name, params[name], now)]
    if "timeIntervals" in params:
        return _of_days(account, params["timeIntervals"], now)
    every = [account.counters(urn, now) for urn in by_urn(account, now)]
    whole = {name: sum(each[ours] for each in every) for name, ours in COUNTERS.items()}
    return [{"organizationalEntity": organization(account), "totalShareStatistics": totals(whole)}]


def totals(counts: Mapping[str, int]) -> dict[str, Any]:
    """The statistics with what LinkedIn computes of them; engagement is a double."""
    engaged = sum(counts[name] for name in ("clickCount", "likeCount", "commentCount", "shareCount"))
    seen = counts["impressionCount"]
    rate = engaged / seen if seen > 0 else 0.0
    return {**counts, "engagement": rate, "shareMentionsCount": 0, "commentMentionsCount": 0}


def _of_posts(account: SocialAccount, name: str, urns: Any, now: datetime) -> list[dict[str, Any]]:
    """Posts of the one kind that are there and have seen any activity; of others the answer says nothing."""
    kind = KINDS[name]
    if not isinstance(urns, list) or not all(urn.startswith(f"urn:li:{kind}:") for urn in urns):
        raise illegal(f"Invalid value for parameter {name}: expected a list of URNs of type {kind}")
    there, entity = by_urn(account, now), {"organizationalEntity": organization(account)}
    found = []
    for urn in dict.fromkeys(urns):
        seen = account.counters(urn, now) if urn in there else {}
        counts = {theirs: seen.get(ours, 0) for theirs, ours in COUNTERS.items()}
        if any(counts.values()):
            found.append({**entity, kind: urn, "totalShareStatistics": totals(counts)})
    return found


def _of_days(account: SocialAccount, given: Any, now: datetime) -> list[dict[str, Any]]:
    found = []
    for bucket in buckets(given, ("DAY", "MONTH"), now):
        counts = figures(
            account, bucket, now, lambda day: {name: day[ours] for name, ours in COUNTERS.items()}
        )
        if counts is None:
            continue
        # Uniques cannot be summed, and some buckets come without.
        if (bucket[1] - bucket[0]).days > 1 or bucket[0].toordinal() % NO_UNIQUES_EVERY == 0:
            del counts["uniqueImpressionsCount"]
        entity = {"organizationalEntity": organization(account), "timeRange": ranged(bucket)}
        found.append({**entity, "totalShareStatistics": totals(counts)})
    return found


def follower_gains(
    account: SocialAccount, given: Any, now: datetime, refuses_late: bool
) -> list[dict[str, Any]]:
    """Net gains by day, week or month; days later than 2 days ago are not told, or not accepted."""
    found = []
    last = (now - GAINS_LAG).date()
    asked = buckets(given, ("DAY", "WEEK", "MONTH"), now)
    if refuses_late and asked[-1][1] > last + timedelta(days=1):
        raise bad_interval("end is less than 2 days ago")
    for bucket in asked:
        counts = figures(account, bucket, now, gained) if bucket[0] <= last else None
        if counts is not None:
            entity = {"organizationalEntity": organization(account), "timeRange": ranged(bucket)}
            found.append({**entity, "followerGains": counts})
    return found


def gained(day: dict[str, int]) -> dict[str, int]:
    """Of ten followers who come, one comes by advertisement; who goes, goes from the organic ones."""
    paid = day["follows"] // 10
    return {"organicFollowerGain": day["follows"] - day["unfollows"] - paid, "paidFollowerGain": paid}


def follower_facets(account: SocialAccount, now: datetime) -> dict[str, Any]:
    """Followers by seven facets, the hundred commonest values of each; seven empty lists for a small page."""
    known = account.demographics(now) if account.followers(now) > SMALL else {}
    element: dict[str, Any] = {"organizationalEntity": organization(account)}
    for name, (field, ours, kind) in FACETS.items():
        common = sorted(known.get(ours, {}).items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
        element[name] = [
            {field: f"urn:li:{kind}:{value}" if kind else value,
             "followerCounts": {"organicFollowerCount": count, "paidFollowerCount": 0}}
            for value, count in common if count
        ]  # fmt: skip
    return element
