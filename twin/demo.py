"""The demonstration: two businesses in two time zones, and half a year of what their inboxes received."""

from datetime import datetime
from pathlib import Path

from twin import configuration, inbox
from twin.answer_key import AnswerKey, truth
from twin.golf import FAIRWAY
from twin.pottery import SPREEWERK
from twin.simulation import simulate
from twin.world import Period

BUSINESSES = (FAIRWAY, SPREEWERK)


def write(home: Path, as_of: datetime, seed: int = 7, days: int = 180) -> AnswerKey:
    """Fills a home with almanac.yaml and both inboxes as of a naive UTC moment, and returns what is true.

    The same arguments write the same bytes. Nothing in the files is later than `as_of`, except the times for
    which posts are scheduled. Raises OccupiedHomeError if the home has a configuration of its own.
    """
    configuration.check(home)
    period = Period.before(as_of.replace(microsecond=0), days)
    simulations = [simulate(business, period, seed) for business in BUSINESSES]
    for simulation in simulations:
        inbox.write(home / "inbox" / simulation.business.id, simulation)
    # Last, so that a home with a configuration is a home with all its files.
    configuration.write(home, BUSINESSES)
    return AnswerKey(seed, as_of.isoformat(), days, [truth(simulation) for simulation in simulations])
