"""Insights of fake Instagram media: one metric that the product does not have refuses the whole call."""

from datetime import datetime, timedelta
from typing import Any

from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError
from twin.fakes.instagram_media import product_of
from twin.fakes.instagram_metrics import (
    BREAKDOWNS,
    COUNTED,
    CROSS_POSTED,
    PARTS,
    PRODUCTS,
    STORY,
    entry,
    refuse_unknown,
)
from twin.social import SocialAccount, SocialPost

FEWEST_VIEWERS = 5  # a story with fewer shows no insights
LIVE = timedelta(hours=24)
KEPT = timedelta(days=730)


def answer(
    call: Call, account: SocialAccount, post: SocialPost, now: datetime, as_of: datetime, retired: str | None
) -> dict[str, Any]:
    """An entry for each metric, none for media without figures. `as_of`: when the figures were counted."""
    names = call.words("metric")
    refuse_unknown(names, PRODUCTS, retired)
    _refuse_others(names, product_of(post))
    _refuse_breakdown(call.params.get("breakdown"), names)
    told = account.counters(post.id, as_of)
    is_ended = product_of(post) == STORY and post.posted_at + LIVE <= now
    if is_ended or post.posted_at > as_of or post.posted_at < now - KEPT:
        return {"data": []}
    if product_of(post) == STORY and told["reach"] < FEWEST_VIEWERS:
        raise GraphError("(#10) Not enough viewers for the media to show insights", 10)
    return {"data": [_entry(call, post, name, COUNTED[name](told)) for name in names]}


def _refuse_others(names: list[str], product: str) -> None:
    for name in names:
        if product not in PRODUCTS[name]:
            told = f"does not support the {name} metric for this media product type"
            raise GraphError(f"(#100) The Media Insights API {told}.", 100)
        if name in CROSS_POSTED:
            raise GraphError("(#100) The media is not crossposted to Facebook", 100, 2207086)


def _refuse_breakdown(breakdown: str | None, names: list[str]) -> None:
    """A breakdown is refused where one of the metrics does not have it."""
    if breakdown is None:
        return
    for name in names:
        if BREAKDOWNS.get(name) != breakdown:
            raise GraphError(f"(#100) Incompatible breakdowns ({breakdown}) with metrics ({name})", 100)


def _entry(call: Call, post: SocialPost, name: str, value: float) -> dict[str, Any]:
    """With a breakdown the answer holds both: the value, and the parts of it."""
    told: dict[str, Any] = {"values": [{"value": value}]}
    if breakdown := call.params.get("breakdown"):
        parts = {part: int(value * share) for part, share in PARTS[name].items()}
        results = [{"dimension_values": [part], "value": number} for part, number in parts.items() if number]
        told["total_value"] = {
            "value": value,
            "breakdowns": [{"dimension_keys": [breakdown], "results": results}],
        }
    return entry(post.id, name, "lifetime", **told)
