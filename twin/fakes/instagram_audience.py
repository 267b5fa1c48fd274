"""The fake Instagram account itself, and who follows it by country, city, age and gender."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError
from twin.fakes.graph_fields import Shown, parsed, selected
from twin.fakes.instagram_metrics import DEMOGRAPHICS, entry
from twin.social import SocialAccount

TOP = 45
FEWEST_FOLLOWERS = 100
BREAKDOWNS = ("country", "city", "age", "gender", "age,gender")


def node(call: Call, account: SocialAccount, now: datetime) -> dict[str, Any]:
    """The fields of the account that are asked for."""
    profile = account.profile
    known: dict[str, Shown] = {
        "id": lambda _: profile.account_id,
        "username": lambda _: profile.handle,
        "name": lambda _: profile.name,
        "followers_count": lambda _: account.followers(now),
        "follows_count": lambda _: account.following(now),
        "media_count": lambda _: len(account.posts(now)),
    }
    return selected(parsed(call.params.get("fields", "id")), known, "IGUser")


def demographics(call: Call, account: SocialAccount, now: datetime) -> dict[str, Any]:
    """The 45 largest values of one breakdown; no results for an account with fewer than 100 followers."""
    breakdown = call.params.get("breakdown", "")
    if call.params.get("period") != "lifetime" or call.params.get("metric_type") != "total_value":
        told = (
            f"({DEMOGRAPHICS}) should be specified with parameter metric_type=total_value and period=lifetime"
        )
        raise GraphError(f"(#100) The following metrics {told}", 100)
    if breakdown not in BREAKDOWNS:
        raise GraphError(f"(#100) breakdown must be one of the following: {'; '.join(BREAKDOWNS)}", 100)
    keys = breakdown.split(",")
    parts: dict[str, Any] = {"dimension_keys": keys}
    if account.followers(now) >= FEWEST_FOLLOWERS:
        counted = _counted(account.demographics(now), keys)
        largest = sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:TOP]
        parts["results"] = [{"dimension_values": list(key), "value": number} for key, number in largest]
    told_of = entry(account.profile.account_id, DEMOGRAPHICS, "lifetime", total_value={"breakdowns": [parts]})
    return {"data": [told_of]}


def _counted(known: Mapping[str, Mapping[str, int]], keys: list[str]) -> dict[tuple[str, ...], int]:
    """How many followers share a value of every dimension; both sexes are equally old here."""
    if len(keys) == 1:
        return {(value,): number for value, number in known[keys[0]].items()}
    ages, genders = known["age"], known["gender"]
    everybody = max(sum(genders.values()), 1)
    return {
        (age, gender): number * part // everybody
        for age, number in ages.items()
        for gender, part in genders.items()
    }
