"""`almanac demo`: a simulated world dropped into the inbox, one whole cycle over it, and what to ask of
the result."""

from datetime import datetime
from typing import Any

import typer

from orchestration.command_line.console import FAILED, Json, fail, out, show, table, working
from orchestration.command_line.cycle import AsOf, cycle, summary
from orchestration.command_line.initialise import initialised
from orchestration.command_line.report import reported
from orchestration.command_line.sql import answered
from warehouse.configuration.loading import load
from warehouse.files import write_text
from warehouse.home import Home
from warehouse.times import now

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
    """Writes the world once, runs the cycle and the reports, and asks the three questions."""
    from twin.demo import write

    home.create()
    with working("simulating two businesses", quiet):
        if not home.config_file.exists():
            write_text(home.root / "answer_key.json", write(home.root, moment).to_json() + "\n")
        initialised(home)
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
