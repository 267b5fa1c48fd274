"""Stripe's lists: parameters in brackets, filters, pages by the id of the last thing, expanded things."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, NamedTuple

from twin.fakes.stripe_objects import Thing
from twin.fakes.stripe_refusals import invalid, missing, unknown_parameter

FILTERS = {  # fields by which each list can be filtered
    "charges": ("customer", "payment_intent"),
    "refunds": ("charge", "payment_intent"),
    "disputes": ("charge", "payment_intent"),
    "invoices": ("status", "customer", "collection_method"),
    "customers": ("email",),
    "balance_transactions": ("type", "currency", "source"),
}
BOUNDS: dict[str, Callable[[int, int], bool]] = {
    "created": lambda at, bound: at == bound,
    "created[gt]": lambda at, bound: at > bound,
    "created[gte]": lambda at, bound: at >= bound,
    "created[lt]": lambda at, bound: at < bound,
    "created[lte]": lambda at, bound: at <= bound,
}
DEFAULT, MOST = 10, 100


class Asked(NamedTuple):
    """What of a list is wanted."""

    limit: int
    after: str | None
    before: str | None
    bounds: dict[str, int]
    equal: dict[str, str]
    expanded: tuple[str, ...]


def asked(stream: str, given: Iterable[tuple[str, str]]) -> Asked:
    """The parameters as Stripe reads them; raises Refused for one that the list does not have."""
    known: dict[str, str] = {}
    expanded = []
    for name, value in given:
        if name == "expand[]":
            expanded.append(value.removeprefix("data."))
        elif name in ("limit", "starting_after", "ending_before", *BOUNDS, *FILTERS[stream]):
            known[name] = value
        else:
            raise unknown_parameter(name)
    limit = _number("limit", known.get("limit", str(DEFAULT)))
    if not 1 <= limit <= MOST:
        raise invalid("limit", str(limit))
    bounds = {name: _number(name, known[name]) for name in BOUNDS if name in known}
    equal = {name: known[name] for name in FILTERS[stream] if name in known}
    return Asked(
        limit, known.get("starting_after"), known.get("ending_before"), bounds, equal, tuple(expanded)
    )


def page(stream: str, things: list[Thing], wanted: Asked) -> dict[str, Any]:
    """One page of the things (newest first) as Stripe gives it; raises Refused for an unknown cursor."""
    begin, end = 0, len(things)
    if wanted.after is not None:
        begin = _place(stream, things, wanted.after, "starting_after") + 1
    if wanted.before is not None:
        end = _place(stream, things, wanted.before, "ending_before")
    # Whoever walks backwards gets the things next to the cursor, in the same order as all.
    numbers = range(begin, end) if wanted.before is None else range(end - 1, begin - 1, -1)
    matching = (things[number] for number in numbers if _matches(things[number], wanted))
    shown = list(islice(matching, wanted.limit))
    has_more = next(matching, None) is not None
    if wanted.before is not None:
        shown.reverse()
    return {"object": "list", "url": f"/v1/{stream}", "has_more": has_more, "data": shown}


def _matches(thing: Thing, wanted: Asked) -> bool:
    in_time = all(BOUNDS[name](thing["created"], bound) for name, bound in wanted.bounds.items())
    return in_time and all(thing.get(name) == value for name, value in wanted.equal.items())


def _place(stream: str, things: list[Thing], identifier: str, param: str) -> int:
    """Where the thing stands, whether it matches or not; raises Refused where it is not there."""
    for number, each in enumerate(things):
        if each["id"] == identifier:
            return number
    raise missing(stream.removesuffix("s"), identifier, param)


def _number(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise invalid(name, text) from None
