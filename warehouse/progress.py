"""Who listens while work goes on: the command line sets a listener, long steps tell it what they are at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[str], None]] = []


def tell(what: str) -> None:
    """Tells whoever listens in this process what is being worked on."""
    for listener in _listeners:
        listener(what)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """For the body, `listener` hears everything that is told in this process, from whatever thread."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
