"""Pages of the fake Graph API: cursors before and after, short or empty pages that are not the last."""

import base64
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from twin.fakes.faults import Faults
from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError

Thing = TypeVar("Thing")
DEEPEST = 5_000
HIDDEN_EVERY = 5  # each fifth thing is one that privacy hides after the page was cut


def page(
    call: Call, host: str, things: Sequence[Thing], shown: Callable[[Thing], Any], limit: int,
    faults: Faults, owner: str,
) -> dict[str, Any]:  # fmt: skip
    """One page of things that begins behind the cursor `after`, each as `shown` shows it."""
    if faults.active("empty_ok", owner) is not None:
        return {"data": []}
    slots = _slots(things)
    start = _offset(call.params.get("after"))
    if start > DEEPEST:
        raise GraphError("(#100) After Cursor specified exceeds the max limit supported", 100)
    cut = slots[start : start + limit]
    data = [shown(thing) for thing in cut if thing is not None]
    reached = start + len(cut)
    if faults.active("repeated_cursor", owner) is not None:
        after: str | None = call.params.get("after") or _cursor(reached)
    else:
        after = _cursor(reached)
        if reached >= len(slots):
            return {"data": data, "paging": _cursors(start, after)} if data else {"data": []}
    return {"data": data, "paging": {**_cursors(start, after), "next": address(call, host, after=after)}}


def address(call: Call, host: str, **changed: Any) -> str:
    """The address of the same call with other parameters; as on the real platform, the token is in it."""
    params = {**call.params, **changed, "access_token": call.token}
    return f"{host}/{'/'.join([call.version or '', *call.path]).strip('/')}?{urlencode(params)}"


def _slots(things: Sequence[Thing]) -> list[Thing | None]:
    """The things with hidden ones (None) between them."""
    slots: list[Thing | None] = []
    for number, thing in enumerate(things, start=1):
        slots.append(thing)
        if number % HIDDEN_EVERY == 0:
            slots.append(None)
    return slots


def _cursors(start: int, after: str | None) -> dict[str, Any]:
    return {"cursors": {"before": _cursor(start), "after": after}}


def _cursor(offset: int) -> str:
    return base64.urlsafe_b64encode(f"QV{offset:08d}".encode()).decode().rstrip("=")


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        if not text.startswith("QV"):
            raise ValueError
        return int(text[2:])
    except ValueError:
        raise GraphError("(#100) Invalid cursors values", 100) from None
