"""What is measured: homes full of simulated records, and the commands that work on them."""

import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.measuring import Sample, Series, run
from twin import scale

REPOSITORY = Path(__file__).resolve().parents[1]
ALMANAC = str(REPOSITORY / ".venv" / "bin" / "almanac")
LOAD = "from orchestration.definitions import defs; defs().get_repository_def().load_all_definitions()"


@dataclass(frozen=True)
class Workload:
    """How many records a home has, how often everything is repeated, and which command is measured."""

    records: int = 10_000
    late_records: int = 20
    rounds: int = 5
    almanac: tuple[str, ...] = (ALMANAC,)
    python: tuple[str, ...] = (sys.executable,)
    # A file is taken a second after its last change; waiting for that is no part of a cycle.
    settling_seconds: float = 1.5

    def fill(self, home: Path, as_of: datetime) -> None:
        """Makes a home ready for its first cycle."""
        scale.write(home, as_of, self.records, self.records)
        run([*self.almanac, "init"], REPOSITORY, _environment(home))
        time.sleep(self.settling_seconds)

    def first_cycles(self, folder: Path, as_of: datetime) -> tuple[Series, Path]:
        """A first cycle in a new home each round, and the home of the last one."""
        homes = [folder / f"home-{number}" for number in range(self.rounds)]
        samples = []
        for home in homes:
            self.fill(home, as_of)
            samples.append(self._cycle(home))
        return Series(tuple(samples)), homes[-1]

    def steady_cycles(self, home: Path, as_of: datetime) -> Series:
        """Cycles in a home that has been published before, each after a small file has arrived."""
        samples = []
        for number in range(self.rounds):
            few, name = self.late_records, f"late-{number}"
            scale.write(home, as_of, few, few, seed=100 + number, days=1, name=name)
            time.sleep(self.settling_seconds)
            samples.append(self._cycle(home))
        return Series(tuple(samples))

    def loads(self, home: Path) -> Series:
        """Loading the code location: import and resolution of everything in it."""
        command = [*self.python, "-c", LOAD]
        return Series(tuple(run(command, REPOSITORY, _environment(home)) for _ in range(self.rounds)))

    def demos(self, folder: Path) -> Series:
        """The demonstration from an empty home to its report."""
        homes = [folder / f"demo-{number}" for number in range(self.rounds)]
        return Series(tuple(run([*self.almanac, "demo"], REPOSITORY, _environment(home)) for home in homes))

    def bare_builds(self, home: Path, as_of: datetime) -> Series:
        """The compiled SQL of all models in bare DuckDB: seconds of the SQL alone, as its process prints."""
        command = [*self.python, "-m", "benchmarks.bare_build", str(home), as_of.isoformat()]
        samples = [run(command, REPOSITORY, _environment(home)) for _ in range(self.rounds)]
        return Series(tuple(Sample(float(each.output.split()[-1]), each.peak_mb) for each in samples))

    def _cycle(self, home: Path) -> Sample:
        return run([*self.almanac, "run", "--json"], REPOSITORY, _environment(home))


def _environment(home: Path) -> dict[str, str]:
    return {"ALMANAC_HOME": str(home)}
