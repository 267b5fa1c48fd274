"""RESULTS.md: how measured rounds are written down. Measures nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measuring import Series

HEAD = """\
# Measured speed

Written by `make bench` on {date}. {rounds}

{machine}

| what | median s | min-max s | peak MB | target s | met |
|---|---:|---:|---:|---:|---|
{rows}

| ratio | value |
|---|---:|
{ratios}

Peak memory is that of the largest process of the command. Every command runs in a new process; its time runs
from start to end of that process, interpreter start included.

{note}
"""


@dataclass(frozen=True)
class Row:
    """One thing that was measured, with the most seconds that its median may take, if there is a promise."""

    name: str
    series: Series
    target: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the median keeps the promise; True where there is none."""
        return self.target is None or self.series.median <= self.target

    def text(self) -> str:
        series = self.series
        promise = (
            f"{self.target:g} | {'yes' if self.is_met else '**no**'}" if self.target is not None else "- | -"
        )
        spread = f"{series.fastest:.2f}-{series.slowest:.2f}"
        return f"| {self.name} | {series.median:.2f} | {spread} | {series.peak_mb:.0f} | {promise} |"


@dataclass(frozen=True)
class Ratio:
    """How many times as long one thing takes as another, by their medians."""

    name: str
    upper: Series
    lower: Series

    @property
    def value(self) -> float:
        return self.upper.median / self.lower.median

    def text(self) -> str:
        return f"| {self.name} | {self.value:.1f} |"


def report(
    rows: Sequence[Row], ratios: Sequence[Ratio], machine: str, date: str, rounds: str, note: str
) -> str:
    """The page as Markdown."""
    return HEAD.format(
        date=date,
        rounds=rounds,
        machine=machine,
        rows="\n".join(row.text() for row in rows),
        ratios="\n".join(ratio.text() for ratio in ratios),
        note=note,
    )
