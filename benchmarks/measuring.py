"""Measuring other processes: wall time and peak memory of a command, and what several rounds say together."""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TAIL = 2_000


class CommandFailedError(RuntimeError):
    """A measured command did not end with 0; a benchmark of a failure says nothing."""


@dataclass(frozen=True)
class Sample:
    """One round: wall seconds from start to end, megabytes of its largest process, and what it printed."""

    seconds: float
    peak_mb: float
    output: str = ""


@dataclass(frozen=True)
class Series:
    """Several rounds of the same thing."""

    samples: tuple[Sample, ...]

    @property
    def median(self) -> float:
        return median(sample.seconds for sample in self.samples)

    @property
    def fastest(self) -> float:
        return min(sample.seconds for sample in self.samples)

    @property
    def slowest(self) -> float:
        return max(sample.seconds for sample in self.samples)

    @property
    def peak_mb(self) -> float:
        return max(sample.peak_mb for sample in self.samples)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Sample:
    """Runs a command in a new process; raises CommandFailedError with the end of what it printed."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        # wait4 also tells the peak memory of this child and of the children it has waited for; on Linux it is
        # never less than the peak of the measuring process itself, which stays small.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode("utf-8", errors="replace")
    if process.returncode != 0:
        raise CommandFailedError(f"{' '.join(command)} ended with {process.returncode}:\n{said[-TAIL:]}")
    return Sample(seconds, usage.ru_maxrss / 1024, said)
