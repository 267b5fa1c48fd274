"""The command `almanac` and its sub-commands; each lives in a file of its own and imports what is slow
only when it runs."""

import typer
from dotenv import load_dotenv

from orchestration.command_line import ask, convert, demo, initialise, plan, report, run, sql, status, ui
from orchestration.command_line.console import fail
from warehouse.configuration.loading import ConfigurationError
from warehouse.configuration.settings import UnknownBusiness
from warehouse.home import REPOSITORY
from warehouse.locks import Busy
from warehouse.pseudonyms import MissingKey
from warehouse.versions import NothingPublished

app = typer.Typer(
    name="almanac",
    help="A growth-analytics warehouse that fits on a laptop.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("init")(initialise.init)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("sync")(run.sync)
app.command("report")(report.report)
app.command("sql")(sql.sql)
app.command("ask")(ask.ask)
app.command("convert")(convert.convert)
app.command("status")(status.status)
app.add_typer(plan.app, name="plan")
app.command("ui")(ui.ui)


def main() -> None:
    """The entry point: faults that a person can mend are told in one line, everything else with its
    traceback."""
    load_dotenv(REPOSITORY / ".env")
    try:
        app()
    except (ConfigurationError, MissingKey, NothingPublished, UnknownBusiness, Busy) as fault:
        try:
            fail(str(fault))
        except typer.Exit as ended:
            raise SystemExit(ended.exit_code) from None
