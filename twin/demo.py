"""The demonstration: three businesses in three time zones, half a year of their inboxes, their platforms."""

from datetime import datetime
from pathlib import Path

from twin import configuration, connected, inbox, twin_file
from twin.answer_key import AnswerKey, truth
from twin.simulation import simulate
from twin.social import SocialWorld
from twin.social_world import BUSINESSES, products, social_accounts
from twin.twin_file import PORT, TwinFile
from twin.world import Period


def write(home: Path, as_of: datetime, seed: int = 7, days: int = 180, port: int = PORT) -> AnswerKey:
    """Fills a home with almanac.yaml, twin.json and all inboxes as of a naive UTC moment; gives the truth.

    Published posts, visits and card payments are on the simulated platforms, which `python -m twin.serve`
    serves on that port; the inboxes hold what was downloaded from X before, what is planned, the events, and
    what was paid before Stripe was connected. The same arguments write the same bytes. Nothing in the files
    is later than `as_of`, except the times for which posts are scheduled. Raises OccupiedHomeError if the
    home has a configuration of its own.
    """
    configuration.check(home)
    period = Period.before(as_of.replace(microsecond=0), days)
    accounts = social_accounts(seed, period.start)
    sold = {each.business_id: each for each in products(seed, period.start, BUSINESSES, accounts)}
    simulations = []
    for business in BUSINESSES:
        own = [each for each in accounts if each.profile.business_id == business.id]
        simulations.append(simulate(business, period, seed, own, sold.get(business.id)))
    for simulation in simulations:
        inbox.write(home / "inbox" / simulation.business.id, simulation)
    TwinFile(seed, period.start, port).write(home)
    # Last, so that a home with a configuration is a home with all its files.
    world = SocialWorld(seed, tuple(accounts), tuple(sold.values()))
    configuration.write(home, BUSINESSES, connected.profiles(world), port)
    return AnswerKey(seed, as_of.isoformat(), days, [truth(simulation) for simulation in simulations])


def environment(home: Path) -> dict[str, str]:
    """The variables that hold the tokens of a demonstration home; empty for any other."""
    if not (home / twin_file.NAME).is_file():
        return {}
    twin = twin_file.read(home)
    profiles = connected.profiles(twin.world())
    return {configuration.variable(each): connected.secret(each, twin.port) for each in profiles}


def port(home: Path) -> int:
    """Where the platforms of a demonstration home answer; raises FileNotFoundError for any other home."""
    return twin_file.read(home).port
