"""What is due to be read: asked of what has been read so far, not of a clock that struck."""

from collections.abc import Sequence
from datetime import datetime

from assets.sync.accounts import connected
from assets.sync.contract import contract
from assets.sync.memory import remembered
from assets.sync.stream import Stream
from warehouse.configuration.settings import Configuration
from warehouse.home import Home


def due(home: Home, configuration: Configuration, streams: Sequence[Stream], moment: datetime) -> list[str]:
    """`business/account stream` for every stream (of one platform) whose last good reading is too old."""
    found = []
    for business, account in connected(configuration, streams[0].source):
        memory = remembered(home, business.id, account.platform, account.account)
        for stream in streams:
            every = contract(stream.source).streams[stream.name].every
            if stream.applies(account) and memory.stream(stream.name).is_due(every, moment):
                found.append(f"{business.id}/{account.account} {stream.name}")
    return found
