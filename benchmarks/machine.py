"""What it was measured on, in one sentence: processor, cores, memory, versions."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("duckdb", "dagster", "dbt-core")
CPUINFO = Path("/proc/cpuinfo")


def describe() -> str:
    """The machine and the versions that matter, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    hardware = f"{_processor()}, {cores} cores, {memory:.0f} GB"
    return f"{hardware}, {platform.system()}; Python {platform.python_version()}, {versions}."


def _processor() -> str:
    """The processor's model; the architecture where the system does not name it."""
    text = CPUINFO.read_text(encoding="utf-8") if CPUINFO.is_file() else ""
    models = [line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("model name")]
    return models[0] if models else platform.machine()
