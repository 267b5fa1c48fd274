"""`almanac sql`: a question in SQL to the published marts, read-only; without a question, what can be
asked of."""

from typing import Annotated, Any

import duckdb
import typer

from orchestration.command_line.console import Json, fail, out, show, table
from warehouse.home import Home
from warehouse.publishing import reader

MARTS = "select view_name as mart, comment as about from duckdb_views() where not internal order by 1"


def sql(
    question: Annotated[str, typer.Argument(help="SQL; `-` reads it from standard input.")] = "",
    json: Json = False,
) -> None:
    """Ask the published marts a question in SQL; without one, list the marts."""
    text = typer.get_text_stream("stdin").read() if question == "-" else question
    try:
        result = answered(Home.from_environment(), text or MARTS)
    except duckdb.Error as fault:
        fail(str(fault), json)
    show(result, json, lambda found: out.print(table(found["columns"], found["rows"])))


def answered(home: Home, text: str) -> dict[str, Any]:
    """Column names and rows of the answer; raises NothingPublished, or DuckDB's error for wrong SQL."""
    with reader(home) as connection:
        found = connection.execute(text)
        columns = [column[0] for column in found.description or []]
        return {"columns": columns, "rows": [list(row) for row in found.fetchall()]}
