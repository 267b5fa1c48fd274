"""Insights on change: the newest complete week against the one before. Names no reason for it."""

from datetime import timedelta

from assets.insights import engagement_trend
from assets.insights.formats import change, day, index_interval
from assets.insights.insight import PRIORITY_OF, Evidence, Insight, Verdict, subject
from assets.insights.marts import Business, Connection, Row, literal, rows
from assets.insights.weeks import HISTORY_WEEKS, is_news, period
from assets.statistics.counts import FEWEST_EVENTS, FEWEST_WEEKS, Change, week_to_week
from assets.statistics.verdicts import HINT_UNITS, LIKELY, SIGNIFICANT

METHOD = "quasi-Poisson comparison of two weeks, dispersion from the weeks before, 95 % interval"


def insights(connection: Connection, business: Business) -> list[Insight]:
    """New opportunities, and engagement on each platform; what is older than four weeks is no news."""
    return [*_opportunities(connection, business), *engagement_trend.insights(connection, business)]


def _opportunities(connection: Connection, business: Business) -> list[Insight]:
    sql = f"""
select week_start, opportunities
from marts.opportunity_weeks
where business_id = {business.literal} and source = 'all' and is_complete
    and week_start >= {literal(business.local_today - timedelta(weeks=HISTORY_WEEKS))}
order by week_start
"""
    weeks = rows(connection, sql)
    if len(weeks) < 2 or not is_news(business, weeks[-1]):
        return []
    return [_week(business, weeks, sql)]


def _week(business: Business, weeks: list[Row], sql: str) -> Insight:
    counts = [week["opportunities"] for week in weeks]
    test = _test(counts)
    verdict = _tier(test, counts[-2] + counts[-1])
    certain, hedged, nothing = _sentences(weeks[-1], counts, test)
    return Insight(
        id=subject(business.business_id, "trend", "opportunities"),
        business_id=business.business_id,
        kind="trend",
        priority=PRIORITY_OF[verdict],
        verdict=verdict,
        text={"finding": certain, "hint": hedged, "nothing": nothing}[verdict],
        evidence=_evidence(test, counts[-2] + counts[-1]),
        sql=sql,
        mart="opportunity_weeks",
        period=period(weeks[-1]),
        p=test.p_value if test else None,
        tested=1 if test else 0,
        hedged=hedged,
    )


def _sentences(week: Row, counts: list[int], test: Change | None) -> tuple[str, str, str]:
    """The sentence of a finding, of a hint, and of no clear difference."""
    before, now = counts[-2:]
    what, figures = f"new opportunities of the week of {day(week['week_start'])}", change(now, before)
    if test is None:
        few = "too few to compare" if before < FEWEST_EVENTS else "too few weeks to know what is usual"
        return "", "", f"{what}: {figures} the week before, {few}"
    direction = "higher" if now > before else "lower"
    grounds = f"{figures}, {index_interval(test.low, test.high, 95, 'the week before')}"
    return (
        f"{what} are {direction} than the week before: {grounds}",
        f"{what} look {direction} than the week before, not yet certain: {grounds}",
        f"{what}: {figures} the week before, no clear difference",
    )


def _test(counts: list[int]) -> Change | None:
    """The newest week against the one before; None without eight weeks that show how much weeks differ."""
    history = counts[:-1]
    return week_to_week(history[-1], counts[-1], history) if len(history) >= FEWEST_WEEKS else None


def _tier(test: Change | None, units: int) -> Verdict:
    if test is None:
        return "nothing"
    if test.p_value < SIGNIFICANT:
        return "finding"
    return "hint" if 1 - test.p_value / 2 >= LIKELY and units >= HINT_UNITS else "nothing"


def _evidence(test: Change | None, units: int) -> Evidence:
    if test is None:
        return Evidence(n=units, method=METHOD)
    effect, low, high = (round(value, 6) for value in (test.ratio, test.low, test.high))
    return Evidence(n=units, effect=effect, low=low, high=high, method=METHOD)
