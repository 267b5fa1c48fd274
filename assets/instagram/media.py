"""Lands media that was listed or asked for: with the insights that its product has, or without any."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from assets.instagram import insights, records
from assets.instagram.client import InstagramClient
from assets.instagram.dialect import NotYetProfessional, TooFewViewers
from assets.instagram.insights import Thing, Told
from assets.sync.pull import NO_ITEM, Page, Pull

NEVER = "media_without_insights"  # the note of ids from before the account was a professional one
LATE = timedelta(days=2)  # how late insights may be
UNTOLD = ("title", "description")  # the same words for every entry
Media = Mapping[str, Any]


async def land(
    pull: Pull, client: InstagramClient, found: Sequence[Any], page: Page, known: frozenset[str]
) -> bool:
    """Lands what was found, one observation each; False where something of it has to be read again.

    A story of `known` that has no figures now is passed over: the last ones it had are to stay the newest.
    """
    media = [item for item in found if _is_media(item)]
    for item in found:
        if item not in media:
            pull.take(partial(records.post, insights={}), item, page)
    is_complete = True
    for group in sorted({group_of(item) for item in media}):
        members = [item for item in media if group_of(item) == group]
        answers = await _asked(pull, client, group, members)
        _warn(pull, group, members, answers)
        for item in members:
            if group != records.STORY or item["id"] not in known or answers[item["id"]].entries:
                is_complete = _taken(pull, item, answers[item["id"]], page) and is_complete
    return is_complete


def _is_media(item: Any) -> bool:
    """Whether it can be read at all; of what cannot, nobody knows which metrics to ask for."""
    try:
        return bool(records.post(item, {}).post_id)
    except NO_ITEM:
        return False


def group_of(media: Media) -> str:
    """The group of metrics that the product and type of media have."""
    product = media.get("media_product_type")
    if product in ("REELS", "STORY"):
        return "reels" if product == "REELS" else records.STORY
    return "feed_video" if media.get("media_type") == "VIDEO" else "feed"


async def _asked(pull: Pull, client: InstagramClient, group: str, media: Sequence[Media]) -> dict[str, Told]:
    """The insights of media of one group. Who never has any is remembered, and not asked again."""
    never: list[str] = pull.connection.memory.notes.setdefault(NEVER, [])
    things = [Thing(item["id"], item["id"]) for item in media if item["id"] not in never]
    answers = await insights.told(pull, client, group, things)
    never += [key for key, told in answers.items() if isinstance(told.failure, NotYetProfessional)]
    nothing = Told([], pull.connection.now(), NotYetProfessional("known from before"))
    return {item["id"]: answers.get(item["id"], nothing) for item in media}


def _warn(pull: Pull, group: str, media: Sequence[Media], answers: Mapping[str, Told]) -> None:
    """Says so where media has no figures though it is old enough: an account too small, or a permission."""
    late = pull.connection.now() - LATE
    old = [answers[item["id"]] for item in media if (records.published(item) or late) < late]
    if len(old) > 1 and not any(told.entries or told.failure for told in old):
        pull.remarks.append(f"no insights came for any of {len(old)} media of the group {group}")


def _taken(pull: Pull, item: Media, told: Told, page: Page) -> bool:
    """Lands one medium; False where its insights have to be asked for again."""
    if told.failure is not None and not isinstance(told.failure, TooFewViewers | NotYetProfessional):
        pull.leave(f"media {item['id']}", told.failure)
        return False
    entries = [{name: entry[name] for name in entry if name not in UNTOLD} for entry in told.entries]
    parse = partial(records.post, insights=told.values)
    landed = pull.take(parse, item, replace(page, at=told.at), {"media": item, "insights": entries})
    if isinstance(landed, records.InstagramPost):
        pull.saw(landed.posted_at)
    return True
