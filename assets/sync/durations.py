"""How long calls take under the rate limits of a contract, without making one."""

from collections.abc import Mapping
from math import ceil

from assets.sync.contract import Contract

SECONDS_A_CALL = 0.5  # assumed: what a call takes when no limit holds it up


def minutes(rules: Contract, calls: Mapping[str, int]) -> float:
    """How long the calls of one account (by stream, in turn) take, with the waits that its limits ask for."""
    together: dict[str, int] = {}
    for name, number in calls.items():
        key = _limit(rules, name)
        together[key] = together.get(key, 0) + number
    return sum(_seconds(rules, key, number) for key, number in together.items()) / 60


def _seconds(rules: Contract, key: str, calls: int) -> float:
    limits = [known[key] for known in (rules.windows, rules.paces) if key in known]
    waits = [(ceil(calls / allowed) - 1) * seconds for allowed, seconds in limits if calls]
    return max([calls * SECONDS_A_CALL, *waits])


def _limit(rules: Contract, name: str) -> str:
    """Which limit holds for a stream: its own, that of all, or else the tightest one there is."""
    limits = {**rules.windows, **rules.paces}
    own = [key for key in (name, "*") if key in limits]
    tightest = sorted(limits, key=lambda key: limits[key][0] / limits[key][1])
    return next(iter([*own, *tightest]), "")
