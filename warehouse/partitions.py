"""Large facts as folders of days: a version writes the days that have changed and links the others."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb

from warehouse import versions
from warehouse.engine import quoted
from warehouse.files import atomic, sync, write_json
from warehouse.home import Home
from warehouse.relations import day_revisions
from warehouse.versions import PARTITION, Version

LABEL = "revisions.json"
Revisions = Mapping[str, str]


def partitioned(manifest: Path) -> set[str]:
    """Names of the marts that the project's YAML declares as partitioned by day."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    declared = {node["name"]: node["config"].get("meta", {}).get("cut_by") for node in nodes}
    return {name for name, column in declared.items() if column == PARTITION}


def write_label(home: Home, connection: duckdb.DuckDBPyConnection, target: Version) -> None:
    """Notes which build has written each day last, so that the next version can tell what has changed."""
    revisions = connection.execute(f"from {day_revisions(home, target.engine)}").fetchall()
    write_json(target.folder / LABEL, {str(day): build for day, build in revisions})


def export(
    home: Home, connection: duckdb.DuckDBPyConnection, target: Version, name: str, relation: str
) -> None:
    """Writes the mart as <mart>/session_date=<day>/rows.parquet, a day's rows in the order of the key.

    A day that no build has written since the version before is linked from there. A mart without rows is one
    file.
    """
    days = connection.execute(f"select distinct {PARTITION} from {relation} order by 1").fetchall()
    if not days:
        _write(connection, f"select * from {relation}", target.path(name))
    unchanged = _unchanged(home, target)
    for day in (str(found) for (found,) in days):
        path = _partition(target, name, day)
        if day not in unchanged or not _linked(_partition(unchanged[day], name, day), path):
            rows = f"select * from {relation} where {PARTITION} = date '{day}' order by 1, 2"
            _write(connection, rows, path)


def _unchanged(home: Home, target: Version) -> dict[str, Version]:
    """The days that the newest complete version has in the same revision, with that version."""
    base = versions.complete(home)[-1:]
    if not base or base[0].engine != target.engine:
        return {}
    now = _label(target)
    return {day: base[0] for day, revision in _label(base[0]).items() if now.get(day) == revision}


def _label(version: Version) -> Revisions:
    path = version.folder / LABEL
    said: Revisions = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return said


def _partition(version: Version, name: str, day: str) -> Path:
    return version.folder / name / f"{PARTITION}={day}" / "rows.parquet"


def _write(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    with atomic(path) as temporary:
        connection.execute(f"copy ({rows}) to '{quoted(temporary)}' (format parquet, compression zstd)")


def _linked(file: Path, path: Path) -> bool:
    """Gives the file a second name, or copies it where the disk knows no links; False where it is gone."""
    if not file.is_file():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, path)
    except OSError:
        with atomic(path) as temporary:
            shutil.copyfile(file, temporary)
    sync(path.parent)
    return True
