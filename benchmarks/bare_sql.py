"""The SQL of all seeds and models without dbt: compiled once, then run on any DuckDB connection. A yardstick, and fast tests."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

# Stands for as_of in the compiled text, until `build` puts the moment in its place.
AS_OF = "1000-01-01 00:00:00"


class CompileError(RuntimeError):
    """dbt could not compile the project."""


@dataclass(frozen=True)
class Statement:
    """One seed or model: where it goes, whether as view or table, and the query that fills it."""

    name: str
    schema: str
    kind: str
    query: str

    def sql(self, as_of: datetime) -> str:
        """The statement that creates it as of that moment."""
        query = self.query.replace(AS_OF, as_of.isoformat(sep=" "))
        return f"create or replace {self.kind} {self.schema}.{self.name} as\n{query}"


def compiled(project: Path, target_dir: Path) -> list[Statement]:
    """All seeds and models in an order in which they can be built; raises CompileError with dbt's own words."""
    from dbt.adapters.factory import cleanup_connections, reset_adapters
    from dbt.cli.main import dbtRunner

    folders = {"project-dir": project, "profiles-dir": project, "target-path": target_dir, "log-path": target_dir}
    arguments = [f"--{name}={folder}" for name, folder in folders.items()]
    (target_dir / "warehouse").mkdir(parents=True, exist_ok=True)
    with _environment(ALMANAC_HOME=str(target_dir), ALMANAC_AS_OF=AS_OF, ALMANAC_ENGINE="duckdb"):
        answer = dbtRunner().invoke(["compile", "--quiet", "--log-level=none", "--select", "resource_type:model", "resource_type:seed", *arguments])
        cleanup_connections()
        reset_adapters()
    if not answer.success:
        raise CompileError(f"{project} does not compile: {answer.exception}")
    return [_statement(node, project) for node in _in_order(result.node for result in answer.result.results)]


def build(connection: duckdb.DuckDBPyConnection, statements: list[Statement], home: Path, as_of: datetime) -> None:
    """Builds everything into the connection's database from the raw layer of that home, as of that moment (UTC)."""
    connection.execute(f"set file_search_path = '{home}'")
    for schema in sorted({statement.schema for statement in statements}):
        connection.execute(f"create schema if not exists {schema}")
    for statement in statements:
        connection.execute(statement.sql(as_of))


def _in_order(nodes: Iterable[Any]) -> Iterator[Any]:
    known = {node.unique_id: node for node in nodes if node.resource_type in ("seed", "model")}
    parents = {key: [parent for parent in node.depends_on.nodes if parent in known] if node.resource_type == "model" else []
               for key, node in known.items()}  # fmt: skip
    return (known[key] for key in TopologicalSorter(parents).static_order())


def _statement(node: Any, project: Path) -> Statement:
    if node.resource_type == "seed":
        return Statement(node.name, node.schema, "table", _seed_query(node, project))
    # The database is whatever the connection has open, so its name in the compiled text goes.
    query = node.compiled_code.replace(f'"{node.database}".', "")
    return Statement(node.name, node.schema, node.config.materialized, query)


def _seed_query(node: Any, project: Path) -> str:
    columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in node.config.column_types.items())
    return f"select {columns} from read_csv('{project / node.original_file_path}', header = true, all_varchar = true)"


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
