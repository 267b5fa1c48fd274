"""Insights on hashtags: which stand out on a platform. Tags that always come together are one set."""

from assets.insights.effects import Grouping, statements
from assets.insights.insight import Insight
from assets.insights.marts import Business, Connection

TAGS = Grouping(
    kind="hashtag",
    mart="hashtags",
    column="hashtag",
    noun="hashtag",
    phrase="with the hashtag",
    method="engagement at seven days with against without the tag, shrunk, 80 % interval, Benjamini-Hochberg",
)


def insights(connection: Connection, business: Business) -> list[Insight]:
    """For each platform the hashtags that stand out, or that none does."""
    return statements(connection, business, TAGS)
