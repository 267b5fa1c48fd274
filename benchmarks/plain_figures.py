"""The arithmetic of the marts in plain Python, sharing nothing with their SQL: for those who check them."""

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from math import floor, sqrt
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.random_rows import BUSINESSES

Z = 1.959963984540054
FACTS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds" / "platform_facts.csv"
ZONES = {business["business_id"]: ZoneInfo(business["timezone"]) for business in BUSINESSES}


def rounded(value: float) -> float:
    """To six places, halves upwards."""
    return floor(value * 1e6 + 0.5) / 1e6


def ratio(part: float | None, whole: float | None) -> float | None:
    """part / whole; None where one is missing or the whole is 0."""
    return rounded(part / whole) if part is not None and whole else None


def total(values: Iterable[int | None]) -> int | None:
    """The sum of what is present; None where nothing is."""
    present = [value for value in values if value is not None]
    return sum(present) if present else None


def local_day(business_id: str, moment: datetime) -> date:
    """The date in the zone of the business at a UTC moment."""
    return moment.replace(tzinfo=UTC).astimezone(ZONES[business_id]).date()


def wilson(successes: int, trials: int) -> tuple[float | None, float | None]:
    """Both ends of the 95 % interval of Wilson (1927): the roots of (p - k/n)^2 = z^2 p (1 - p) / n."""
    if not trials:
        return None, None
    rate, spread = successes / trials, Z * Z / trials
    middle, half = rate + spread / 2, Z * sqrt(rate * (1 - rate) / trials + spread / (4 * trials))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return rounded(max(0.0, low)), rounded(min(1.0, high))


@cache
def settles_after_days(platform: str) -> int:
    """For how many days after a day the platform may still correct it."""
    with FACTS.open(encoding="utf-8") as file:
        days = {row["platform"]: int(row["settles_after_days"]) for row in csv.DictReader(file)}
    return days.get(platform, days["*"])
