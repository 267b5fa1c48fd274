"""The manifest of the dbt project, from which Dagster's graph and the descriptions are made; parsed anew
when stale."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from warehouse.dbt import DbtError
from warehouse.home import DBT_PROJECT, REPOSITORY
from warehouse.locks import exclusive

FOLDERS = ("models", "macros", "seeds", "tests")


def manifest() -> Path:
    """Path of the manifest, parsed anew where a file of the project is newer; raises DbtError where that
    fails."""
    path = DBT_PROJECT / "target" / "manifest.json"
    if not _is_stale(path):
        return path
    with exclusive(path.parent / ".parse.lock"):
        if _is_stale(path):
            parse(path.parent)
    return path


def parse(target: Path) -> None:
    """Parses the project from scratch and writes manifest.json into the folder; raises DbtError with dbt's
    words."""
    with tempfile.TemporaryDirectory() as folder:
        folders = {
            "--project-dir": DBT_PROJECT,
            "--profiles-dir": DBT_PROJECT,
            "--target-path": target,
            "--log-path": folder,
        }
        answer = subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", "parse", "--no-partial-parse", "--no-use-colors"]
            + [str(part) for pair in folders.items() for part in pair],
            cwd=REPOSITORY,
            env={
                **os.environ,
                "ALMANAC_HOME": folder,
                "ALMANAC_AS_OF": "2000-01-01 00:00:00",
                "ALMANAC_ENGINE": "duckdb",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    if answer.returncode:
        raise DbtError(f"dbt_project does not parse:\n{answer.stdout}{answer.stderr}")


def _is_stale(path: Path) -> bool:
    """Whether a file that the manifest is made of is newer than it, or it is missing."""
    if not path.is_file():
        return True
    made = path.stat().st_mtime
    files = [
        *DBT_PROJECT.glob("*.yml"),
        *(file for name in FOLDERS for file in (DBT_PROJECT / name).rglob("*")),
    ]
    return any(file.stat().st_mtime > made for file in files)


if __name__ == "__main__":
    parse(manifest().parent)
