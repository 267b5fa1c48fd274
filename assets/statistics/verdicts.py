"""What may be said: the tiers of wording as data, from counts, intervals and q-values. Writes no sentence.

The tiers are: finding (A is higher than B), hint (looks higher, not yet certain), nothing (no clear
difference) and too_few (nothing can be said). Slots for posting have `recommended` in place of finding.
"""

from typing import Literal, NamedTuple

from assets.statistics.proportion_tests import p_value, probability_above
from assets.statistics.proportions import Arm, Interval, newcombe, ratio

Verdict = Literal["finding", "hint", "nothing", "too_few"]
SlotVerdict = Literal["recommended", "hint", "nothing", "too_few"]

SIGNIFICANT = 0.05
LIKELY = 0.9
FEWEST_UNITS = 10
HINT_UNITS = 30
RATIO_SUCCESSES = 5
SLOT_POSTS = 5
SLOT_DATES = 4


def compared(
    units: int, others: int, q_value: float | None, probability: float | None, fewest: int = FEWEST_UNITS
) -> Verdict:
    """The tier of "A against B" with that many units each; `probability` is P(A > B).

    A finding needs q < 0.05 and P past 0.9 either way; a hint that P and 30 units on both sides; below
    `fewest` units on a side it is too_few.
    """
    if min(units, others) < fewest:
        return "too_few"
    if not is_likely(probability):
        return "nothing"
    if q_value is not None and q_value < SIGNIFICANT:
        return "finding"
    return "hint" if min(units, others) >= HINT_UNITS else "nothing"


def is_likely(probability: float | None) -> bool:
    """Whether a probability of "above" settles the direction: at least 0.9, or at most 0.1."""
    return probability is not None and max(probability, 1 - probability) >= LIKELY


def timing(
    posts: int, dates: int, matured: int, probability: float | None, overall_p: float | None
) -> Verdict:
    """The tier of "posts of this time do better or worse": enough posts and dates, P past 0.9 either way.

    It is a hint at most unless time matters overall, p < 0.05 in the test over all times of the platform.
    """
    if posts < SLOT_POSTS or dates < SLOT_DATES or matured < HINT_UNITS:
        return "too_few"
    if not is_likely(probability):
        return "nothing"
    return "finding" if overall_p is not None and overall_p < SIGNIFICANT else "hint"


def slot(
    posts: int, dates: int, matured: int, probability: float | None, overall_p: float | None
) -> SlotVerdict:
    """The tier of "post at this time": as `timing`, for times above average only."""
    tier = timing(posts, dates, matured, probability, overall_p)
    if tier in ("finding", "hint") and (probability is None or probability < LIKELY):
        return "nothing"
    return "recommended" if tier == "finding" else tier


class Comparison(NamedTuple):
    """Two proportions side by side: difference of rates with its 95 % interval, p of "equal", P(A > B)."""

    arm: Arm
    other: Arm
    difference: float
    interval: Interval
    p_value: float
    probability: float

    def verdict(self, q_value: float | None) -> Verdict:
        """The tier, given the q-value that the p-value became among all that were tested with it."""
        return compared(self.arm.units, self.other.units, q_value, self.probability)


def compare(arm: Arm, other: Arm) -> Comparison:
    """The comparison of two proportions; raises ValueError where a side has no units."""
    difference, interval = arm.rate - other.rate, newcombe(arm, other)
    return Comparison(arm, other, difference, interval, p_value(arm, other), probability_above(arm, other))


def ratio_allowed(arm: Arm, other: Arm) -> bool:
    """Whether "x times" may be said: 30 units and 5 successes a side, and the ratio's interval above 1."""
    enough = all(side.units >= HINT_UNITS and side.successes >= RATIO_SUCCESSES for side in (arm, other))
    interval = ratio(arm, other) if enough else None
    return interval is not None and interval.low > 1
