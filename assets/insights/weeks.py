"""What statements about a week share: how far back they look, what is news, how a week is named."""

from datetime import timedelta

from assets.insights.marts import Business, Row

HISTORY_WEEKS = 13
NEWS_DAYS = 28


def is_news(business: Business, week: Row) -> bool:
    """Whether the week began in the last four weeks."""
    return bool(week["week_start"] >= business.local_today - timedelta(days=NEWS_DAYS))


def period(week: Row) -> str:
    """The seven days of the week: "2026-11-09 to 2026-11-15"."""
    return f"{week['week_start'].isoformat()} to {(week['week_start'] + timedelta(days=6)).isoformat()}"
