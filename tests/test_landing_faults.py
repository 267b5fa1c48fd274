"""Killed at every point, out of disk at every point: the next run is right, nothing lost, nothing doubled."""

import errno
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from assets.inbox.kinds import streams
from assets.opportunities.opportunities import KIND
from warehouse import files, landing
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import originals
from warehouse.intake import taking as intake
from warehouse.intake.outcomes import FAILED
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 3, 1, 12)
LEADS = [
    {"id": "1", "source": "email", "created_at": "2026-02-08T10:00:00Z"},
    {"id": "2", "source": "email", "created_at": "2026-13-45"},
    {"id": "3", "source": "email", "created_at": "2026-02-08"},
]
CONTENTS = {"landing": json.dumps(LEADS, indent=1), "quarantine": json.dumps(LEADS)[:-9]}
CONFIGURATION = "businesses: [{id: acme, name: Acme, timezone: America/New_York, currency: USD}]"
# Renames are the points at which something becomes true: three schema files, then the steps of the protocol.
RENAMES = {"landing": 8, "quarantine": 7}
POINTS = [
    (content, rename, when)
    for content, renames in RENAMES.items()
    for rename in range(1, renames + 1)
    for when in ("before", "after")
] + [(content, "unlink", when) for content in CONTENTS for when in ("before", "after")]

# One process imports everything once, then forks a child for every point; the child kills itself there.
KILLER = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
import pyarrow
from assets.opportunities import client, records
from warehouse import files
from warehouse.intake import taking as intake
from warehouse.intake import originals
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake.inbox import Kind

KIND = Kind("opportunities", "opportunities", records.Opportunity, client.opportunities, ("*.json",))

def killing(call, count, when):
    def called(*arguments, **options):
        called.left -= 1
        if called.left == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*arguments, **options)
        if called.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    called.left = count
    return called

def take(root, step, when):
    if step == "unlink":
        originals.remove = killing(originals.remove, 1, when)
    else:
        files.os.replace = killing(os.replace, int(step), when)
    home = Home(Path(root))
    intake.take(home, load(home), KIND, datetime(2026, 3, 1, 12), settled_seconds=0)

pyarrow.array([1])  # loads what every child would load again
for line in sys.stdin:
    root, step, when = line.split()
    child = os.fork()
    if child == 0:
        take(root, step, when)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def office(root: Path, content: str) -> Home:
    home = Home(root)
    home.create()
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()
    (home.inbox / "acme" / "opportunities.json").write_text(content)
    return home


@pytest.fixture(scope="module")
def killed(tmp_path_factory, repository) -> dict[tuple, tuple[Home, int]]:
    """A home for every point, in which a run was killed there, and how the run ended."""
    top = tmp_path_factory.mktemp("killed")
    homes = {point: office(top / str(number), CONTENTS[point[0]]) for number, point in enumerate(POINTS)}
    told = "".join(f"{home.root} {point[1]} {point[2]}\n" for point, home in homes.items())
    command = [sys.executable, "-c", KILLER]
    run = subprocess.run(command, cwd=repository, input=told, capture_output=True, text=True, check=True)
    ends = [int(line) for line in run.stdout.split()]
    return {point: (home, end) for (point, home), end in zip(homes.items(), ends, strict=True)}


def take(home: Home, now=NOW):
    return intake.take(home, load(home), KIND, now, settled_seconds=0)


def rows(home: Home, source: str, stream: str):
    files = [path for path in landing.folder(home, source, stream).rglob("*.parquet") if path.name[0] != "."]
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


def assert_taken_once(home: Home, content: str) -> None:
    """Exactly what one run that nobody killed leaves behind."""
    is_landed = content == "landing"
    leads = sorted(row["opportunity_id"] for row in rows(home, "opportunities", "opportunities"))
    assert leads == (["1", "3"] if is_landed else [])
    (entry,) = rows(home, "inbox", "files")
    assert (entry["status"], entry["rows"], entry["rejected"]) == (
        ("landed", 2, 1) if is_landed else ("quarantined", 0, 0)
    )
    severities = sorted(row["severity"] for row in rows(home, "inbox", "rejections"))
    assert severities == (["notice", "rejected"] if is_landed else ["rejected"])
    kept = sorted(
        path.name[17:] for path in home.quarantine.rglob("*") if path.is_file() and path.name[0] != "."
    )
    assert kept == (
        ["opportunities.json.rows.ndjson"]
        if is_landed
        else ["opportunities.json", "opportunities.json.reason.json"]
    )
    assert not list((home.inbox / "acme").iterdir())


@pytest.mark.parametrize("point", POINTS, ids=lambda point: "-".join(map(str, point)))
def test_after_a_kill_the_next_run_makes_it_right(killed, point):
    home, end = killed[point]
    assert end == -9, "the run was not killed: the point does not exist"
    still_there = (home.inbox / "acme" / "opportunities.json").exists()
    assert still_there == (point[1:] != ("unlink", "after"))
    take(home, NOW + timedelta(days=1))
    assert_taken_once(home, point[0])
    before = landing.fingerprint(home)
    take(home, NOW + timedelta(days=2))
    assert landing.fingerprint(home) == before


@pytest.mark.parametrize("content", CONTENTS)
def test_every_rename_of_the_protocol_is_among_the_points(tmp_path, monkeypatch, content):
    home = office(tmp_path / "home", CONTENTS[content])
    made = []
    replace = os.replace
    monkeypatch.setattr(
        files.os, "replace", lambda source, target: (made.append(target), replace(source, target))
    )
    take(home)
    assert len(made) == RENAMES[content]
    assert_taken_once(home, content)


def full(*arguments, **_options):
    if arguments and isinstance(arguments[0], landing.pq.ParquetWriter):
        # Else it closes itself once more when it is collected, where nobody catches the error.
        arguments[0].is_open = False
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize(
    ("module", "name"),
    [
        (landing.pq.ParquetWriter, "write_batch"),
        (landing.pq.ParquetWriter, "close"),
        (originals.shutil, "copyfile"),
        (originals.shutil, "copyfileobj"),
        (files, "sync"),
        (files.os, "replace"),
    ],
)
def test_a_full_disk_leaves_the_file_and_no_half_parquet(tmp_path, monkeypatch, content, module, name):
    home = office(tmp_path / "home", CONTENTS[content])
    for stream in streams():
        landing.prepare(home, *stream)
    monkeypatch.setattr(module, name, full)
    outcomes = take(home).files
    monkeypatch.undo()
    if outcomes[0].status == FAILED:
        assert "No space left on device" in outcomes[0].reason
        assert (home.inbox / "acme" / "opportunities.json").exists()
    assert not [path for path in home.root.rglob("*.tmp")]
    for path in home.raw.rglob("*.parquet"):
        pq.read_table(path)
    take(home, NOW + timedelta(days=1))
    assert_taken_once(home, content)
