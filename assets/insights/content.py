"""Insights on content: which formats stand out on a platform at the same age. Not on single posts."""

from assets.insights.effects import Grouping, statements
from assets.insights.insight import Insight
from assets.insights.marts import Business, Connection

FORMATS = Grouping(
    kind="content",
    mart="content_types",
    column="content_type",
    noun="format",
    phrase="in the format",
    method="engagement at seven days against the baseline, shrunk, 80 % interval, Benjamini-Hochberg",
)


def insights(connection: Connection, business: Business) -> list[Insight]:
    """For each platform the formats that stand out, or that none does."""
    return statements(connection, business, FORMATS)
