"""`make bench-events`: marts over millions of events, from scratch and one day more; writes EVENTS.md."""

import argparse
import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

from benchmarks.event_layer import EventLayer
from benchmarks.event_results import Built, Question, page
from benchmarks.machine import describe
from benchmarks.measuring import Sample, Series, run
from benchmarks.workload import ALMANAC, REPOSITORY

MILLION = 1_000_000
SIZES = (1, 10, 100)
DAYS = (30, 365)
ENGINES = ("duckdb", "chdb")
QUESTIONS = ("funnel", "retention")
POLL_SECONDS = 0.2


def built(folder: Path, millions: float, days: int, memory: str) -> tuple[Built, list[Question]]:
    """A home of so many events: a cycle from scratch, one after a further day, and the bare questions."""
    layer = EventLayer(folder / f"home-{millions:g}-{days}", round(millions * MILLION), days)
    layer.write()
    run([ALMANAC, "init"], REPOSITORY, _environment(layer.home, memory))
    scratch, spilled = _cycle(layer.home, layer.as_of, memory)
    further, _ = _cycle(layer.home, layer.one_more_day(), memory)
    questions = [asked(layer, engine, question) for question in QUESTIONS for engine in _engines()]
    shutil.rmtree(layer.home)
    return Built(millions, days, scratch, further, spilled), questions


def asked(layer: EventLayer, engine: str, question: str, rounds: int = 3) -> Question:
    """One question to one engine over the raw files, in a process of its own for every round."""
    files = str(layer.home / "raw" / "events" / "events" / "observed_on=20*" / "*.parquet")
    monday = date.fromordinal(layer.end.toordinal() - layer.days - 14)
    monday = date.fromordinal(monday.toordinal() - monday.weekday())
    command = [sys.executable, "-m", "benchmarks.event_questions", engine, question, files, str(monday)]
    samples, answers = [], set()
    for _ in range(rounds):
        told = run(command, REPOSITORY)
        seconds, rows = json.loads(told.output.splitlines()[-1])
        samples.append(Sample(seconds, told.peak_mb))
        answers.add(json.dumps(rows))
    return Question(layer.events / MILLION, question, engine, Series(tuple(samples)), answers.pop())


def _cycle(home: Path, as_of: datetime, memory: str) -> tuple[Sample, float]:
    """One `almanac run`, and the most megabytes that its build had spilled to disk."""
    with _watched(home / "warehouse" / "spill") as most:
        sample = run(
            [ALMANAC, "run", "--as-of", as_of.isoformat(), "--json"], REPOSITORY, _environment(home, memory)
        )
    return sample, most[0]


@contextmanager
def _watched(folder: Path) -> Iterator[list[float]]:
    """The size of what lies in a folder at its largest, in megabytes."""
    most, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(POLL_SECONDS):
            most[0] = max(most[0], _megabytes(folder))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        ended.set()
        watcher.join()


def _megabytes(folder: Path) -> float:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # the engine removes what it does not need any more
            continue
    return total / 1e6


def _engines() -> list[str]:
    return [engine for engine in ENGINES if find_spec(engine)]


def _environment(home: Path, memory: str) -> dict[str, str]:
    return {"ALMANAC_HOME": str(home), "ALMANAC_MEMORY_LIMIT": memory}


def main(arguments: list[str] | None = None) -> None:
    """Measures and writes the page; raises CommandFailedError if a measured command fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=float, nargs="+", default=SIZES)
    parser.add_argument("--memory", default="4GB", help="the engine's limit; other processes come on top")
    parser.add_argument("--folder", type=Path, help="where the homes are made; a temporary one by default")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "benchmarks" / "EVENTS.md")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="almanac-events-", dir=options.folder) as made:
        largest = max(options.millions)
        sizes = [(size, 365) for size in options.millions] + [(largest * DAYS[0] / DAYS[1], DAYS[0])]
        results = [built(Path(made), millions, days, options.memory) for millions, days in sizes]
    builds, questions = [each for each, _ in results], [one for _, asked in results for one in asked]
    text = page(builds, questions, describe(), f"{datetime.now(UTC):%Y-%m-%d}", options.memory)
    options.output.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
