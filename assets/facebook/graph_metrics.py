"""Asks for insights whose metrics die one by one, and tells of each that has died."""

from collections.abc import Sequence

from assets.calling.metrics import Ask, Found, asked
from assets.sync.pull import Pull


async def ask_alive(pull: Pull, ask: Ask[Found], names: Sequence[str]) -> list[Found]:
    """The answers for all metrics that are given, in as few calls as possible; new deaths become remarks.

    `ask` raises MetricRefused for a group with a refused metric. What died 30 days ago is asked for again.
    """
    dead = pull.connection.memory.dead_metrics
    before = dict(dead)
    try:
        return await asked(ask, names, dead, pull.connection.now().date())
    finally:
        for name in names:
            if name in dead and dead[name] != before.get(name):
                pull.remarks.append(f"{name} is not given any more ({dead[name]})")
