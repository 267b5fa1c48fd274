"""The jobs of one cycle, one after the other: what has arrived, what is due, the marts, the insights."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from orchestration.command_line.console import working
from orchestration.command_line.results import gathered, summary
from orchestration.dagster_home import prepare
from orchestration.names import PLATFORMS, SOURCES, ingest
from warehouse import dbt
from warehouse.activity import note
from warehouse.configuration.loading import Configuration, load
from warehouse.home import Home
from warehouse.times import now

if TYPE_CHECKING:
    from orchestration.runner import Outcome

NOBODY = ["(nobody)"]  # the job of a platform also takes its files: then no account is read


def opened(home: Home) -> Configuration:
    """The configuration of a home that is ready to work in: folders there, key there, everything valid."""
    configuration = load(home)
    home.create()
    for business in configuration.businesses:
        (home.inbox / business.id).mkdir(exist_ok=True)
    prepare(home)
    return configuration


def cycle(home: Home, asked: datetime | None, quiet: bool, reads_platforms: bool = True) -> dict[str, Any]:
    """Runs every job of a cycle; later jobs run although an earlier one failed, as far as they can.

    Builds for the moment `asked`, None: for the moment at which everything has been read.
    """
    if home.config_file.is_file():
        dbt.warm_up(home, dbt.engine_from_environment())
    try:
        configuration = opened(home)
        found = set(waiting_sources(home, configuration))
        if reads_platforms:
            found |= due_platforms(home, configuration, asked or now())
        due: dict[str, Any] = {"only_due": True} if reads_platforms else {"businesses": NOBODY}
        outcomes = [ingested(home, source, asked, quiet, due) for source in SOURCES if source in found]
        # A second later than what has landed in this very second.
        moment = asked or now() + timedelta(seconds=1)
        outcomes.append(_job(home, "publish", moment, quiet, "building"))
        outcomes.append(_job(home, "insights", moment, quiet, "insights"))
    finally:
        dbt.cool_down()
    result = gathered(outcomes)
    note(home, "run", f"{'well' if result['success'] else 'failed'}: {summary(result)}")
    return result


def due_platforms(home: Home, configuration: Configuration, moment: datetime) -> set[str]:
    """Platforms of which a connected account is due to be read."""
    if not connected_sources(configuration):
        return set()
    from assets.sync.due import due
    from assets.sync.platforms import ALL_STREAMS

    return {name for name in PLATFORMS if due(home, configuration, ALL_STREAMS[name], moment)}


def waiting_sources(home: Home, configuration: Configuration) -> list[str]:
    """Sources for which files are waiting in the inbox."""
    from assets.inbox.kinds import ALL_KINDS
    from warehouse.intake.inbox import waiting

    found = {file.kind.source for file in waiting(home, configuration, ALL_KINDS, 0)}
    return [source for source in SOURCES if source in found]


def connected_sources(configuration: Configuration) -> list[str]:
    """Platforms of which an account has a token."""
    found = {
        account.platform for each in configuration.businesses for account in each.accounts if account.token
    }
    return [source for source in PLATFORMS if source in found]


def ingested(
    home: Home, source: str, moment: datetime | None, quiet: bool, asked: dict[str, Any] | None = None
) -> "Outcome":
    """Runs the ingest job of a source; `asked` is what its platform streams are asked for (SyncConfig)."""
    config = None
    if source in PLATFORMS:
        from assets.sync.platforms import run_config

        config = run_config(source, asked or {})
    return _job(home, ingest(source), moment, quiet, f"taking {source}", config)


def _job(
    home: Home,
    name: str,
    moment: datetime | None,
    quiet: bool,
    what: str,
    config: dict[str, Any] | None = None,
) -> "Outcome":
    with working(what, quiet):
        from orchestration.runner import run_job

        return run_job(home, name, moment, config)
