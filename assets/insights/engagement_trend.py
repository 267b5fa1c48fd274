"""Insights on the newest settled week of each platform: is its engagement within what is usual?"""

from datetime import timedelta
from itertools import groupby

from assets.insights.formats import change, day, number, platform, plural
from assets.insights.insight import PRIORITY_OF, Evidence, Insight, Verdict, subject
from assets.insights.marts import Business, Connection, Row, literal, rows
from assets.insights.weeks import HISTORY_WEEKS, is_news, period
from assets.statistics.counts import OUT_OF_LINE
from assets.statistics.distributions import normal_two_sided

METHOD = "robust z on log1p over the last 8 to 12 settled weeks"


def insights(connection: Connection, business: Business) -> list[Insight]:
    """One statement a platform that had a settled week in the last four."""
    sql = f"""
select platform, week_start, posts, engagement_settled, engagement_settled - change as engagement_before, z
from marts.engagement_weeks
where business_id = {business.literal} and is_settled and engagement_settled is not null
    and week_start >= {literal(business.local_today - timedelta(weeks=HISTORY_WEEKS))}
order by platform, week_start
"""
    by_platform = groupby(rows(connection, sql), key=lambda week: week["platform"])
    newest = [list(weeks)[-1] for _, weeks in by_platform]
    return [_week(business, week, sql) for week in newest if is_news(business, week)]


def _week(business: Business, week: Row, sql: str) -> Insight:
    z = week["z"]
    unusual = z is not None and abs(z) > OUT_OF_LINE
    verdict: Verdict = "finding" if unusual else "nothing"
    certain, hedged, usual = _sentences(week)
    return Insight(
        id=subject(business.business_id, "trend", "engagement", week["platform"]),
        business_id=business.business_id,
        kind="trend",
        priority=PRIORITY_OF[verdict],
        verdict=verdict,
        text=certain if unusual else usual,
        evidence=Evidence(n=week["posts"], effect=z, method=METHOD),
        sql=sql,
        mart="engagement_weeks",
        period=period(week),
        p=None if z is None else float(normal_two_sided(z)),
        tested=0 if z is None else 1,
        hedged=hedged,
    )


def _sentences(week: Row) -> tuple[str, str, str]:
    """The sentence of a finding, of a hint, and of a week in which nothing stands out."""
    now, before, z = week["engagement_settled"], week["engagement_before"], week["z"]
    what = f"engagement on {platform(week['platform'])} in the week of {day(week['week_start'])}"
    compared = number(now) if before is None else f"{change(now, before)} the week before"
    figures = f"{compared}, on {plural(week['posts'], 'post')}"
    direction = "higher" if (z or 0) > 0 else "lower"
    usual = "too few weeks to know what is usual" if z is None else "within the usual range"
    return (
        f"{what} is {direction} than usual: {figures}",
        f"{what} looks {direction} than usual, not yet certain: {figures}",
        f"{what}: {figures}, {usual}",
    )
