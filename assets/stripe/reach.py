"""How far back a list is walked in a sync: as far as the contract's rules say is due."""

from datetime import datetime, timedelta
from typing import Any

from assets.sync.memory import SLACK
from assets.sync.pull import Pull

NOTE = "listed"  # stream -> age in days -> when everything younger was listed last


def due(pull: Pull, moment: datetime) -> timedelta:
    """The age up to which everything is to be listed now."""
    rules = pull.connection.contract.refresh
    ages = [
        rule.younger_than for rule in rules if _last(pull, rule.younger_than) + rule.every - SLACK <= moment
    ]
    return max([rules[0].younger_than, *ages])


def walked(pull: Pull, age: timedelta, moment: datetime) -> None:
    """Notes that everything younger was listed, in a sync that began at that moment."""
    for rule in pull.connection.contract.refresh:
        if rule.younger_than <= age:
            _notes(pull)[str(rule.younger_than.days)] = moment.isoformat()


def _last(pull: Pull, age: timedelta) -> datetime:
    told = _notes(pull).get(str(age.days))
    return datetime.fromisoformat(told) if told else datetime(1970, 1, 1)


def _notes(pull: Pull) -> dict[str, Any]:
    notes: dict[str, Any] = pull.connection.memory.notes.setdefault(NOTE, {}).setdefault(pull.stream, {})
    return notes
