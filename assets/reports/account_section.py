"""The part of a report on accounts: how many follow each, and what it gained in the week."""

from assets.insights.formats import number, platform, plural
from assets.insights.marts import Row
from assets.reports.page import Point, Section, Table
from assets.reports.tables import ABSENT, count
from assets.reports.week import Week

NOT_YET = "Days that a platform has not told yet are missing."


def accounts(found: list[Row], week: Week) -> list[Section]:
    """One section, or none where no account is known."""
    if not found:
        return []
    cells = [
        (
            f"{platform(one['platform'])}\n{one['handle'] or one['account_id']}",
            count(one["followers"]),
            _gained(one["gained"], one["days_known"], week),
            _gained(one["gained_before"], one["days_known_before"], week.previous),
            count(one["profile_views"]),
        )
        for one in found
    ]
    table = Table(("Account", "Followers", "These days", "Days before", "Profile views"), cells)
    return [Section("Accounts", table=table, after=[Point(NOT_YET)])]


def _gained(value: int | None, days: int, week: Week) -> str:
    """The gain with its sign, and of how many days it is known where that is not all of them."""
    if value is None:
        return ABSENT
    said = f"{'+' if value > 0 else ''}{number(value)}"
    return said if days == week.days else f"{said}\n{plural(days, 'day')} known"
