"""What the marts and their columns mean, gathered from where it is written: dbt's YAML, and the estimates'
Parquet."""

import json
from pathlib import Path

import pyarrow.parquet as pq

from warehouse.versions import Version

Described = dict[str, tuple[str, dict[str, str]]]


def from_manifest(manifest: Path) -> Described:
    """Mart name -> (description, column -> description) for every model of the schema marts."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    return {
        node["name"]: (
            node["description"],
            {name: column["description"] for name, column in node["columns"].items()},
        )
        for node in nodes
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }


def from_parquet(version: Version) -> Described:
    """The same for the tables whose Parquet file carries descriptions in its metadata: the estimates."""
    described: Described = {}
    for table in version.tables:
        if not version.path(table).is_file():
            continue
        schema = pq.read_schema(version.path(table))
        about = (schema.metadata or {}).get(b"description")
        if about:
            columns = {
                field.name: (field.metadata or {}).get(b"description", b"").decode() for field in schema
            }
            described[table] = (about.decode(), columns)
    return described
