"""Exchange rates of working days: a slow wave around the true rate, none on Saturdays and Sundays."""

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from twin.product import ProductWorld

COLUMNS = ("date", "from", "to", "rate")
BEFORE = timedelta(days=7)
WAVE, PERIOD_DAYS = 0.015, 60


def rates(world: ProductWorld, until: datetime) -> Iterator[tuple[str, str, str, str]]:
    """The rows of a table of rates into the product's own currency, day by day up to a moment."""
    foreign = {each.currency: each.rate for each in world.product.countries.values()}
    day = (world.start - BEFORE).date()
    while day <= until.date():
        if day.isoweekday() <= 5:
            for currency in sorted(foreign.keys() - {world.product.currency}):
                rate = _on(day) / foreign[currency]
                yield day.isoformat(), currency, world.product.currency, f"{rate:.6f}"
        day += timedelta(days=1)


def _on(day: date) -> float:
    return 1 + WAVE * math.sin(2 * math.pi * day.toordinal() / PERIOD_DAYS)
