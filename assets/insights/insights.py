"""The asset `insights/insights`: writes the insights of every business as JSON files."""

import json
from datetime import datetime

import dagster as dg

from assets.insights.document import Build, Document, of_all, of_business
from assets.insights.marts import businesses
from warehouse.activity import note
from warehouse.build import build_state
from warehouse.files import write_json
from warehouse.home import Home
from warehouse.publishing import reader
from warehouse.resources import Warehouse

PREVIEWED = 5


@dg.asset(
    key_prefix="insights",
    group_name="insights",
    owners=["team:growth"],
    kinds={"python", "json"},
    deps=[dg.AssetKey(["publishing", "published"])],
)
def insights(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """One JSON file a business and insights.json for all: sentences with their evidence and SQL. A rerun
    replaces all of them."""
    everything = write(warehouse.home, warehouse.as_of(context))
    said = f"{len(everything.insights)} insights from version {everything.published_version}"
    note(warehouse.home, "insights", said)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(everything.insights),
            "insights": len(everything.insights),
            "statements_tested": everything.statements_tested,
            "published_version": everything.published_version,
            "build_ok": everything.build.ok,
            "file": dg.MetadataValue.path(str(warehouse.home.insights / "insights.json")),
            "preview": dg.MetadataValue.md(preview(everything)),
        }
    )


def write(home: Home, as_of: datetime) -> Document:
    """Writes insights/<business>.json and insights.json, removes those of businesses that are gone.

    Gives back the insights of all businesses; raises NothingPublished before the first publication.
    """
    build = last_build(home)
    with reader(home) as connection:
        documents = [of_business(connection, business, build) for business in businesses(connection, as_of)]
    everything = of_all(documents)
    files = {str(document.business_id): document for document in documents} | {"insights": everything}
    for name, document in files.items():
        write_json(home.insights / f"{name}.json", json.loads(document.model_dump_json()))
    for path in home.insights.glob("*.json"):
        if path.stem not in files:
            path.unlink()
    return everything


def last_build(home: Home) -> Build:
    """Whether the newest build was published, with the reasons where a check or an error stopped it."""
    state = build_state(home)
    if state is None or not state.needs_a_banner:
        return Build(ok=True)
    return Build(ok=False, reasons=state.reasons)


def preview(document: Document) -> str:
    """The first insights as a Markdown table."""
    lines = ["| business | priority | verdict | insight |", "|---|---|---|---|"]
    for insight in document.insights[:PREVIEWED]:
        text = insight.text.replace("|", "\\|")
        lines.append(f"| {insight.business_id} | {insight.priority} | {insight.verdict} | {text} |")
    return "\n".join(lines)
