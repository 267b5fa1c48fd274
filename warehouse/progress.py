"""Who listens while work goes on: the command line sets a listener, long steps tell it what they are at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


def tell(what: str) -> None:
    """Tells the listener, if there is one, what is being worked on."""
    listener = _listener.get()
    if listener is not None:
        listener(what)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """For the body, `listener` hears everything that is told in this context."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
