"""What the drawings of a report look like: size, type, palette. Knows no figure."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

WIDTH, HEIGHT = 310, 150
FONT = "Helvetica, Arial, sans-serif"
INK, MUTED, GRID = "#1f2933", "#52606d", "#e4e7eb"
HUES = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
)  # Okabe and Ito's palette, told apart by colour-blind readers
REST, REST_HUE = "other", "#9aa5b1"
VEGA_LITE = "6.1"
CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": 11,
        "labelPadding": 4,
        "gridColor": GRID,
        "domainColor": GRID,
        "tickColor": GRID,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelColor": INK,
        "labelFontSize": 11,
        "symbolSize": 80,
        "offset": 4,
        "columnPadding": 10,
    },
}


def colour(names: list[str]) -> "alt.Color":
    """A hue for each name, the last one grey where it stands for all the rest."""
    import altair as alt

    hues = [REST_HUE if name == REST else hue for name, hue in zip(names, (*HUES, REST_HUE), strict=False)]
    return alt.Color("name:N", scale=alt.Scale(domain=names, range=hues))


def largest(sizes: list[tuple[str, float]]) -> list[str]:
    """The names with the largest sums, as many as there are hues, and `other` where more remain."""
    totals: dict[str, float] = {}
    for name, size in sizes:
        totals[name] = totals.get(name, 0) + size
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    return ranked[: len(HUES)] + ([REST] if len(ranked) > len(HUES) else [])


def svg(chart: "alt.Chart | alt.LayerChart") -> str:
    """The chart as SVG text, drawn without a browser."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(chart.configure(**CONFIG).to_dict(), vl_version=VEGA_LITE))
