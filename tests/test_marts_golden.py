"""The marts of a small raw layer, written down: built by dbt itself, with all its tests and unit tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks.raw_layer import land_folder

REPOSITORY = Path(__file__).resolve().parents[1]
GOLDEN = REPOSITORY / "tests" / "golden"
MARTS = sorted(path.stem for path in GOLDEN.glob("*.csv"))


def dbt_build(home: Path) -> list[Any]:
    """Builds and tests everything, unit tests too; dbt's results come back, one a node."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import cleanup_connections, reset_adapters
    from dbt.cli.main import dbtRunner

    project = REPOSITORY / "dbt_project"
    folders = [f"--project-dir={project}", f"--profiles-dir={project}"]
    folders += [f"--target-path={home / 'dbt'}", f"--log-path={home / 'logs'}"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALMANAC_HOME", str(home))
        patch.setenv("ALMANAC_AS_OF", "2026-03-30 12:00:00")
        patch.setenv("ALMANAC_ENGINE", "duckdb")
        answer = dbtRunner().invoke(["build", "--log-level=none", *folders])
    cleanup_connections()
    DuckDBConnectionManager.close_all_connections()
    reset_adapters()
    assert answer.exception is None
    return list(answer.result.results)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("golden")
    (made / "warehouse").mkdir()
    land_folder(made, GOLDEN / "raw")
    return made


@pytest.fixture(scope="module")
def results(home: Path) -> list[Any]:
    return dbt_build(home)


@pytest.fixture(scope="module")
def built(home: Path, results: list[Any]) -> Iterator[duckdb.DuckDBPyConnection]:
    copied = shutil.copy(home / "warehouse" / "build.duckdb", home / "built.duckdb")
    with duckdb.connect(str(copied), read_only=True) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    """All marts, each sorted."""
    return {mart: connection.execute(f"from marts.{mart} order by all").fetchall() for mart in MARTS}


def columns(connection: duckdb.DuckDBPyConnection, mart: str) -> dict[str, str]:
    """Names and types of a mart's columns, in their order."""
    return {name: kind for name, kind, *_ in connection.execute(f"describe marts.{mart}").fetchall()}


def test_every_model_seed_test_and_unit_test_is_green(results: list[Any]) -> None:
    bad = [(each.node.name, each.message) for each in results if str(each.status) not in ("success", "pass")]
    assert bad == []
    kinds = {str(each.node.resource_type) for each in results}
    assert kinds == {"model", "seed", "test", "unit_test"}


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_holds_the_rows_that_were_written_down(built: duckdb.DuckDBPyConnection, mart: str) -> None:
    kinds = columns(built, mart)
    golden = f"read_csv('{GOLDEN / mart}.csv', header = true, allow_quoted_nulls = false, columns = {kinds})"
    assert built.execute(f"from {golden} except all from marts.{mart} order by all").fetchall() == []
    assert built.execute(f"from marts.{mart} except all from {golden} order by all").fetchall() == []


def test_every_mart_is_written_down(built: duckdb.DuckDBPyConnection) -> None:
    listed = built.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
    assert {name for (name,) in listed} == set(MARTS)


def test_the_first_column_of_every_mart_is_the_business(built: duckdb.DuckDBPyConnection) -> None:
    assert {next(iter(columns(built, mart))) for mart in MARTS} == {"business_id"}


def test_the_empty_marts_of_other_tests_have_the_columns_that_are_built(
    built: duckdb.DuckDBPyConnection,
) -> None:
    with duckdb.connect() as connection:
        connection.execute((REPOSITORY / "tests" / "marts_contract.sql").read_text())
        tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
        for mart in tables & set(MARTS):
            assert columns(connection, mart) == columns(built, mart), mart


def test_building_again_changes_no_row(home: Path, built: duckdb.DuckDBPyConnection) -> None:
    dbt_build(home)
    with duckdb.connect(str(home / "warehouse" / "build.duckdb"), read_only=True) as connection:
        assert rows(connection) == rows(built)
