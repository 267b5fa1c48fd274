"""`make bench`: one whole cycle, its SQL alone, loading, the demonstration; writes RESULTS.md."""

import argparse
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.results import Ratio, Row, report
from benchmarks.workload import REPOSITORY, Workload

CYCLE_SECONDS = 6.0
LOAD_SECONDS = 4.0
DEMO_SECONDS = 60.0
NOTE = (
    "The bare SQL is what DuckDB needs for the compiled statements of all models over the same raw files,\n"
    "without interpreter start, dbt, Dagster, checks, statistics, insights and reports."
)


def measure(workload: Workload, folder: Path, as_of: datetime) -> tuple[list[Row], list[Ratio]]:
    """Measures everything in homes below the folder; the rows and ratios of RESULTS.md come back."""
    first, home = workload.first_cycles(folder, as_of)
    steady = workload.steady_cycles(home, as_of)
    bare, load, demo = workload.bare_builds(home, as_of), workload.loads(home), workload.demos(folder)
    rows = [
        Row("`almanac run`, first cycle", first, CYCLE_SECONDS),
        Row("`almanac run`, after a small file arrived", steady, CYCLE_SECONDS),
        Row("the same SQL in bare DuckDB", bare),
        Row("loading the code location", load, LOAD_SECONDS),
        Row("`almanac demo`, empty home to report", demo, DEMO_SECONDS),
    ]
    ratios = [
        Ratio("first cycle / bare SQL", first, bare),
        Ratio("cycle after a small file / bare SQL", steady, bare),
    ]
    return rows, ratios


def main(arguments: list[str] | None = None) -> None:
    """Measures and writes the page; raises CommandFailedError if a measured command fails."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    options = _options(arguments)
    workload = Workload(records=options.records, rounds=options.rounds)
    with tempfile.TemporaryDirectory(prefix="almanac-bench-") as folder:
        rows, ratios = measure(workload, Path(folder), now - timedelta(minutes=1))
    number = f"{options.records:,}"
    rounds = f"Rounds of each: {options.rounds}, with {number} opportunities and {number} posts."
    page = report(rows, ratios, describe(), options.date or f"{now:%Y-%m-%d}", rounds, NOTE)
    options.output.write_text(page, encoding="utf-8")
    print(page)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--records", type=int, default=10_000, help="opportunities, and as many posts")
    parser.add_argument("--date", help="the date on the page; today by default")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "benchmarks" / "RESULTS.md")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
