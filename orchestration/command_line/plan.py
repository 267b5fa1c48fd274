"""`almanac plan backfill`: what reading the past of platforms would take, before anything is called."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.command_line.console import Json, fail, out, show, table
from orchestration.command_line.cycle import opened
from orchestration.names import PLATFORMS
from warehouse.home import Home
from warehouse.times import now

if TYPE_CHECKING:
    from assets.sync.planning import PlatformPlan, StreamPlan

MICRO = 1_000_000
app = typer.Typer(help="What something would take, before anything is called.", no_args_is_help=True)
Since = Annotated[
    datetime,
    typer.Option("--from", formats=["%Y-%m-%d"], help="First day that is wanted, such as 2026-01-31."),
]
Businesses = Annotated[list[str] | None, typer.Option("--business", help="Only accounts of this business.")]
Posts = Annotated[
    int | None, typer.Option(min=0, help="Posts to reckon with for each account; else what is known of it.")
]


@app.callback()
def plans() -> None:
    """Keeps `backfill` a command of its own although it is the only one."""


@app.command("backfill")
def backfill(
    source: Annotated[str, typer.Argument(help=f"A platform: {', '.join(PLATFORMS)}.")],
    since: Since,
    business: Businesses = None,
    posts: Posts = None,
    json: Json = False,
) -> None:
    """Show calls, minutes and dollars that reading a platform back to a day would take. Calls nothing."""
    if source not in PLATFORMS:
        fail(f"no such platform: {source}; expected one of {', '.join(PLATFORMS)}", json, 2)
    home, moment = Home.from_environment(), now()
    configuration = opened(home)
    for name in business or []:
        configuration.business(name)
    if since > moment:
        fail(f"--from: expected a day in the past, got {since:%Y-%m-%d}", json, 2)
    from assets.sync.backfill import backfill as planned
    from assets.sync.platforms import ALL_STREAMS

    streams = {source: ALL_STREAMS[source]}
    found = planned(home, configuration, streams, since.date(), moment, business or [], posts)
    if not found:
        fail(f"no {source} account has a token in {home.config_file.name}", json)
    show(_result(found[0], since), json, _told)


def _result(plan: "PlatformPlan", since: datetime) -> dict[str, Any]:
    days = max((datetime.combine(now().date(), since.time()) - since).days, 1)
    return {
        "source": plan.platform,
        "from": since.date(),
        "days_back": days,
        "calls": plan.calls,
        "minutes": round(plan.minutes, 1),
        "usd": plan.microusd / MICRO,
        "budget_left_usd": None if plan.budget is None else plan.budget / MICRO,
        "is_over_budget": plan.is_over_budget,
        "streams": [_stream(each) for each in plan.streams],
    }


def _stream(each: "StreamPlan") -> dict[str, Any]:
    return {
        "business": each.business_id,
        "account": each.account_id,
        "stream": each.stream,
        "from": each.first,
        "to": each.last,
        "posts": each.things,
        "pages": each.pages,
        "calls": each.calls,
        "minutes": each.minutes,
        "usd": each.microusd / MICRO,
        "lost": each.lost,
        "assumption": f"{each.business_id}/{each.account_id}: {each.assumption}" if each.assumption else "",
    }


def _told(result: dict[str, Any]) -> None:
    columns = ["business", "account", "stream", "from", "posts", "pages", "calls", "minutes", "usd"]
    out.print(table(columns, [[each[name] for name in columns] for each in result["streams"]]))
    said = f"{result['calls']:,} calls, {result['minutes']:,.1f} minutes, ${result['usd']:,.2f}"
    if result["budget_left_usd"] is not None:
        said += f" of ${result['budget_left_usd']:,.2f} left this month"
    out.print(f"\nIn all     {said}", style="bold")
    if result["is_over_budget"]:
        out.print("Budget     not enough: the sync would stop, and go on next month", style="red")
    for text in dict.fromkeys(
        f"{each['stream']}: {each['lost']}" for each in result["streams"] if each["lost"]
    ):
        out.print(f"Lost       {text}", style="yellow", markup=False)
    for text in dict.fromkeys(each["assumption"] for each in result["streams"] if each["assumption"]):
        out.print(f"Posts      {text}", markup=False)
    out.print(f"Read it    almanac sync {result['source']} --days-back {result['days_back']}", style="dim")
