"""Statements that compare the conversion of groups of leads, each against all others."""

from collections.abc import Sequence
from dataclasses import dataclass

from assets.insights.insight import PRIORITY_OF, Evidence, Insight, subject
from assets.insights.insight import Verdict as Said
from assets.insights.marts import Business
from assets.insights.wording import Group, higher, looks_higher, shares, too_few
from assets.statistics.verdicts import Verdict

STATED = 2
METHOD = "matured leads against all others: Newcombe 95 % interval, Fisher or z-test, Benjamini-Hochberg"


@dataclass(frozen=True)
class Compared:
    """One group of leads: all of them, the matured ones, all others' matured ones, and what the test said."""

    every: Group
    matured: Group
    others: Group
    difference: float | None
    low: float | None
    high: float | None
    q: float | None
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """A family of groups with the query that they came from; `dimension` is what they are groups by."""

    dimension: str
    groups: Sequence[Compared]
    sql: str
    mart: str

    @property
    def tested(self) -> int:
        """How many of the groups were tested."""
        return sum(group.q is not None for group in self.groups)


def statements(business: Business, comparison: Comparison) -> list[Insight]:
    """The groups that stand out, two at most, or one sentence that none does; nothing for a single group."""
    if len(comparison.groups) < 2:
        return []
    notable = [group for group in comparison.groups if group.verdict in ("finding", "hint")]
    surest = sorted(notable, key=lambda group: (group.verdict != "finding", group.q or 0))[:STATED]
    if not surest:
        return [_nothing(business, comparison)]
    first, *others = surest
    return [
        _notable(business, comparison, first, comparison.tested),
        *(_notable(business, comparison, other, 0) for other in others),
    ]


def _notable(business: Business, comparison: Comparison, group: Compared, tested: int) -> Insight:
    name, is_finding = f"{comparison.dimension} {group.every.name}", group.verdict == "finding"
    verdict: Said = "finding" if is_finding else "hint"
    first = Group(f"conversion of {name}", group.matured.k, group.matured.n)
    low, high = group.low or 0.0, group.high or 0.0
    hedged = looks_higher(first, group.others, low, high)
    units = group.matured.n + group.others.n
    return Insight(
        id=subject(business.business_id, "conversion", comparison.dimension, group.every.name),
        business_id=business.business_id,
        kind="conversion",
        priority=PRIORITY_OF[verdict],
        verdict=verdict,
        text=higher(first, group.others, low, high) if is_finding else hedged,
        evidence=Evidence(n=units, effect=group.difference, low=group.low, high=group.high, method=METHOD),
        sql=comparison.sql,
        mart=comparison.mart,
        period=f"leads of {business.conversion_window_days} days or more",
        action=f"Look at what the leads of {name} have in common" if is_finding else None,
        p=group.q,
        tested=tested,
        hedged=hedged,
    )


def _nothing(business: Business, comparison: Comparison) -> Insight:
    return Insight(
        id=subject(business.business_id, "conversion", comparison.dimension),
        business_id=business.business_id,
        kind="conversion",
        priority="low",
        verdict="nothing",
        text=_no_difference(business, comparison.groups),
        evidence=Evidence(n=sum(group.every.n for group in comparison.groups), method=METHOD),
        sql=comparison.sql,
        mart=comparison.mart,
        period="all time",
        p=min((group.q for group in comparison.groups if group.q is not None), default=None),
        tested=comparison.tested,
    )


def _no_difference(business: Business, groups: Sequence[Compared]) -> str:
    """Side by side, and whether there is no difference or too little to see one."""
    every = [group.every for group in groups]
    if any(group.verdict != "too_few" for group in groups):
        return shares([group.matured for group in groups if group.matured.n], "no clear difference")
    if too_few(every):
        return shares(every, "too few to compare")
    return shares(every, f"too few of them are {business.conversion_window_days} days old to compare")
