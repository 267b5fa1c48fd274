"""Everything that a report shows, gathered once, so that the page and its text twin cannot differ."""

from collections import Counter
from dataclasses import dataclass

from assets.insights.document import Build, Document, of_business
from assets.insights.insight import Insight
from assets.insights.marts import Business, Connection, Row, rows
from assets.reports import account_figures, opportunity_figures, post_figures
from assets.reports.opportunity_figures import OpportunityFigures
from assets.reports.post_figures import PostFigures
from assets.reports.week import Week, covered

STALE_HOURS = 26
KEY_INSIGHTS = 8
OF_A_KIND = 2
REASONS = 8
APART = ("actions", "data_quality")


@dataclass(frozen=True)
class Figures:
    """One report: whose, which days, from which version of the marts, and what they say."""

    business: Business
    week: Week
    document: Document
    opportunities: OpportunityFigures
    posts: PostFigures
    accounts: list[Row]
    sources: list[Row]
    refused: list[Row]

    @property
    def is_empty(self) -> bool:
        """Whether no record of the business has arrived yet."""
        return self.business.first_data_on is None

    @property
    def stale_hours(self) -> float | None:
        """Age of the figures in hours where they are more than a day old."""
        age = (self.business.as_of - self.document.published_as_of).total_seconds() / 3600
        return age if age > STALE_HOURS else None

    @property
    def key_insights(self) -> list[Insight]:
        """What the figures say, what matters most first, two of a kind; to-dos and notes are apart."""
        seen: Counter[str] = Counter()
        chosen = []
        for insight in self.document.insights:
            seen[insight.kind] += 1
            if insight.kind not in APART and seen[insight.kind] <= OF_A_KIND:
                chosen.append(insight)
        return chosen[:KEY_INSIGHTS]

    @property
    def further_insights(self) -> int:
        """How many statements there are beside the key insights, to-dos and notes."""
        return sum(insight.kind not in APART for insight in self.document.insights) - len(self.key_insights)

    @property
    def to_do(self) -> list[Insight]:
        """What asks for an action, what matters most first."""
        return [insight for insight in self.document.insights if insight.action]

    @property
    def notes(self) -> list[Insight]:
        """What a reader has to know about the data, and can do nothing about."""
        notes = [insight for insight in self.document.insights if insight.kind == "data_quality"]
        return [insight for insight in notes if not insight.action]


def gathered(connection: Connection, business: Business, build: Build) -> Figures:
    """The figures of the report that `business.as_of` asks for, all from one published version."""
    week = covered(business.as_of, business.timezone, business.week_starts)
    return Figures(
        business=business,
        week=week,
        document=of_business(connection, business, build),
        opportunities=opportunity_figures.figures(connection, business, week),
        posts=post_figures.figures(connection, business, week),
        accounts=account_figures.figures(connection, business, week),
        sources=rows(connection, _sources(business)),
        refused=rows(connection, _refused(business)),
    )


def _sources(business: Business) -> str:
    return f"""
select source, coalesce(handle, account_id) as account, newest_data, "rows", rejected
from marts.sync_status
left join (select business_id, platform as source, account_id, handle from marts.dim_accounts)
    using (business_id, source, account_id)
where business_id = {business.literal}
order by source, account
"""


def _refused(business: Business) -> str:
    return f"""
select source, severity, reason, "rows", files
from marts.quarantine_summary
where business_id = {business.literal}
order by severity, "rows" desc, source, reason
limit {REASONS}
"""
