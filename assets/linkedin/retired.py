"""Metrics that LinkedIn stops to give: they are not asked for by name, they are just not there any more."""

from collections.abc import Iterable, Mapping
from typing import Any

from assets.sync.pull import Pull


def notice(pull: Pull, found: Iterable[Mapping[str, Any]]) -> None:
    """Remarks each metric of the contract that is in none of the answers; forgets those that are back."""
    dead, today = pull.connection.memory.dead_metrics, pull.connection.now().date()
    told = [counts.keys() for counts in found]
    for metric in pull.connection.contract.metrics[pull.stream] if told else []:
        name = f"{pull.stream}.{metric}"
        if any(metric in names for names in told):
            dead.pop(name, None)
        else:
            dead.setdefault(name, f"{today}: in no answer")
            pull.remarks.append(f"{metric} is in none of {len(told)} answers; it stays empty")
