"""EVENTS.md: how builds over millions of events and the bare questions are written down. Measures nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measuring import Sample, Series

TARGET_SECONDS = {10: 60.0, 100: 600.0}
TARGET_MB = {10: 4_000.0, 100: 8_000.0}
HEAD = """\
# Measured speed over events

Written by `make bench-events` on {date}; DuckDB's memory limit {memory}, two threads.

{machine}

A whole `almanac run`: dbt, checks, statistics, publishing and insights, interpreter start included. One
further day brings a day's events, what was late of the day before, and duplicates. Peak memory is that of the
largest process. A target that is missed is bold.

| millions | days | from scratch s | target | peak MB | target | spilled MB | a further day s | peak MB |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|
{builds}

A further day after {long} days of history takes {ratio:.2f} times as long as after {short} days, at the same
number of events a day (target 1.20).

The same questions about the same Parquet files to bare DuckDB and to ClickHouse in process (chdb), medians of
{rounds} rounds; that both give the same answer is {same}. Funnel: three steps in order within 14 days.
Retention: weekly cohorts.

| millions | question | DuckDB s | chdb s | DuckDB / chdb | marts from scratch / DuckDB |
|---:|---|---:|---:|---:|---:|
{questions}
"""


@dataclass(frozen=True)
class Built:
    """A home's cycles: from scratch and after one further day; megabytes spilled by the first."""

    millions: float
    days: int
    scratch: Sample
    further: Sample
    spilled_mb: float

    def text(self) -> str:
        seconds, megabytes = TARGET_SECONDS.get(round(self.millions)), TARGET_MB.get(round(self.millions))
        cells = [
            f"{self.millions:.3g}",
            f"{self.days}",
            f"{self.scratch.seconds:.1f}",
            _target(seconds, self.scratch.seconds),
            f"{self.scratch.peak_mb:.0f}",
            _target(megabytes, self.scratch.peak_mb),
            f"{self.spilled_mb:.0f}",
            f"{self.further.seconds:.1f}",
            f"{self.further.peak_mb:.0f}",
        ]
        return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class Question:
    """One question to one engine: its rounds, and the answer as text."""

    millions: float
    name: str
    engine: str
    series: Series
    answer: str


def page(builds: Sequence[Built], questions: Sequence[Question], machine: str, date: str, memory: str) -> str:
    """The page as Markdown."""
    short, long = (choose(builds, key=lambda one: one.days * 1000 + one.millions) for choose in (min, max))
    return HEAD.format(
        date=date,
        memory=memory,
        machine=machine,
        builds="\n".join(one.text() for one in builds),
        long=long.days,
        short=short.days,
        ratio=long.further.seconds / short.further.seconds,
        rounds=len(questions[0].series.samples),
        same="checked" if _agree(questions) else "**not so**",
        questions="\n".join(_lines(builds, questions)),
    )


def _target(target: float | None, value: float) -> str:
    if target is None:
        return "-"
    return f"{target:.0f}" if value <= target else f"**{target:.0f}**"


def _agree(questions: Sequence[Question]) -> bool:
    answers: dict[tuple[float, str], set[str]] = {}
    for one in questions:
        answers.setdefault((one.millions, one.name), set()).add(one.answer)
    return all(len(each) == 1 for each in answers.values())


def _lines(builds: Sequence[Built], questions: Sequence[Question]) -> list[str]:
    """A line for every size and question; a dash where chdb is not installed."""
    asked = {(one.millions, one.name, one.engine): one.series.median for one in questions}
    lines = []
    for built in builds:
        for name in dict.fromkeys(one.name for one in questions):
            ours, theirs = (asked.get((built.millions, name, engine)) for engine in ("duckdb", "chdb"))
            if ours is None:
                continue
            cells = [f"{built.millions:.3g}", name, f"{ours:.2f}"]
            cells += [f"{theirs:.2f}", f"{ours / theirs:.2f}"] if theirs else ["-", "-"]
            lines.append(f"| {' | '.join(cells)} | {built.scratch.seconds / ours:.0f} |")
    return lines
