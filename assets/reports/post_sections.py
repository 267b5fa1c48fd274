"""The part of a report on posts: the week by platform, its posts with most engagement, the trend."""

from assets.insights.formats import day, number, platform, plural
from assets.insights.marts import Row
from assets.reports import drawings
from assets.reports.figures import Figures
from assets.reports.page import Drawing, Point, Section
from assets.reports.post_tables import platforms

EXCERPT = 120
CAPTION = "Engagement seven days after posting, by week of posting"


def posts(figures: Figures) -> list[Section]:
    """One section, or none where no post was ever published."""
    found = figures.posts
    if not found.first_posted_on:
        return []
    svg = drawings.engagement_by_week(found.weeks)
    return [
        Section(
            "Posts and engagement",
            text="" if found.platforms else "No posts in these days or the same days before.",
            table=platforms(found.platforms) if found.platforms else None,
            drawings=[Drawing(svg, CAPTION)] if svg else [],
            after=[*(_top_post(post) for post in found.top), *_planned(found.planned)],
        )
    ]


def _top_post(post: Row) -> Point:
    seen = f" on {plural(post['seen'], 'view')}" if post["seen"] else ""
    collected = f"engagement {number(post['engagement'])}{seen} so far"
    where = f"{platform(post['platform'])}, {day(post['posted_date'])}"
    return Point(f"“{excerpt(post['text'] or 'without text')}”", detail=f"{where}: {collected}")


def _planned(count: int) -> list[Point]:
    planned = f"{plural(count, 'post is', 'posts are')} planned for the next seven days."
    return [Point(planned)] if count else []


def excerpt(text: str) -> str:
    """The beginning of a post in one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[:EXCERPT].rsplit(" ", 1)[0] + " …"
