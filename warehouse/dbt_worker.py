"""The process in which dbt runs: parses the project, waits for the word, builds, and tells of every node
as JSON lines.

Started by warehouse.dbt as `python -m warehouse.dbt_worker`. The first argument names what goes before the
word
(parse), the rest are dbt's own. It ends itself when the process that started it is gone, so that no build
goes on unlocked.
"""

import json
import os
import sys
import threading
from typing import Any, TextIO

from warehouse.profiling import PREVIEW_ROWS


def main(arguments: list[str]) -> None:
    """Parses, waits for a line on standard input that says what to build, builds; one JSON line a
    node, and a last one with all of them."""
    from dbt.cli.main import dbtRunner

    answers = _only_for_answers()
    parsed: Any = dbtRunner().invoke(["parse", *arguments])
    word = sys.stdin.readline()
    if not word:
        return
    asked = json.loads(word)
    os.environ["ALMANAC_AS_OF"] = asked["as_of"]
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    if not parsed.success:
        _say(answers, {"failed": str(parsed.exception)})
        return
    runner = dbtRunner(manifest=parsed.result, callbacks=[lambda event: _hear(answers, event)])
    anew = ["--full-refresh"] if asked["full_refresh"] else []
    built: Any = runner.invoke(["build", "--exclude-resource-type", "unit_test", *anew, *arguments])
    _close_the_database()
    if built.exception is not None or built.result is None:
        _say(answers, {"failed": str(built.exception)})
        return
    _say(answers, {"results": [_result(result) for result in built.result.results]})


def _close_the_database() -> None:
    """Writes everything to the file: the process that started this one kills it when it has its answers."""
    if "dbt.adapters.duckdb" in sys.modules:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        DuckDBConnectionManager.close_all_connections()


def _only_for_answers() -> TextIO:
    """Standard output for the answers alone; whatever else prints there goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _end_with_the_parent() -> None:
    """Standard input ends when the parent does, however it died."""
    sys.stdin.read()
    os._exit(1)


def _hear(answers: TextIO, event: Any) -> None:
    if event.info.name != "NodeFinished":
        return
    said, result = event.data.node_info, event.data.run_result
    node = {
        "unique_id": said.unique_id,
        "kind": said.resource_type,
        "name": said.node_name,
        "status": said.node_status,
        "message": result.message,
        "seconds": result.execution_time,
        "failures": result.num_failures,
        "profile": None,
    }
    if (
        said.resource_type == "model"
        and said.node_status == "success"
        and said.node_relation.schema == "marts"
    ):
        node["profile"] = _profile(said.node_relation.relation_name)
    _say(answers, {"node": node})


def _profile(relation: str) -> dict[str, Any]:
    """Row count, columns and first rows, asked through dbt's own connection: no other process may open the
    file now."""
    from dbt.adapters.factory import FACTORY

    adapter: Any = next(iter(FACTORY.adapters.values()))
    with adapter.connection_named(f"profile {relation}"):
        counted = adapter.execute(f"select count(*) from {relation}", fetch=True)[1]
        shown = adapter.execute(f"select * from {relation} limit {PREVIEW_ROWS}", fetch=True)[1]
    rows = [[None if value is None else str(value) for value in row] for row in shown.rows]
    return {"rows": int(counted.rows[0][0]), "columns": list(shown.column_names), "first": rows}


def _result(result: Any) -> dict[str, Any]:
    return {
        "unique_id": result.node.unique_id,
        "kind": str(result.node.resource_type),
        "name": result.node.name,
        "status": str(result.status),
        "message": str(result.message or ""),
        "seconds": float(result.execution_time),
        "failures": result.failures,
        "profile": None,
    }


def _say(answers: TextIO, what: dict[str, Any]) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
