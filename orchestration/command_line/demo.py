"""`almanac demo`: a simulated world dropped into the inbox, one whole cycle over it, and what to ask of
the result."""

import os
import socket
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import typer

from orchestration.command_line.console import FAILED, AsOf, Json, fail, out, show, table, working
from orchestration.command_line.cycle import cycle
from orchestration.command_line.initialise import initialised
from orchestration.command_line.report import reported
from orchestration.command_line.results import summary
from orchestration.command_line.sql import answered
from warehouse.configuration.loading import load
from warehouse.files import write_text
from warehouse.home import Home
from warehouse.times import now

if TYPE_CHECKING:
    from twin.clock import Clock

EVENINGS = 8
QUESTIONS = {
    "Which sources convert, and how sure is it?": (
        "select business_id, value as source, conversions, opportunities,\n"
        "       round(100 * conversion_rate, 1) as percent, round(100 * rate_low, 1) as low, "
        "round(100 * rate_high, 1) as high\n"
        "from opportunity_conversion\n"
        "where dimension = 'source' and window_days is null\n"
        "order by business_id, percent desc"
    ),
    "When should I post?": (
        "select business_id, platform, weekday, 3 * hour_block as from_hour, posts,\n"
        "       round(effect, 2) as times_average, verdict\n"
        "from posting_times\n"
        "where verdict in ('recommended', 'hint')\n"
        "order by probability desc limit 5"
    ),
    "How is engagement going?": (
        "select business_id, platform, week_start, posts, engagement, round(100 * change_pct) as percent\n"
        "from engagement_weeks\n"
        "where is_settled\n"
        "order by week_start desc, business_id, platform limit 6"
    ),
}


def demo(as_of: AsOf = None, json: Json = False) -> None:
    """Fill an empty home with a simulated world, run one whole cycle and show what can be asked."""
    home = Home.from_environment()
    if home.config_file.exists() and not load(home).demonstration:
        fail(
            f"{home.root} holds a configuration of your own; choose another home: ALMANAC_HOME=./data-demo",
            json,
        )
    result = demonstrated(home, as_of or now(), json)
    show(result, json, _told)
    if not result["success"]:
        raise typer.Exit(FAILED)


def demonstrated(home: Home, moment: datetime, quiet: bool) -> dict[str, Any]:
    """Writes the world once, lets its platforms answer, runs cycle and reports, asks the questions."""
    from twin.clock import Clock
    from twin.demo import environment, write
    from twin.serve import serve
    from twin.twin_file import read

    home.create()
    is_new = not home.config_file.exists()
    if is_new:
        with working("simulating three businesses", quiet):
            key = write(home.root, moment, port=_free_port())
            write_text(home.root / "answer_key.json", key.to_json() + "\n")
    initialised(home)
    twin, clock = read(home.root), Clock(moment)
    os.environ.update(environment(home.root))
    with serve(twin.world(), clock, twin.port):
        if is_new:
            with working("reading the platforms, evening by evening", quiet):
                _lived(home, clock, [moment - timedelta(days=days) for days in range(EVENINGS, 0, -1)])
        clock.set(moment)
        result = cycle(home, moment, quiet)
    reports = reported(home, [business.id for business in load(home).businesses], moment, quiet)
    asked = (
        {about: {"sql": text, **answered(home, text)} for about, text in QUESTIONS.items()}
        if result["version"]
        else {}
    )
    return {
        **result,
        "success": result["success"] and reports["success"],
        "reports": reports["reports"],
        "errors": result["errors"] + reports["errors"],
        "questions": asked,
    }


def _lived(home: Home, clock: "Clock", evenings: list[datetime]) -> None:
    """Reads the social platforms as they were on each of the evenings, as if Almanac had been running since.

    What is dated, such as payments and visits, is the same whenever it is read.
    """
    import asyncio

    from assets.sync.accounts import Sync, read
    from assets.sync.platforms import ALL_STREAMS
    from twin.serve import FAKES

    configuration = load(home)

    async def once() -> None:
        asked = Sync(home, configuration, clock.now)
        await asyncio.gather(*(read(asked, ALL_STREAMS[platform]) for platform in FAKES))

    for evening in evenings:
        clock.set(evening)
        asyncio.run(once())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _told(result: dict[str, Any]) -> None:
    out.print(f"Demonstration data, simulated: {summary(result)}", style="bold")
    for error in result["errors"]:
        out.print(f"Failed     {error}", style="red", markup=False)
    for about, answer in result["questions"].items():
        out.print(f"\n[bold]{about}[/bold]")
        out.print(f'almanac sql "{answer["sql"]}"', style="dim", markup=False)
        out.print(table(answer["columns"], answer["rows"]))
    out.print()
    for path in result["reports"]:
        out.print(f"Report  {path}", markup=False)
    out.print("UI      [bold]make ui[/bold]  (then http://127.0.0.1:3000)")
