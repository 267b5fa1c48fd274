"""The SQL of all seeds and models without dbt: compiled once, then run on any DuckDB connection."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
# Stands for as_of in the compiled text, until `build` puts the moment in its place.
AS_OF = "1000-01-01 00:00:00"


Connection = duckdb.DuckDBPyConnection


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


@cache
def statements() -> list[Statement]:
    """This repository's seeds and models, compiled once a process."""
    with tempfile.TemporaryDirectory() as folder:
        return compiled(PROJECT, Path(folder))


def compiled(project: Path, target_dir: Path) -> list[Statement]:
    """All seeds and models in an order in which they can be built; raises CompileError in dbt's words."""
    from dbt.adapters.factory import cleanup_connections, reset_adapters
    from dbt.cli.main import dbtRunner

    folders = [f"--project-dir={project}", f"--profiles-dir={project}"]
    folders += [f"--target-path={target_dir}", f"--log-path={target_dir}"]
    what = ["--quiet", "--log-level=none", "--select", "resource_type:model", "resource_type:seed"]
    (target_dir / "warehouse").mkdir(parents=True, exist_ok=True)
    with _environment(ALMANAC_HOME=str(target_dir), ALMANAC_AS_OF=AS_OF, ALMANAC_ENGINE="duckdb"):
        answer = dbtRunner().invoke(["compile", *what, *folders])
        cleanup_connections()
        reset_adapters()
    if not answer.success:
        raise CompileError(f"{project} does not compile: {answer.exception}")
    nodes: list[Any] = [result.node for result in getattr(answer.result, "results", [])]
    wanted = [node for node in nodes if node.resource_type in ("seed", "model")]
    return [_statement(node, project) for node in _in_order(wanted)]


def build(connection: Connection, all_of: list[Statement], home: Path, as_of: datetime) -> None:
    """Builds everything into the connection's database from the raw layer of that home, as of that moment."""
    connection.execute(f"set file_search_path = '{home}'")
    for schema in sorted({statement.schema for statement in all_of}):
        connection.execute(f"create schema if not exists {schema}")
    for statement in all_of:
        connection.execute(statement.sql(as_of))


def _in_order(nodes: Iterable[Any]) -> Iterator[Any]:
    known = {node.unique_id: node for node in nodes}
    parents = {key: [each for each in _parents(node) if each in known] for key, node in known.items()}
    return (known[key] for key in TopologicalSorter(parents).static_order())


def _parents(node: Any) -> list[str]:
    return [] if node.resource_type == "seed" else list(node.depends_on.nodes)


def _statement(node: Any, project: Path) -> Statement:
    if node.resource_type == "seed":
        return Statement(node.name, node.schema, "table", _seed_query(node, project))
    # The database is whatever the connection has open, so its name in the compiled text goes.
    query = node.compiled_code.replace(f'"{node.database}".', "")
    kind = "view" if node.config.materialized == "view" else "table"
    return Statement(node.name, node.schema, kind, query)


def _seed_query(node: Any, project: Path) -> str:
    types = node.config.column_types
    columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in types.items())
    file = project / node.original_file_path
    return f"select {columns} from read_csv('{file}', header = true, all_varchar = true)"


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
