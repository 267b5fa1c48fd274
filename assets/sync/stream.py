"""What a platform plugs in: its manners, and for each stream the record and the function that reads it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from assets.calling.dialect import Dialect
from assets.sync.pull import Pull
from assets.sync.records import Observed
from warehouse.configuration.settings import Account

Manners = Callable[[Account, str], Dialect]  # an account and the version of the API in use


@dataclass(frozen=True)
class Stream:
    """One stream of a platform. `read` takes what there is through `pull`; raises CallFailed where that ends.

    `applies` says of an account whether the platform gives the stream for it at all.
    """

    source: str
    name: str
    record: type[Observed]
    read: Callable[[Pull], Awaitable[None]]
    manners: Manners
    applies: Callable[[Account], bool] = lambda _account: True
