"""One correction over everything that a file states, after which some findings are only hints."""

from assets.insights.insight import FALSE_DISCOVERY_RATE, PRIORITY_OF, Insight
from assets.statistics.multiplicity import benjamini_hochberg


def settled(insights: list[Insight]) -> list[Insight]:
    """The insights with their Benjamini-Hochberg q; a finding that does not survive is worded as a hint.

    Where a statement was picked from a family that was tested together, its p is the family's q: correcting
    twice can only make it more careful.
    """
    q_values = benjamini_hochberg([insight.p for insight in insights])
    return [_settled(insight, q) for insight, q in zip(insights, q_values, strict=True)]


def _settled(insight: Insight, q: float | None) -> Insight:
    evidence = insight.evidence.model_copy(update={"q": None if q is None else round(q, 6)})
    if insight.verdict != "finding" or q is None or q <= FALSE_DISCOVERY_RATE:
        return insight.model_copy(update={"evidence": evidence})
    hint = {"verdict": "hint", "priority": PRIORITY_OF["hint"], "text": insight.hedged, "action": None}
    return insight.model_copy(update={"evidence": evidence, **hint})
