"""The parts of a report in their order, and which of them a business gets."""

from assets.insights.formats import plural, share
from assets.insights.insight import Insight
from assets.insights.marts import Row
from assets.reports import drawings, tables
from assets.reports.account_section import accounts
from assets.reports.figures import Figures
from assets.reports.page import Drawing, Point, Section
from assets.reports.post_sections import posts

TAGS = {"finding": "Finding", "hint": "Hint", "nothing": "No verdict"}
SEVERITIES = {"file": "File refused", "rejected": "Refused", "notice": "Notice"}
YOUNGER = "Younger weeks have had less time to convert."


def sections(figures: Figures) -> list[Section]:
    """All parts that have something to say; without any data, what to do first."""
    if figures.is_empty:
        return [to_do(figures, "What to do first"), *data(figures)]
    return [
        key_insights(figures),
        to_do(figures, "To do"),
        week(figures),
        *opportunities(figures),
        *posts(figures),
        *accounts(figures.accounts, figures.week),
        *data(figures),
    ]


def sentence(text: str) -> str:
    """The text with a capital in front and a full stop behind."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


def key_insights(figures: Figures) -> Section:
    """What the figures say, each with how sure it is, and how much more there is to read."""
    further, place = figures.further_insights, f"insights/{figures.business.business_id}.json"
    more = [Point(f"{plural(further, 'more statement is', 'more statements are')} in {place}.")]
    points = [_insight(insight) for insight in figures.key_insights]
    return Section("Key insights", points=[*points, *(more if further else [])])


def _insight(insight: Insight) -> Point:
    is_count = insight.verdict == "finding" and insight.evidence.q is None
    return Point(sentence(insight.text), tag="Count" if is_count else TAGS[insight.verdict])


def to_do(figures: Figures, title: str) -> Section:
    """What asks for an action, each tied to its figure."""
    points = [Point(sentence(one.action or ""), detail=sentence(one.text)) for one in figures.to_do]
    return Section(title, text="" if points else "Nothing is waiting.", points=points)


def week(figures: Figures) -> Section:
    """The days of the week against the same days before."""
    now = figures.opportunities.now
    converted = share(now["opportunities_converted"], now["opportunities"])
    said = f"Of the new opportunities {converted} have converted so far." if now["opportunities"] else ""
    return Section("Week over week", text=said, table=tables.week_over_week(figures))


def opportunities(figures: Figures) -> list[Section]:
    """Sources and types since the beginning, and the last weeks."""
    found = figures.opportunities
    if found.total is None:
        return []
    by_source = _drawing(drawings.conversion_by_source(found.sources), "Converted to date, 95 % interval")
    by_week = _drawing(drawings.opportunities_by_week(found.weeks), "New by week, the running one paler")
    currency = figures.business.currency
    return [
        Section(
            "Opportunities by source",
            table=tables.conversion(found.sources, "Source", currency),
            drawings=[*by_source, *by_week],
            after=_hidden(found.sources, "source"),
        ),
        Section(
            "Opportunities by type",
            table=tables.conversion(found.types, "Type", currency),
            after=_hidden(found.types, "type"),
        ),
        Section("Opportunities by week", text=YOUNGER, table=tables.weeks(found.weeks)),
    ]


def data(figures: Figures) -> list[Section]:
    """Where the figures come from, how new they are, and what was refused."""
    notes = [Point(sentence(insight.text)) for insight in figures.notes]
    refused = [_refused(entry) for entry in figures.refused]
    table = tables.data_status(figures.sources, figures.business.timezone) if figures.sources else None
    return (
        [Section("Data status", table=table, after=[*notes, *refused])] if table or notes or refused else []
    )


def _refused(entry: Row) -> Point:
    is_file = entry["severity"] == "file"
    count = plural(entry["files"], "file") if is_file else plural(entry["rows"] or 0, "row")
    return Point(
        sentence(f"{entry['source']}, {count}: {entry['reason']}"), tag=SEVERITIES[entry["severity"]]
    )


def _hidden(found: list[Row], name: str) -> list[Point]:
    hidden = len(found) - tables.ROWS
    return [Point(f"And {plural(hidden, f'more {name}')} with fewer opportunities.")] if hidden > 0 else []


def _drawing(svg: str | None, caption: str) -> list[Drawing]:
    return [Drawing(svg, caption)] if svg else []
