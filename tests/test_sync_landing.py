"""A pull that dies half-way leaves nothing half; what lands is whole, and memory stays flat."""

import os
import signal
import subprocess
import sys
import tracemalloc

import pyarrow.parquet as pq
import pytest

from assets.sync import ledger
from assets.sync.landing import BATCH_ROWS, Landing
from assets.sync.memory import remembered
from assets.sync.records import AccountDay, PostObservation, schema
from tests.pond import MORNING, REFRESH, SECRET, TOKEN, Pond, Shore, contracts
from tests.virtual_time import virtually
from warehouse import landing
from warehouse.home import Home

__all__ = ["contracts"]
ROW = PostObservation(post_id="1").model_dump() | {"business_id": "acme", "account_id": "17"}


def lander(home, name="a") -> Landing:
    return Landing(home, "pond", "posts", name, schema(PostObservation), MORNING)


def files(home: Home) -> list[str]:
    return [path.name for path in sorted(home.raw.rglob("*")) if path.is_file()]


def test_what_is_finished_is_one_file_of_the_day_of_landing(home):
    with lander(home) as one:
        for _ in range(BATCH_ROWS * 2 + 1):
            one.add(ROW)
        assert not [name for name in files(home) if not name.startswith(".")]
        one.finish()
    (path,) = (home.raw / "pond" / "posts" / "observed_on=2026-10-20").iterdir()
    assert path.name == "a.parquet"
    table = pq.read_table(path)
    assert (table.num_rows, set(table["landed_at"].to_pylist())) == (BATCH_ROWS * 2 + 1, {MORNING})


def test_without_a_row_there_is_no_file(home):
    with lander(home) as one:
        one.finish()
    assert files(home) == []


@pytest.mark.parametrize("rows", [1, BATCH_ROWS + 1])
def test_leaving_without_finishing_drops_everything(home, rows):
    with lander(home) as one:
        for _ in range(rows):
            one.add(ROW)
    assert files(home) == []
    with pytest.raises(ZeroDivisionError), lander(home) as one:
        for _ in range(rows):
            one.add(ROW)
        raise ZeroDivisionError
    assert files(home) == []


def test_a_row_that_does_not_fit_the_schema_lands_nothing(home):
    with pytest.raises(Exception, match="int"), lander(home) as one:
        one.add(ROW)
        one.add(ROW | {"likes": "many"})
        one.finish()
    assert files(home) == []


def test_memory_stays_flat_however_many_rows_come(home):
    row = ROW | {"payload": "x" * 2_000}

    def most(number: int) -> int:
        tracemalloc.start()
        with lander(home, f"rows-{number}") as one:
            for each in range(number):
                one.add(row | {"text": str(each)})
            one.finish()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(BATCH_ROWS)
    assert most(BATCH_ROWS * 10) < 1.3 * most(BATCH_ROWS * 2)


def test_the_schemas_of_records_begin_with_whose_they_are_and_end_with_how_they_were_seen():
    names = schema(AccountDay).names
    assert names[:4] == ["business_id", "account_id", "day", "day_boundary"]
    assert names[-4:] == ["position", "sync_id", "observed_at", "landed_at"]


# A child syncs the pond and stands still (prints where) at a point, where the test kills it.
SYNC = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
import httpx
from assets.sync import account_reading, accounts, contract, open_pull, pulling
from assets.sync.accounts import Sync
from assets.sync.memory import Memory
from tests import pond
from warehouse.configuration.loading import load
from warehouse.home import Home

root, contracts, point = sys.argv[1:]
contract.FOLDER = Path(contracts)

def stop():
    print("here", flush=True)
    sys.stdin.read()

class Pond(pond.Pond):
    async def answer(self, request):
        if point == "second page" and "cursor=3" in str(request.url):
            stop()
        return await super().answer(request)

def before(owner, name, where):
    whole = getattr(owner, name)
    def stopping(*arguments, **options):
        if point == where:
            stop()
        return whole(*arguments, **options)
    setattr(owner, name, stopping)

before(pulling.Landing, "finish", "before landing")
before(Memory, "save", "landed, not remembered")
before(account_reading.ledger, "land", "remembered, not in the ledger")
before(account_reading.OpenPull, "close", "in the ledger, note not closed")
home = Home(Path(root))
server = Pond()
wire = httpx.MockTransport(server.answer)
asked = Sync(home, load(home), lambda: datetime(2026, 10, 20, 9), transport=wire)
accounts.run(asked, [pond.POSTS, pond.DAYS])
"""
POINTS = {
    "second page": ("killed", 0),
    "before landing": ("killed", 0),
    "landed, not remembered": ("killed", 7),
    "remembered, not in the ledger": ("killed", 7),
    "in the ledger, note not closed": (None, 7),
}


@pytest.mark.parametrize("point", POINTS)
def test_after_a_kill_there_is_nothing_half_and_the_next_sync_makes_it_whole(
    home, monkeypatch, repository, contracts, point
):
    shore = Shore(home, monkeypatch)
    secrets = {"POND_ACCESS": TOKEN, "POND_REFRESH": REFRESH, "POND_SECRET": SECRET}
    child = subprocess.Popen(
        [sys.executable, "-c", SYNC, str(home.root), str(contracts), point], cwd=repository,
        env={**os.environ, **secrets}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout.readline() == "here\n"
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait(30) == -signal.SIGKILL
    child.communicate()

    failure, landed = POINTS[point]
    assert landing.count(home, "pond", "posts") == landed
    for path in home.raw.rglob("[!.]*.parquet"):
        pq.read_table(path)
    made, _ = virtually(MORNING, lambda now: shore.read(Pond(), now, only_due=True))
    is_done = point in ("remembered, not in the ledger", "in the ledger, note not closed")
    assert [one.status for one in made] == ([] if is_done else ["ok"])
    told = ledger.newest(home, "pond", 9)
    assert [one.failure for one in told if one.failure] == ([failure] if failure else [])
    # What the dead run paid is counted, once.
    paid = 15_000 if point == "second page" else 35_000
    assert ledger.spent(home, "pond", "2026-10") == paid + sum(one.cost_microusd for one in made)
    paths = landing.folder(home, "pond", "posts").rglob("[!.]*.parquet")
    rows = [row for path in paths for row in pq.read_table(path).to_pylist()]
    assert {row["post_id"] for row in rows} == set("0123456")
    assert len({(row["post_id"], row["sync_id"], row["observed_at"]) for row in rows}) == len(rows)
    assert remembered(home, "acme", "pond", "17").stream("posts").last_ok is not None
