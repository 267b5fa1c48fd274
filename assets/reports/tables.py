"""The tables of a report as text. What is absent is a dash: absent is not zero."""

from assets.insights.formats import (
    hours,
    moment,
    money,
    number,
    percent,
    rate,
    relative,
    short_day,
)
from assets.insights.marts import Row
from assets.reports.figures import Figures
from assets.reports.page import Table

ABSENT = "–"
ROWS = 10
WEEKS = 6


def week_over_week(figures: Figures) -> Table:
    """The days of the week beside the same days before: counts that both had the same time to collect."""
    now, before, posts = figures.opportunities.now, figures.opportunities.before, figures.posts.platforms
    currency = figures.business.currency
    return Table(
        ("", "These days", "Same days before", "Change"),
        [
            ("New opportunities", *_counts(now["opportunities"], before["opportunities"])),
            ("Responses sent", *_counts(now["responses"], before["responses"])),
            ("Median time to respond", _hours(now["response_hours"]), _hours(before["response_hours"]), ""),
            ("Conversions recorded", *_counts(now["conversions"], before["conversions"])),
            ("Revenue recorded", *_amounts(now["revenue_minor"], before["revenue_minor"], currency)),
            ("Posts published", *_counts(_sum(posts, "posts"), _sum(posts, "posts_before"))),
        ],
    )


def conversion(found: list[Row], name: str, currency: str) -> Table:
    """Sources or types: new ones, conversion to date with its interval, revenue to date, response time."""
    total = _sum(found, "revenue_minor")
    rows = [
        (
            one["value"],
            number(one["new"]),
            f"{rate(one['conversions'], one['opportunities'])}\n"
            f"{percent(one['rate_low'])} to {percent(one['rate_high'])}",
            _revenue(one["revenue_minor"], total, currency),
            _hours(one["median_response_hours"]),
        )
        for one in found[:ROWS]
    ]
    return Table((name, "New", "Converted to date", "Revenue to date", "Response"), rows)


def weeks(found: list[Row]) -> Table:
    """The newest weeks of all sources together, newest first."""
    every = [week for week in found if week["source"] == "all"]
    rows = [
        (
            short_day(week["week_start"]) + ("" if week["is_complete"] else "\nrunning"),
            number(week["opportunities"]),
            rate(week["conversions"], week["opportunities"]) if week["opportunities"] else ABSENT,
            rate(week["responded"], week["opportunities"]) if week["opportunities"] else ABSENT,
            _hours(week["median_response_hours"]),
        )
        for week in every[: -WEEKS - 1 : -1]
    ]
    return Table(("Week of", "New", "Converted so far", "Responded", "Response"), rows)


def data_status(found: list[Row], timezone: str) -> Table:
    """The sources with their newest data, on the clock of the business."""
    rows = [
        (
            _source(source["source"], source["account"]),
            moment(source["newest_data"], timezone) if source["newest_data"] else ABSENT,
            count(source["rows"]),
            count(source["rejected"]),
        )
        for source in found
    ]
    return Table(("Source", "Newest data", "Rows", "Refused"), rows)


def _source(source: str, account: str | None) -> str:
    """The source with its account; files that people drop have none."""
    return source if account in (None, "inbox") else f"{source} {account}"


def _sum(found: list[Row], name: str) -> int:
    return sum(one[name] or 0 for one in found)


def count(value: int | None) -> str:
    """A count, or a dash where it is absent."""
    return ABSENT if value is None else number(value)


def _hours(value: float | None) -> str:
    return ABSENT if value is None else hours(value)


def _revenue(minor: int | None, total: int, currency: str) -> str:
    if minor is None:
        return ABSENT
    return money(minor, currency) + (
        f"\n{percent(minor / total)} of {money(total, currency)}" if total else ""
    )


def _counts(now: int, before: int) -> tuple[str, str, str]:
    changed = relative(now, before) if now != before else ""
    return (
        number(now),
        number(before),
        "\n".join([f"{now - before:+,}" if now != before else "0", changed]).strip(),
    )


def _amounts(now: int, before: int, currency: str) -> tuple[str, str, str]:
    sign = "+" if now > before else ""
    return money(now, currency), money(before, currency), sign + money(now - before, currency)
