"""`almanac status`: what is published and how old, what waits in the inbox, what is late, whether anything
runs by itself."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import typer

from orchestration.command_line.console import FAILED, Json, out, show, table
from orchestration.command_line.cycle import connected_sources, opened
from warehouse.build import build_state
from warehouse.configuration.loading import Configuration
from warehouse.home import Home
from warehouse.publishing import reader
from warehouse.times import now
from warehouse.versions import published_version

DAEMONS = ("SENSOR", "SCHEDULER")
HEARTBEAT_SECONDS = 120
SOURCES = """
select business_id, source, account_id as account, last_status as status, newest_data, lag_hours, rows,
    rejected
from sync_status
order by all
"""


def status(json: Json = False) -> None:
    """Show what is published, what waits, what is late; exit code 1 when something is not well."""
    home = Home.from_environment()
    result = described(home, opened(home), now())
    show(result, json, _told)
    if result["problems"]:
        raise typer.Exit(FAILED)


def described(home: Home, configuration: Configuration, moment: datetime) -> dict[str, Any]:
    """The state of the installation at the moment (UTC), with a list of what is not well."""
    shown, state = published_version(home), build_state(home)
    waiting, left = _inbox(home, configuration)
    weather, unread = _platforms(home, configuration, moment)
    problems = [f"{path}: {reason}" for path, reason in left] + unread
    problems += [warning["words"] for warning in weather if warning["level"] != "info"]
    if shown is None:
        problems.append("nothing is published yet: run `almanac run`")
    if state is not None and state.needs_a_banner:
        problems.append(f"the last build is {state.outcome}: {'; '.join(state.reasons)}")
    return {
        "home": str(home.root),
        "published": None if shown is None else {"version": shown.number, "as_of": shown.as_of.isoformat()},
        "age_hours": None if shown is None else round((moment - shown.as_of).total_seconds() / 3600, 1),
        "last_build": None if state is None else state.outcome,
        "waiting": waiting,
        "sources": _sources(home) if shown else [],
        "weather": weather,
        "unattended": _daemons(),
        "problems": problems,
    }


def _inbox(home: Home, configuration: Configuration) -> tuple[list[str], list[tuple[str, str]]]:
    """Names of the files that the next run takes, and of those that nothing reads, with the reason."""
    from assets.inbox.kinds import ALL_KINDS
    from warehouse.intake.inbox import unmatched, waiting

    taken = [str(file.path.relative_to(home.inbox)) for file in waiting(home, configuration, ALL_KINDS, 0)]
    left = [
        (str(path.relative_to(home.inbox)), reason)
        for path, reason in unmatched(home, configuration, ALL_KINDS)
    ]
    return taken, left


def _platforms(
    home: Home, configuration: Configuration, moment: datetime
) -> tuple[list[dict[str, Any]], list[str]]:
    """What ends within 90 days, and what the newest syncs left unread, with the reason."""
    if not connected_sources(configuration):
        return [], []
    from assets.sync.ledger import newest
    from assets.sync.weather import weather

    unread = [
        f"{one.business_id}/{one.source} {one.account_id} {one.stream}: {one.status}, {one.reason}"
        for one in newest(home)
        if one.status != "ok"
    ]
    return [asdict(warning) for warning in weather(configuration, home, moment)], unread


def _sources(home: Home) -> list[dict[str, Any]]:
    with reader(home) as connection:
        found = connection.execute(SOURCES)
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _daemons() -> bool:
    """Whether the daemons that watch the inbox and the clock gave a sign of life in the last two minutes."""
    from dagster import DagsterInstance

    with DagsterInstance.get() as instance:
        beats = instance.get_daemon_heartbeats()
    last = [beats[name].timestamp for name in DAEMONS if name in beats]
    return len(last) == len(DAEMONS) and min(last) > datetime.now(UTC).timestamp() - HEARTBEAT_SECONDS


def _told(result: dict[str, Any]) -> None:
    published = result["published"]
    out.print(f"Home        {result['home']}")
    if published:
        said = f"version {published['version']}, as of {published['as_of']} UTC"
        out.print(f"Published   {said} ({result['age_hours']} h ago)")
    out.print(f"Last build  {result['last_build'] or 'none'}")
    out.print(
        f"Unattended  {'on: almanac ui is running' if result['unattended'] else 'off: start almanac ui'}"
    )
    out.print(f"Waiting     {', '.join(result['waiting']) or 'nothing'}", markup=False)
    if result["sources"]:
        out.print(table(list(result["sources"][0]), [list(source.values()) for source in result["sources"]]))
    for warning in result["weather"]:
        if warning["level"] == "info":
            out.print(f"Weather     {warning['words']}", style="yellow", markup=False)
    for problem in result["problems"]:
        out.print(f"Not well    {problem}", style="red", markup=False)
