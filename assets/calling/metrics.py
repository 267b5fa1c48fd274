"""Asks for groups of metrics where one bad name spoils the call; remembers the dead ones for a month."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from assets.calling.failures import MetricRefused

TRY_AGAIN_AFTER = timedelta(days=30)
Found = TypeVar("Found")
Ask = Callable[[Sequence[str]], Awaitable[Found]]


def alive(names: Sequence[str], dead: dict[str, str], today: date) -> list[str]:
    """The names to ask for: those that are not in `dead`, and those that died 30 days ago or earlier.

    The latter are taken out of `dead`, so that a revival is noticed; who is refused again gets a new day.
    """
    for name in names:
        if name in dead and died_on(dead[name]) + TRY_AGAIN_AFTER <= today:
            del dead[name]
    return [name for name in names if name not in dead]


def died_on(entry: str) -> date:
    """The day with which an entry "YYYY-MM-DD: reason" begins; long ago where it has none."""
    try:
        return date.fromisoformat(entry[:10])
    except ValueError:
        return date.min


async def asked(
    ask: Ask[Found], names: Sequence[str], dead: dict[str, str], today: date | None = None
) -> list[Found]:
    """The answers for all names that are not dead, in as few calls as the platform allows.

    `ask` raises MetricRefused for a group with a refused name; each such name is put into `dead` with the
    reason, behind the day where `today` is given.
    """
    living = [name for name in names if name not in dead] if today is None else alive(names, dead, today)
    found: list[Found] = []
    died: dict[str, str] = {}
    try:
        if living:
            await _search(ask, living, found, died)
    finally:
        dead.update({name: f"{today}: {reason}" if today else reason for name, reason in died.items()})
    return found


async def _search(ask: Ask[Found], group: list[str], found: list[Found], died: dict[str, str]) -> bool:
    """Asks for the group; if it is refused, for what of it can be well. Whether a name was refused."""
    try:
        found.append(await ask(group))
        return False
    except MetricRefused as refused:
        named = group if len(group) == 1 else [name for name in group if name in refused.names]
        died.update(dict.fromkeys(named, refused.reason))
    rest = [name for name in group if name not in named]
    if rest and named:
        await _search(ask, rest, found, died)
    elif rest:
        await _bisect(ask, rest, found, died)
    return True


async def _bisect(ask: Ask[Found], group: list[str], found: list[Found], died: dict[str, str]) -> None:
    """Searches both halves of a group that is refused."""
    first, second = group[: len(group) // 2], group[len(group) // 2 :]
    is_in_first = await _search(ask, first, found, died)
    # Where the first half is well, the refused name is in the second: asking for all of that is no use.
    if is_in_first or len(second) == 1:
        await _search(ask, second, found, died)
    else:
        await _bisect(ask, second, found, died)
