"""Whole shares of a whole amount."""

from collections.abc import Sequence
from fractions import Fraction


def apportioned(amount: int, parts: Sequence[float]) -> list[int]:
    """By the largest remainder, of equal ones the earlier first: together the shares are the amount."""
    exact = [amount * Fraction(part) / sum(map(Fraction, parts)) for part in parts]
    whole = [int(share // 1) for share in exact]
    order = sorted(range(len(parts)), key=lambda place: (whole[place] - exact[place], place))
    for place in order[: amount - sum(whole)]:
        whole[place] += 1
    return whole
