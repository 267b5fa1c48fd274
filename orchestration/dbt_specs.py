"""What Dagster knows of each dbt model and test, translated by dagster-dbt once for each manifest and then
remembered.

Importing dagster-dbt imports half of dbt (two seconds); a run, a tick and the command line only need its
result.
"""

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg

from warehouse.files import write_json
from warehouse.home import DBT_PROJECT

UNIQUE_ID = "dagster_dbt/unique_id"
COLUMNS = "dagster/column_schema"
Told = dict[str, Any]


class Specs(NamedTuple):
    """One spec for each seed and model, and one for each data test."""

    assets: list[dg.AssetSpec]
    checks: list[dg.AssetCheckSpec]


def dbt_specs(manifest: Path) -> Specs:
    """The specs of everything in the manifest; read from the file beside it where that was made from the
    same manifest."""
    made_of = manifest.read_bytes() + version("dagster").encode() + Path(__file__).read_bytes()
    remembered = manifest.with_name(f"specs-{hashlib.sha256(made_of).hexdigest()[:16]}.json")
    if not remembered.is_file():
        write_json(remembered, _translated(manifest))
    told = json.loads(remembered.read_text(encoding="utf-8"))
    return Specs([_asset(one) for one in told["assets"]], [_check(one) for one in told["checks"]])


def _translated(manifest: Path) -> Told:
    """dagster-dbt's translation, as plain values."""
    from dagster_dbt import DbtProject, dbt_assets

    @dbt_assets(manifest=manifest, project=DbtProject(DBT_PROJECT), exclude="resource_type:unit_test")
    def models() -> Iterator[Any]:
        """Never run: only its specs are of use."""
        yield from ()

    return {
        "assets": [_told_asset(spec) for spec in models.specs],
        "checks": [_told_check(spec) for spec in models.check_specs],
    }


def _told_asset(spec: dg.AssetSpec) -> Told:
    schema = spec.metadata.get(COLUMNS)
    return {
        "key": list(spec.key.path),
        "deps": [list(dep.asset_key.path) for dep in spec.deps],
        "description": spec.description,
        "group_name": spec.group_name,
        "owners": list(spec.owners),
        "tags": dict(spec.tags),
        "code_version": spec.code_version,
        "unique_id": spec.metadata[UNIQUE_ID],
        "columns": [[column.name, column.type, column.description] for column in schema.columns]
        if schema
        else [],
    }


def _told_check(spec: dg.AssetCheckSpec) -> Told:
    return {
        "name": spec.name,
        "asset": list(spec.asset_key.path),
        "deps": [list(dep.asset_key.path) for dep in spec.additional_deps],
        "description": spec.description,
        "unique_id": (spec.metadata or {})[UNIQUE_ID],
    }


def _asset(told: Told) -> dg.AssetSpec:
    columns = [dg.TableColumn(name, kind, description) for name, kind, description in told["columns"]]
    return dg.AssetSpec(
        key=told["key"],
        deps=[dg.AssetKey(path) for path in told["deps"]],
        description=told["description"],
        group_name=told["group_name"],
        owners=told["owners"],
        tags=told["tags"],
        code_version=told["code_version"],
        metadata={UNIQUE_ID: told["unique_id"], **({COLUMNS: dg.TableSchema(columns)} if columns else {})},
        skippable=True,
    )


def _check(told: Told) -> dg.AssetCheckSpec:
    """A check that informs the gate and does not stop the build: a red candidate can be looked at, and is
    never shown."""
    return dg.AssetCheckSpec(
        name=told["name"],
        asset=dg.AssetKey(told["asset"]),
        additional_deps=[dg.AssetKey(path) for path in told["deps"]],
        description=told["description"],
        metadata={UNIQUE_ID: told["unique_id"]},
        blocking=False,
    )
