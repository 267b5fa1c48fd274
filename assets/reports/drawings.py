"""The three drawings of a report as SVG text: calm, printable, safe for colour-blind readers."""

from typing import TYPE_CHECKING

from assets.insights.formats import platform
from assets.insights.marts import Row
from assets.reports.drawing_style import HEIGHT, HUES, INK, MUTED, REST, WIDTH, colour, largest, svg

if TYPE_CHECKING:
    import altair as alt

SOURCES_DRAWN = 8
DAY_AND_MONTH = "timeFormat(toDate(datum.value + 'T00:00'), '%-d %b')"


def opportunities_by_week(weeks: list[Row]) -> str | None:
    """Stacked bars, the four largest sources apart, the running week paler. None under two weeks."""
    weeks = [week for week in weeks if week["source"] != "all"]
    if len({week["week_start"] for week in weeks}) < 2:
        return None
    import altair as alt

    names = largest([(week["source"], week["opportunities"]) for week in weeks])
    chart = alt.Chart(alt.Data(values=_summed(weeks, names)), width=WIDTH, height=HEIGHT).mark_bar()
    drawn = chart.encode(
        x=_weeks(),
        y=alt.Y("opportunities:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=4)),
        color=colour(names),
        order=alt.Order("rank:Q"),
        opacity=alt.condition("datum.is_complete", alt.value(1), alt.value(0.45)),
    )
    return svg(drawn)


def engagement_by_week(weeks: list[Row]) -> str | None:
    """A line with marks for each platform, weeks whose posts are seven days old. None under two weeks."""
    weeks = [week for week in weeks if week["engagement"] is not None]
    if len({week["week_start"] for week in weeks}) < 2:
        return None
    import altair as alt

    sizes = [(platform(week["platform"]), week["engagement"]) for week in weeks]
    names = [name for name in largest(sizes) if name != REST]
    values = [
        {"week": week["week_start"].isoformat(), "name": name, "engagement": engagement}
        for week, (name, engagement) in zip(weeks, sizes, strict=True)
        if name in names
    ]
    chart = alt.Chart(alt.Data(values=values), width=WIDTH, height=HEIGHT)
    drawn = chart.mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=42)).encode(
        x=_weeks(),
        y=alt.Y("engagement:Q", title=None, axis=alt.Axis(tickCount=4)),
        color=colour(names),
        shape=alt.Shape("name:N", scale=alt.Scale(domain=names)),
    )
    return svg(drawn)


def conversion_by_source(sources: list[Row]) -> str | None:
    """A dot for each source's rate on its 95 % interval, with k/n beside it. None without a source."""
    values = [_dot(source) for source in sources[:SOURCES_DRAWN] if source["opportunities"]]
    if not values:
        return None
    import altair as alt

    names = alt.Axis(grid=False, ticks=False, domain=False, labelColor=INK, labelLimit=90, labelPadding=10)
    base = alt.Chart(alt.Data(values=values), width=WIDTH - 80, height=max(60, 26 * len(values))).encode(
        y=alt.Y("source:N", title=None, sort=None, axis=names)
    )
    rate = alt.X("low:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4), scale=alt.Scale(domainMin=0))
    return svg(
        base.mark_rule(strokeWidth=5, color=HUES[0], opacity=0.28, strokeCap="round").encode(
            x=rate, x2="high:Q"
        )
        + base.mark_circle(size=70, color=HUES[0], opacity=1).encode(x="rate:Q")
        + base.mark_text(align="left", dx=8, color=MUTED, fontSize=11).encode(x="high:Q", text="label:N")
    )


def _dot(source: Row) -> Row:
    conversions, opportunities = source["conversions"], source["opportunities"]
    return {
        "source": source["value"],
        "rate": conversions / opportunities,
        "low": source["rate_low"],
        "high": source["rate_high"],
        "label": f"{conversions:,}/{opportunities:,}",
    }


def _weeks() -> "alt.X":
    import altair as alt

    axis = alt.Axis(labelExpr=DAY_AND_MONTH, labelAngle=0, labelOverlap="parity", grid=False)
    return alt.X("week:O", title=None, axis=axis)


def _summed(weeks: list[Row], names: list[str]) -> list[Row]:
    """One row a week and name shown, with the opportunities of all sources that the name stands for."""
    sums: dict[tuple[str, str, bool], int] = {}
    for week in weeks:
        name = week["source"] if week["source"] in names else REST
        key = (week["week_start"].isoformat(), name, week["is_complete"])
        sums[key] = sums.get(key, 0) + week["opportunities"]
    return [
        {
            "week": week,
            "name": name,
            "rank": names.index(name),
            "is_complete": complete,
            "opportunities": count,
        }
        for (week, name, complete), count in sums.items()
    ]
