"""Asks for groups of metrics where one bad name spoils the whole call: bisects, and remembers the dead ones."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from assets.calling.failures import MetricRefused

Found = TypeVar("Found")
Ask = Callable[[Sequence[str]], Awaitable[Found]]


async def asked(ask: Ask[Found], names: Sequence[str], dead: dict[str, str]) -> list[Found]:
    """The answers for all names that are not dead, in as few calls as the platform allows.

    `ask` raises MetricRefused for a group with a refused name; that name is put into `dead` with the reason.
    """
    alive = [name for name in names if name not in dead]
    if not alive:
        return []
    try:
        return [await ask(alive)]
    except MetricRefused as refused:
        if len(alive) == 1:
            dead[alive[0]] = refused.reason
            return []
    middle = len(alive) // 2
    return [*await asked(ask, alive[:middle], dead), *await asked(ask, alive[middle:], dead)]
