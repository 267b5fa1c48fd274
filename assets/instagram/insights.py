"""Asks for the insights of many things at once, in groups of metrics that one refused name would spoil."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from assets.calling.failures import CallFailed, MetricRefused, Unreachable
from assets.calling.metrics import alive
from assets.facebook.graph_batch import BATCH, Part
from assets.facebook.graph_metrics import ask_alive
from assets.facebook.graph_reading import items, value_of
from assets.instagram.client import InstagramClient
from assets.sync.pull import Pull


class Thing(NamedTuple):
    """What insights are wanted of: a key of ours, whose insights, and further parameters of the call."""

    key: str
    node: str
    params: Mapping[str, str] = {}


class Told(NamedTuple):
    """The entries that came for a thing, and when, or why none came. Without entries there are no figures."""

    entries: list[dict[str, Any]]
    at: datetime
    failure: CallFailed | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The value of each metric by Instagram's name."""
        return {str(entry.get("name")): value_of(entry) for entry in self.entries}


async def told(pull: Pull, client: InstagramClient, group: str, things: Sequence[Thing]) -> dict[str, Told]:
    """What came for each thing, by key, of the metrics of a group that are not known to be dead.

    A refused name is searched for with the first thing that meets it, and left out for all others; it is
    remembered as `group.name`. Raises CallFailed for what fails for all things.
    """
    found: dict[str, Told] = {}
    waiting = list(things)
    while waiting:
        names = _living(pull, client, group)
        if not names:
            return found | {thing.key: Told([], pull.connection.now()) for thing in waiting}
        some, waiting = waiting[:BATCH], waiting[BATCH:]
        parts = await client.parts([_address(client, thing, names) for thing in some])
        both = list(zip(some, parts, strict=True))
        refused = [thing for thing, part in both if isinstance(part.failure, MetricRefused)]
        found |= {thing.key: _told(part) for thing, part in both if thing not in refused}
        if refused:
            found[refused[0].key] = await _searched(pull, client, group, refused[0])
            waiting = refused[1:] + waiting
    return found


async def _searched(pull: Pull, client: InstagramClient, group: str, thing: Thing) -> Told:
    """The entries of one thing in as many calls as it takes to find out which names are refused."""

    async def ask(names: Sequence[str]) -> Part:
        (part,) = await client.parts([_address(client, thing, names)])
        if part.failure is not None:
            raise part.failure
        return part

    try:
        parts = await ask_alive(pull, ask, _living(pull, client, group))
    except CallFailed as failed:
        return _told(Part(400, None, pull.connection.now(), failed))
    entries = [entry for part in parts for entry in items(part.body, group)]
    return Told(entries, parts[-1].at if parts else pull.connection.now())


def _living(pull: Pull, client: InstagramClient, group: str) -> list[str]:
    names = [f"{group}.{name}" for name in client.metrics[group]]
    return alive(names, pull.connection.memory.dead_metrics, pull.connection.now().date())


def _address(client: InstagramClient, thing: Thing, names: Iterable[str]) -> str:
    metric = ",".join(name.partition(".")[2] for name in names)
    return client.address(f"{thing.node}/insights", metric=metric, **thing.params)


def _told(part: Part) -> Told:
    """What a part holds; raises what would fail for the others as well."""
    if part.failure is None:
        return Told(items(part.body, "insights"), part.at)
    if part.failure.ends != "call" and not isinstance(part.failure, Unreachable):
        raise part.failure
    return Told([], part.at, part.failure)
