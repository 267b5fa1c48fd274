"""Compaction: the same rows in fewer files, a kill loses and finally doubles nothing, and it is recorded."""

from datetime import date, datetime, timedelta

import dagster as dg
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.sync import compacting, ledger
from assets.sync.compacting import compact
from assets.sync.compaction import compaction
from assets.sync.ledger import Attempt
from assets.sync.records import PostObservation, schema
from tests.pond import MORNING
from warehouse import landing
from warehouse.locks import exclusive
from warehouse.pseudonyms import InstallKey
from warehouse.resources import Warehouse

LATER = MORNING + timedelta(days=3)


def land(home, number, at=MORNING, without=()):
    row = PostObservation(post_id=str(number), likes=number).model_dump()
    row |= {
        "business_id": "acme",
        "account_id": "17",
        "sync_id": f"s{number}",
        "observed_at": at,
        "landed_at": at,
    }
    own = pa.schema([field for field in schema(PostObservation) if field.name not in without])
    landing.land_rows(home, "x", "posts", f"pull-{number}-{at:%d}", own, [row], at)


def rows(home, distinct=False):
    """All rows of the stream, in an order of their own; `distinct` as staging takes them."""
    folder = landing.folder(home, "x", "posts")
    files = f"read_parquet('{folder}/*/*.parquet', union_by_name = true)"
    asked = f"select {'distinct' if distinct else ''} * from {files}"
    return sorted(duckdb.sql(asked).fetchall(), key=str)


def names(home):
    return sorted(path.name for path in landing.folder(home, "x", "posts").rglob("*.parquet"))


@pytest.fixture
def full(home):
    landing.prepare(home, "x", "posts", schema(PostObservation))
    for number in range(5):
        land(home, number)
    return home


def test_the_files_of_a_finished_day_become_one_with_the_same_rows(full):
    before = rows(full)
    (made,) = compact(full, "x", "posts", LATER)
    assert made == ("x", "posts", date(2026, 10, 20), 5, 5)
    assert rows(full) == before
    assert len(names(full)) == 2  # the merged one, and the file that prepares the stream
    assert compact(full, "x", "posts", LATER) == []


@pytest.mark.parametrize("days", [0, 1, 2])
def test_days_that_are_not_older_than_two_are_left_alone(full, days):
    assert compact(full, "x", "posts", MORNING + timedelta(days=days)) == []
    assert len(names(full)) == 6


def test_days_are_not_mixed_and_a_single_file_is_left_as_it_is(full):
    land(full, 9, MORNING - timedelta(days=1))
    assert [one.day for one in compact(full, "x", "posts", LATER)] == [date(2026, 10, 20)]
    assert "pull-9-19.parquet" in names(full)


def test_a_file_of_an_earlier_release_has_null_where_a_column_was_added(full):
    land(full, 7, without=("saves", "payload"))
    before = rows(full)
    compact(full, "x", "posts", LATER)
    assert rows(full) == before
    (merged,) = landing.folder(full, "x", "posts").rglob("compacted-*.parquet")
    assert set(pq.read_schema(merged).names) == set(schema(PostObservation).names)


def test_what_lands_later_is_merged_with_what_was(full):
    compact(full, "x", "posts", LATER)
    land(full, 8)
    before = rows(full)
    compact(full, "x", "posts", LATER)
    assert rows(full) == before
    assert len(names(full)) == 2


@pytest.mark.parametrize("removed", range(6))
def test_a_kill_between_writing_and_removing_only_leaves_rows_twice_and_the_next_run_cleans_up(
    full, monkeypatch, removed
):
    before = rows(full)

    def killed(folder, parts):
        for name in parts[:removed]:
            (folder / name).unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(compacting, "_remove", killed)
        compact(full, "x", "posts", LATER)
    assert len(rows(full)) == 5 + 5 - removed
    assert rows(full, distinct=True) == before
    compact(full, "x", "posts", LATER)
    assert rows(full) == before
    assert len(names(full)) == 2


def test_a_kill_while_writing_leaves_everything_as_it_was(full, monkeypatch):
    before, files = rows(full), names(full)

    def full_disk(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr("warehouse.files.sync", full_disk)
        compact(full, "x", "posts", LATER)
    assert (rows(full), names(full)) == (before, files)


def test_the_ledger_of_attempts_counts_every_attempt_once_while_rows_are_there_twice(home, monkeypatch):
    for number in range(3):
        at = MORNING + timedelta(hours=number)
        one = Attempt(
            business_id="acme", source="x", account_id="17", stream="posts", status="ok", api_version="2",
            sync_id=f"s{number}", started_at=at, cost_microusd=100,
        )  # fmt: skip
        ledger.land(home, f"a{number}", [one], at)
    monkeypatch.setattr(compacting, "_remove", lambda _folder, _names: None)
    compact(home, "sync", "attempts", LATER)
    assert landing.count(home, "sync", "attempts") == 6
    assert ledger.spent(home, "x", "2026-10") == 300
    assert len(ledger.newest(home, "x", 9)) == 3


def run(home, moment):
    with dg.DagsterInstance.ephemeral() as instance:
        return dg.materialize(
            [compaction], instance=instance, tags={"almanac/as_of": moment.isoformat()},
            resources={"warehouse": Warehouse(root=str(home.root))},
        )  # fmt: skip


def test_the_asset_merges_records_and_notes(full):
    InstallKey.create(full)
    (event,) = run(full, LATER).get_asset_materialization_events()
    told = event.step_materialization_data.materialization.metadata
    assert (told["days"].value, told["merged_files"].value, told["dagster/row_count"].value) == (1, 5, 1)
    (record,) = landing.newest(full, "sync", "compactions", 5)
    assert (record["source"], record["stream"], record["day"], record["files"], record["rows"]) == (
        "x", "posts", date(2026, 10, 20), 5, 5
    )  # fmt: skip
    assert "x/posts 2026-10-20 (5 files, 5 rows)" in (full.logs / "activity.log").read_text()
    assert landing.count(full, "sync", "compactions") == 1
    run(full, LATER)
    assert landing.count(full, "sync", "compactions") == 1


def test_no_build_reads_meanwhile(full, monkeypatch):
    InstallKey.create(full)
    seen = []

    def looking(home, _source, _stream, _moment):
        with pytest.raises(Exception, match=r"build\.lock"), exclusive(home.warehouse / "build.lock", 0):
            pass
        seen.append(1)
        return []

    monkeypatch.setattr("assets.sync.compaction.compact", looking)
    assert run(full, datetime(2026, 10, 24)).success and seen
