"""A report put together from its figures: title, period, notices, footnotes, where it comes from."""

from assets.insights.formats import FEWEST_UNITS, hours, moment, plural
from assets.reports.cards import cards
from assets.reports.figures import Figures
from assets.reports.page import Page, Point
from assets.reports.sections import sections
from assets.reports.week import Week


def composed(figures: Figures) -> Page:
    """The page that both the HTML file and the text twin show."""
    business, week = figures.business, figures.week
    return Page(
        name=business.name,
        title=f"{business.name}: week of {week.first.day} {week.first:%B %Y}",
        period=f"{period(week)} ({plural(week.days, 'complete day')}, {business.timezone})",
        notices=notices(figures),
        cards=[] if figures.is_empty else cards(figures),
        sections=sections(figures),
        footnotes=[] if figures.is_empty else footnotes(figures),
        origin=origin(figures),
    )


def period(week: Week) -> str:
    """The days of the week in words: "Monday 9 to Saturday 14 November 2026"."""
    last = f"{week.last:%A} {week.last.day} {week.last:%B %Y}"
    if week.days == 1:
        return last
    month = "" if week.first.month == week.last.month else f" {week.first:%B}"
    year = "" if week.first.year == week.last.year else f" {week.first.year}"
    return f"{week.first:%A} {week.first.day}{month}{year} to {last}"


def notices(figures: Figures) -> list[Point]:
    """What has to be known before any figure is read."""
    found = []
    if not figures.document.build.ok:
        found.append(_old_version(figures))
    elif figures.stale_hours is not None:
        found.append(Point(f"The figures are {hours(figures.stale_hours)} old.", tag="Old figures"))
    if figures.business.is_demonstration:
        found.append(Point("All figures are simulated and describe nobody.", tag="Demonstration data"))
    return found


def _old_version(figures: Figures) -> Point:
    document = figures.document
    shown = moment(document.published_as_of, figures.business.timezone)
    return Point(
        "The last build did not pass. All figures are those of "
        f"version {document.published_version}, as of {shown}.",
        tag="Old figures",
        detail="; ".join(document.build.reasons) or "No reason was recorded.",
    )


def origin(figures: Figures) -> str:
    """Which version of which moment the figures are from, and which moment the report is made for."""
    zone, document = figures.business.timezone, figures.document
    return (
        f"Report of {moment(document.as_of, zone)}. Figures: version {document.published_version}, "
        f"as of {moment(document.published_as_of, zone)} ({zone}). Made by Almanac."
    )


def footnotes(figures: Figures) -> list[str]:
    """What the words of the report mean."""
    business, tested = figures.business, figures.document.statements_tested
    return [
        "Only complete days count; they are compared with the same days of the week before. A change of a "
        f"few is often chance, and a change in percent needs at least {FEWEST_UNITS} to start from.",
        "Converted to date: opportunities of any age that have converted so far. The 95 % interval (Wilson) "
        "is where the true rate plausibly lies; with few opportunities it is wide.",
        "Sources and types are compared, each against all others, over opportunities that are at least "
        f"{business.conversion_window_days} days old.",
        f"Finding: passed its test after correction for all {tested} statements tested (Benjamini-Hochberg, "
        "5 %). Hint: likely, not certain. Count: a plain count, nothing was tested. No verdict: no clear "
        "difference, or too few to compare. All of it is observed, none of it an experiment.",
        "Engagement is likes, comments and shares (and saves on Instagram), as far as given; "
        "a dash means not given, which is not zero. Its rate is by views, or by impressions without views.",
        f"Revenue is in {business.currency}; other currencies are left out. Times are those of "
        f"{business.timezone}.",
    ]
