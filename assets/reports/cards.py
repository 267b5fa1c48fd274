"""The headline figures of a report; those of what never was (leads, posts) are left out."""

from assets.insights.formats import interval, money, number, percent
from assets.reports.figures import Figures
from assets.reports.page import Card


def cards(figures: Figures) -> list[Card]:
    """Up to four figures with what they are measured against."""
    return [*_opportunities(figures), *_posts(figures)]


def _opportunities(figures: Figures) -> list[Card]:
    now, before, total = figures.opportunities.now, figures.opportunities.before, figures.opportunities.total
    if total is None:
        return []
    currency = figures.business.currency
    return [
        Card("New opportunities", number(now["opportunities"]), _same_days(number(before["opportunities"]))),
        Card(
            "Conversion to date",
            percent(total["conversions"] / total["opportunities"]),
            f"{number(total['conversions'])} of {number(total['opportunities'])}; "
            f"{interval(total['rate_low'], total['rate_high'])}",
        ),
        Card(
            "Revenue recorded",
            money(now["revenue_minor"], currency),
            _same_days(money(before["revenue_minor"], currency)),
        ),
    ]


def _posts(figures: Figures) -> list[Card]:
    if not figures.posts.first_posted_on:
        return []
    posts = sum(platform["posts"] for platform in figures.posts.platforms)
    known = [one["engagement"] for one in figures.posts.platforms if one["engagement"] is not None]
    detail = f"engagement {number(sum(known))} so far" if known else "engagement not known yet"
    return [Card("Posts published", number(posts), detail if posts else "none in these days")]


def _same_days(before: str) -> str:
    return f"{before} on the same days before"
