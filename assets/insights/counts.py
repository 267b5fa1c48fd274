"""Insights that only count something: nothing is tested in them, so they are always findings."""

from assets.insights.insight import Evidence, Insight, Kind, Priority, subject
from assets.insights.marts import Business


def counted(
    business: Business,
    kind: Kind,
    name: str,
    text: str,
    count: int,
    sql: str,
    mart: str,
    priority: Priority = "medium",
    action: str | None = None,
    period: str = "all time",
) -> Insight:
    """The insight `name` of that kind, with the count as its evidence."""
    return Insight(
        id=subject(business.business_id, kind, name),
        business_id=business.business_id,
        kind=kind,
        priority=priority,
        verdict="finding",
        text=text,
        evidence=Evidence(n=count, method="count"),
        sql=sql,
        mart=mart,
        period=period,
        action=action,
    )
