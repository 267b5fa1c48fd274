"""Insights of a fake Instagram account by days: series of Pacific days, totals of the UTC days asked for."""

from datetime import date, datetime, timedelta
from typing import Any

from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError
from twin.fakes.graph_times import ZONE, boundary, midnight, pacific_day, written
from twin.fakes.instagram_metrics import FOLLOWS, SERIES, TOTALS, entry
from twin.social import SocialAccount

DAY = timedelta(days=1)
LONGEST, KEPT, NEW_FOLLOWERS_KEPT = 30 * DAY, 90 * DAY, 30 * DAY
FEWEST_FOLLOWERS = 100


def answer(call: Call, account: SocialAccount, now: datetime) -> dict[str, Any]:
    """The entries of the metrics asked for with period=day; code 100 for what does not fit together."""
    names, kind = call.words("metric"), call.params.get("metric_type", "time_series")
    if call.params.get("period") != "day" or kind not in ("time_series", "total_value"):
        raise GraphError(
            "(#100) The parameters period=day and metric_type are required for these metrics", 100
        )
    since, until = _window(call, now)
    if kind == "total_value":
        if alone := [name for name in names if name not in TOTALS and name != FOLLOWS]:
            raise GraphError(
                f"(#100) The following metrics ({alone[0]}) have no metric_type total_value", 100
            )
        entries = [_total(call, account, name, since, until, now) for name in names]
    else:
        if alone := [name for name in names if name not in SERIES]:
            told = f"({', '.join(alone)}) should be specified with parameter metric_type=total_value"
            raise GraphError(f"(#100) The following metrics {told}", 100)
        entries = [_series(account, name, since, until, now) for name in names]
    return {"data": [found for found in entries if found is not None]}


def _window(call: Call, now: datetime) -> tuple[datetime, datetime]:
    until = boundary(call, "until") or now
    since = boundary(call, "since") or until - DAY
    if until - since > LONGEST:
        told = "(#100) There cannot be more than 30 days (2592000 s) between since and until"
        raise GraphError(told, 100)
    if since > now or since > until:
        raise GraphError("(#100) since param is not valid: it must not be in the future", 100)
    return since, until


def _series(
    account: SocialAccount, name: str, since: datetime, until: datetime, now: datetime
) -> dict[str, Any] | None:
    """A value for each Pacific day that ended inside of the window; no entry where there is none."""
    if name == "follower_count" and since < midnight(pacific_day(now - NEW_FOLLOWERS_KEPT)):
        told = "(#100) (follower_count) metric only supports querying data for the last 30 days"
        raise GraphError(told, 100)
    values = []
    day = pacific_day(since)
    while (end := midnight(day + DAY)) <= min(until, now):
        found = account.day(day, ZONE, now) if end > max(since, now - KEPT) else None
        if found is not None and not _is_too_small(account, name, now):
            values.append({"value": SERIES[name](found), "end_time": written(end)})
        day += DAY
    return entry(account.profile.account_id, name, "day", values=values) if values else None


def _total(
    call: Call, account: SocialAccount, name: str, since: datetime, until: datetime, now: datetime
) -> dict[str, Any] | None:
    """One number for all UTC days of the window; no entry where nothing is known of any of them."""
    days = _utc_days(since, until)
    found = [told for day in days if day >= (now - KEPT).date() and (told := account.day(day, "UTC", now))]
    owner = account.profile.account_id
    if not found or _is_too_small(account, name, now):
        return None
    if name != FOLLOWS:
        return entry(owner, name, "day", total_value={"value": sum(TOTALS[name](told) for told in found)})
    if call.params.get("breakdown") != "follow_type":
        return entry(owner, name, "day")
    parts: dict[str, Any] = {"dimension_keys": ["follow_type"]}
    if days[-1] < now.date() - DAY:  # the last day that has ended is not ready yet
        parts["results"] = [
            {"dimension_values": ["FOLLOWER"], "value": sum(told["follows"] for told in found)},
            {"dimension_values": ["NON_FOLLOWER"], "value": sum(told["unfollows"] for told in found)},
        ]
    return entry(owner, name, "day", total_value={"breakdowns": [parts]})


def _utc_days(since: datetime, until: datetime) -> list[date]:
    """Every UTC day that the window touches: totals are cut by whole days, whatever hour is asked for."""
    number = ((until - timedelta(seconds=1)).date() - since.date()).days + 1
    return [since.date() + timedelta(days=each) for each in range(max(number, 1))]


def _is_too_small(account: SocialAccount, name: str, now: datetime) -> bool:
    return name in ("follower_count", FOLLOWS) and account.followers(now) < FEWEST_FOLLOWERS
