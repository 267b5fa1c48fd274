"""A home with millions of product events in raw, written by DuckDB day by day; the same events every time."""

import argparse
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.event_rows import (
    DRAW,
    DRAWN,
    EVENTS,
    EVENTS_PER_VISIT,
    FILE,
    FUNNEL,
    IN_TIME,
    LATE,
    PAYMENTS,
    STEPS,
    TOLD,
    VISITS_PER_NEW_USER,
)
from benchmarks.raw_layer import prepare

BUSINESS = "acme"
CONFIGURATION = f"""\
businesses:
  - id: {BUSINESS}
    name: Acme
    timezone: America/New_York
    currency: USD
    funnels:
      - {{id: calculator, window: 14d, steps: [{", ".join(FUNNEL)}]}}
    cohorts:
      - {{id: weekly, entry: {STEPS[0]}, return: {STEPS[2]}, period: week, kind: first_time, periods: 12}}
"""


@dataclass(frozen=True)
class EventLayer:
    """A home with so many events over so many days up to (not with) `end`."""

    home: Path
    events: int
    days: int = 365
    end: date = date(2026, 3, 1)

    @property
    def visits_a_day(self) -> int:
        return round(self.events / self.days / EVENTS_PER_VISIT)

    @property
    def as_of(self) -> datetime:
        """The moment at which everything up to the last day has landed."""
        return datetime(self.end.year, self.end.month, self.end.day, 12)

    def write(self) -> None:
        """almanac.yaml and all days."""
        prepare(self.home)
        (self.home / "almanac.yaml").write_text(CONFIGURATION, encoding="utf-8")
        with duckdb.connect() as connection:
            for number in range(self.days):
                self._land(connection, number)

    def one_more_day(self) -> datetime:
        """Lands the day after the last, and what was late of the last; the moment to build for comes back."""
        with duckdb.connect() as connection:
            connection.execute(self._told(self.days - 1))
            self._land(connection, self.days)
        return self.as_of + timedelta(days=1)

    def _land(self, connection: duckdb.DuckDBPyConnection, number: int) -> None:
        """Lands day `number`, and what is late of the day before, which the table `told` still holds."""
        landed = self.end + timedelta(days=number - self.days + 1)
        if number:
            self._copy(connection, "events", EVENTS, f"late-{landed}", landed, LATE)
        connection.execute(self._told(number))
        self._copy(connection, "events", EVENTS, f"day-{landed}", landed, IN_TIME)
        self._copy(connection, "payments", PAYMENTS, f"paid-{landed}", landed)

    def _told(self, number: int) -> str:
        draws = {
            f"draw_{salt}": DRAW.format(what=what, salt=f"{number}{salt}") for salt, what in DRAWN.items()
        }
        return TOLD.format(
            day=self.end + timedelta(days=number - self.days),
            first_visit=number * self.visits_a_day,
            visits=self.visits_a_day,
            visits_per_new_user=VISITS_PER_NEW_USER,
            **draws,
        )

    def _copy(
        self,
        connection: duckdb.DuckDBPyConnection,
        stream: str,
        query: str,
        name: str,
        landed: date,
        which: str = "true",
    ) -> None:
        folder = self.home / "raw" / stream / stream / f"observed_on={landed}"
        folder.mkdir(parents=True, exist_ok=True)
        file = FILE.format(name=name, landed_at=f"{landed} 02:00:00")
        week = landed.isocalendar().week
        rows = query.format(business=BUSINESS, steps=STEPS, week=week, file=file, which=which)
        connection.execute(f"copy ({rows}) to '{folder / name}.parquet' (format parquet, compression zstd)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("events", type=int)
    parser.add_argument("--days", type=int, default=365)
    options = parser.parse_args()
    made = EventLayer(options.home, options.events, options.days)
    made.write()
    print(made.as_of.isoformat())
