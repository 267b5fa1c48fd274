"""The asset `reports/weekly`: writes the report of each business by its local date, and as `latest`."""

from datetime import datetime
from pathlib import Path

import dagster as dg
from pydantic import Field

from assets.insights.insights import last_build
from assets.insights.marts import UnknownBusiness, businesses
from assets.reports.composing import composed
from assets.reports.figures import gathered
from assets.reports.page import Page
from assets.reports.rendering import html, text
from assets.reports.week import local_date
from warehouse.activity import note
from warehouse.files import write_text
from warehouse.home import Home
from warehouse.publishing import reader
from warehouse.resources import Warehouse


class ReportConfig(dg.Config):
    """Which businesses get a report."""

    businesses: list[str] = Field(default_factory=list, description="Their ids; none means all.")


@dg.asset(
    key_prefix="reports",
    group_name="reports",
    owners=["team:growth"],
    kinds={"python", "html"},
    deps=[dg.AssetKey(["insights", "insights"]), dg.AssetKey(["publishing", "published"])],
)
def weekly(
    context: dg.AssetExecutionContext, config: ReportConfig, warehouse: Warehouse
) -> dg.MaterializeResult:
    """One HTML page and one text a business and local date, and the same as `latest`. A rerun replaces those
    of its date."""
    written = write(warehouse.home, warehouse.as_of(context), config.businesses)
    note(warehouse.home, "report", ", ".join(f"{path.parent.name}/{path.name}" for path in written) or "none")
    listing = "\n".join(f"- {path.parent.name}: {path.name}" for path in written)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(written),
            "folder": dg.MetadataValue.path(str(warehouse.home.reports)),
            "preview": dg.MetadataValue.md(listing),
        }
    )


def write(home: Home, as_of: datetime, wanted: list[str]) -> list[Path]:
    """Writes the reports of the businesses, all if none is named; gives back the HTML files by their date.

    One that is not published does not keep the others from theirs: UnknownBusiness is raised at the end.
    """
    build = last_build(home)
    written = []
    with reader(home) as connection:
        published = businesses(connection, as_of)
        for business in published:
            if not wanted or business.business_id in wanted:
                page = composed(gathered(connection, business, build))
                date = local_date(as_of, business.timezone).isoformat()
                written.append(_write(home.reports / business.business_id, date, page))
    known = [business.business_id for business in published]
    if set(wanted) - set(known):
        raise UnknownBusiness(known, list(set(wanted) - set(known)))
    return written


def _write(folder: Path, date: str, page: Page) -> Path:
    """Writes the page under its date and as latest, in both forms; gives back the HTML file by its date."""
    for suffix, content in {"html": html(page), "txt": text(page)}.items():
        for name in (date, "latest"):
            write_text(folder / f"{name}.{suffix}", content)
    return folder / f"{date}.html"
