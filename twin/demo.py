"""The demonstration: two businesses in two time zones, half a year of their inboxes, and their platforms."""

from datetime import datetime
from pathlib import Path

from twin import configuration, inbox, twin_file
from twin.answer_key import AnswerKey, truth
from twin.fakes.tokens import first_token
from twin.simulation import simulate
from twin.social_world import BUSINESSES, social_accounts
from twin.twin_file import PORT, TwinFile
from twin.world import Period


def write(home: Path, as_of: datetime, seed: int = 7, days: int = 180, port: int = PORT) -> AnswerKey:
    """Fills a home with almanac.yaml, twin.json and both inboxes as of a naive UTC moment; gives the truth.

    Published posts are on the simulated platforms, which `python -m twin.serve` serves on that port; the
    inboxes hold what was downloaded from X before, and what is planned. The same arguments write the same
    bytes. Nothing in the files is later than `as_of`, except the times for which posts are scheduled. Raises
    OccupiedHomeError if the home has a configuration of its own.
    """
    configuration.check(home)
    period = Period.before(as_of.replace(microsecond=0), days)
    accounts = social_accounts(seed, period.start)
    simulations = [
        simulate(
            business, period, seed, [each for each in accounts if each.profile.business_id == business.id]
        )
        for business in BUSINESSES
    ]
    for simulation in simulations:
        inbox.write(home / "inbox" / simulation.business.id, simulation)
    TwinFile(seed, period.start, port).write(home)
    # Last, so that a home with a configuration is a home with all its files.
    configuration.write(home, BUSINESSES, [each.profile for each in accounts], port)
    return AnswerKey(seed, as_of.isoformat(), days, [truth(simulation) for simulation in simulations])


def environment(home: Path) -> dict[str, str]:
    """The variables that hold the tokens of a demonstration home; empty for any other."""
    if not (home / twin_file.NAME).is_file():
        return {}
    profiles = [account.profile for account in twin_file.read(home).world().accounts]
    return {configuration.variable(each): first_token(each.platform, each.account_id) for each in profiles}


def port(home: Path) -> int:
    """Where the platforms of a demonstration home answer; raises FileNotFoundError for any other home."""
    return twin_file.read(home).port
