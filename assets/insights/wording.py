"""How figures become sentences: the three tiers of comparison, and "too few to compare". Decides nothing.

No sentence here says that one thing made another happen, and none says how many times better something is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assets.insights.formats import FEWEST_UNITS, points, share

LISTED = 5


@dataclass(frozen=True)
class Group:
    """One side of a comparison of shares: `k` of `n`."""

    name: str
    k: int
    n: int


def listed(parts: Sequence[str], most: int = LISTED) -> str:
    """The first parts joined by commas, and how many more there are."""
    more = f" and {len(parts) - most} more" if len(parts) > most else ""
    return ", ".join(parts[:most]) + more


def shares(groups: Sequence[Group], conclusion: str) -> str:
    """Side by side: "email converts at 25 % (1 of 4), twitter at 0 % (0 of 4): too few to compare"."""
    first, *others = groups
    said = [f"{first.name} converts at {share(first.k, first.n)}"]
    said += [f"{other.name} at {share(other.k, other.n)}" for other in others]
    return f"{listed(said)}: {conclusion}"


def too_few(groups: Sequence[Group]) -> bool:
    """Whether fewer than two groups have the ten units below which nothing is compared."""
    return sum(group.n >= FEWEST_UNITS for group in groups) < 2


def higher(first: Group, second: Group, low: float, high: float) -> str:
    """Tier one, for a difference of shares (first minus second, with its interval) that passed its test."""
    return f"{first.name} is {_than(first, second)}: {_against(first, second, low, high)}"


def looks_higher(first: Group, second: Group, low: float, high: float) -> str:
    """Tier two, for a difference of shares that is likely and not certain."""
    return f"{first.name} looks {_than(first, second)}, not yet certain: {_against(first, second, low, high)}"


def _than(first: Group, second: Group) -> str:
    direction = "higher" if first.k * second.n > second.k * first.n else "lower"
    return f"{direction} than {second.name}"


def _against(first: Group, second: Group, low: float, high: float) -> str:
    return f"{share(first.k, first.n)} against {share(second.k, second.n)}, difference {points(low, high)}"
