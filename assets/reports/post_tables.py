"""The table of a report on posts as text. What a platform does not give is a dash, not a zero."""

from assets.insights.formats import number, platform, plural, rate
from assets.insights.marts import Row
from assets.reports.page import Table
from assets.reports.tables import ABSENT, count


def platforms(found: list[Row]) -> Table:
    """The posts of the week by platform, with what they have collected so far."""
    rows = [
        (
            platform(one["platform"]),
            f"{number(one['posts'])}\n{number(one['posts_before'])} before",
            count(one["seen"]),
            f"{count(one['engagement'])}\n{_parts(one)}",
            count(one["clicks"]),
            rate(one["rate_k"], one["rate_n"]).replace(" (", "\n(") if one["rate_n"] else ABSENT,
        )
        for one in found
    ]
    return Table(("Platform", "Posts", "Views", "Engagement", "Clicks", "Rate"), rows)


def _parts(posts: Row) -> str:
    """Likes, comments and shares, as far as the platform gives them."""
    named = [
        (posts[f"{name}s"], name) for name in ("like", "comment", "share") if posts[f"{name}s"] is not None
    ]
    return ", ".join(plural(value, name) for value, name in named)
