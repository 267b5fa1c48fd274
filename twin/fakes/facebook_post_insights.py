"""Lifetime insights of a fake Facebook post; one metric that is not given spoils the whole call."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from twin.fakes.facebook_posts import by_type
from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError
from twin.social import SocialAccount, SocialPost

Counters = dict[str, int]


def _clicks(counted: Counters) -> Counters:
    links = counted["clicks"] // 3
    return _some({"link clicks": links, "other clicks": counted["clicks"] - links})


def _activity(counted: Counters) -> Counters:
    return _some({"like": counted["likes"], "comment": counted["comments"], "share": counted["shares"]})


def _reactions(counted: Counters) -> Counters:
    return {kind.lower(): number for kind, number in by_type(counted["likes"]).items()}


def _reactions_of(kind: str) -> Callable[[Counters], int]:
    return lambda counted: by_type(counted["likes"]).get(kind, 0)


def _some(counts: Counters) -> Counters:
    """An object names only what there has been."""
    return {name: number for name, number in counts.items() if number}


ALIVE: dict[str, Callable[[Counters], Any]] = {
    "post_media_view": lambda counted: counted["views"],
    "post_total_media_view_unique": lambda counted: counted["reach"],
    "post_clicks": lambda counted: counted["clicks"],
    "post_clicks_by_type": _clicks,
    "post_reactions_by_type_total": _reactions,
    "post_activity_by_action_type": _activity,
    "post_activity_by_action_type_unique": _activity,
    "post_video_views": lambda counted: counted["video_views"],
    "post_video_view_time": lambda counted: counted["watch_ms"],
    "post_video_avg_time_watched": lambda counted: counted["watch_ms"] // max(counted["video_views"], 1),
    "post_video_complete_views_30s": lambda counted: counted["completed"],
    "post_reactions_like_total": _reactions_of("LIKE"),
    "post_reactions_love_total": _reactions_of("LOVE"),
    "post_reactions_wow_total": _reactions_of("WOW"),
    "post_reactions_haha_total": _reactions_of("HAHA"),
    "post_reactions_sorry_total": _reactions_of("SORRY"),
    "post_reactions_anger_total": _reactions_of("ANGER"),
}


def answer(
    call: Call, account: SocialAccount, post: SocialPost, now: datetime, retired: str | None
) -> dict[str, Any]:
    """An entry for each metric that is asked for."""
    names = call.words("metric")
    refuse_dead(names, ALIVE, retired)
    if call.params.get("period", "lifetime") != "lifetime":
        raise GraphError(f"(#100) {names[0]} is incompatible with the requested period", 100)
    counted = account.counters(post.id, now)
    return {"data": [_entry(post.id, name, ALIVE[name](counted)) for name in names]}


def refuse_dead(names: list[str], alive: dict[str, Any], retired: str | None) -> None:
    """Code 100 for the whole call where one metric is not given (any more); it does not say which."""
    if not names or any(name not in alive or name == retired for name in names):
        raise GraphError("(#100) The value must be a valid insights metric", 100)


def _entry(post_id: str, name: str, value: Any) -> dict[str, Any]:
    return {
        "name": name,
        "period": "lifetime",
        "values": [{"value": value}],
        "title": name.replace("_", " "),
        "description": "",
        "id": f"{post_id}/insights/{name}/lifetime",
    }
