"""One line of the score card against the simulated world, and rows of marts taken apart by account."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.twin_marts import Row
from twin.world import Channel

Key = tuple[str, str]  # business and platform
Channels = Mapping[Key, Channel]


@dataclass(frozen=True)
class Share:
    """How many of how many, and the bounds (in percent) between which it must lie; None: it is only told."""

    what: str
    hits: int
    of: int
    target: tuple[float, float] | None = None

    @property
    def percent(self) -> float:
        return 100 * self.hits / self.of if self.of else math.nan

    @property
    def is_met(self) -> bool:
        return self.target is None or self.target[0] <= self.percent <= self.target[1]


def by_account(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    """The rows of each account; every business has one on a platform."""
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["business_id"], row["platform"]].append(row)
    return found
