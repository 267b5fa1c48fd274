"""Landing: Parquet that is there whole or not at all, under the day it landed, once for each name."""

import os
from datetime import datetime, timedelta
from itertools import pairwise

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse import landing
from warehouse.home import Home

SCHEMA = pa.schema([("business_id", pa.string()), ("likes", pa.int64())])
AT = datetime(2026, 3, 1, 23, 59)


def rows(count, start=0):
    return [{"business_id": "acme", "likes": start + number} for number in range(count)]


def land(home, name="acme-1", count=3, at=AT, stream="posts"):
    return landing.land_rows(home, "posts_file", stream, name, SCHEMA, rows(count), at)


def select(home, columns="*"):
    with duckdb.connect() as connection:
        files = f"read_parquet('{home.raw}/posts_file/posts/*/*.parquet', union_by_name=true)"
        return connection.execute(f"select {columns} from {files} order by all").fetchall()


def test_an_empty_stream_can_be_read_with_all_its_columns(home):
    landing.prepare(home, "posts_file", "posts", SCHEMA)
    assert select(home) == []
    assert landing.landed(home, "posts_file", "posts") == set()


def test_preparing_twice_changes_nothing_and_a_new_column_is_one_more_file(home):
    for schema in (SCHEMA, SCHEMA, SCHEMA.append(pa.field("saves", pa.int64()))):
        landing.prepare(home, "posts_file", "posts", schema)
    assert len(list((home.raw / "posts_file/posts/observed_on=1970-01-01").iterdir())) == 2
    land(home)
    assert select(home, "business_id, likes, saves")[0] == ("acme", 0, None)


def test_rows_land_under_the_date_of_landing(home):
    path = land(home)
    assert path == home.raw / "posts_file/posts/observed_on=2026-03-01/acme-1.parquet"
    assert pq.read_table(path).to_pylist() == rows(3)
    assert landing.landed(home, "posts_file", "posts") == {"acme-1"}


def test_a_name_lands_once_even_on_another_day_and_its_batches_are_read_to_the_end(home):
    first = land(home)
    read = []
    later = (read.append(row) or row for row in rows(5, start=100))
    again = landing.land_rows(home, "posts_file", "posts", "acme-1", SCHEMA, later, AT + timedelta(days=1))
    assert again == first
    assert pq.read_table(first).to_pylist() == rows(3)
    assert len(read) == 5


def test_no_rows_are_no_file(home):
    assert land(home, count=0) is None
    assert landing.landed(home, "posts_file", "posts") == set()


def test_a_failure_in_the_middle_leaves_nothing_behind(home):
    def failing():
        yield from rows(landing.BATCH_ROWS + 1)
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        landing.land_rows(home, "posts_file", "posts", "acme-1", SCHEMA, failing(), AT)
    assert not [path for path in home.raw.rglob("*") if path.is_file()]


def test_rows_go_to_disk_batch_by_batch(home):
    path = land(home, count=2 * landing.BATCH_ROWS + 1)
    assert [group.num_rows for group in landing.batches(rows(25_000), SCHEMA)] == [10_000, 10_000, 5_000]
    assert pq.ParquetFile(path).num_row_groups == 3


def test_what_is_being_written_is_read_by_nobody(home):
    unfinished = home.raw / "posts_file/posts/observed_on=2026-03-01/.acme-2.parquet.0badcafe.tmp"
    land(home)
    before = landing.fingerprint(home)
    unfinished.write_bytes(b"half")
    assert landing.fingerprint(home) == before
    assert landing.count(home, "posts_file", "posts") == 3
    assert len(select(home)) == 3


def test_the_fingerprint_moves_with_data_and_with_configuration_only(home):
    seen = [landing.fingerprint(home), landing.fingerprint(home)]
    land(home)
    seen.append(landing.fingerprint(home))
    land(home)
    seen.append(landing.fingerprint(home))
    home.config_file.write_text("businesses: []")
    seen.append(landing.fingerprint(home))
    assert [one != other for one, other in pairwise(seen)] == [False, True, False, True]


def test_the_fingerprint_depends_on_content_names_not_on_the_order_of_arrival(tmp_path):
    homes = [Home(tmp_path / "a"), Home(tmp_path / "b")]
    for home, names in zip(homes, (["acme-1", "acme-2"], ["acme-2", "acme-1"]), strict=True):
        for name in names:
            land(home, name)
    assert landing.fingerprint(homes[0]) == landing.fingerprint(homes[1])


def test_rows_are_counted_over_all_days(home):
    landing.prepare(home, "posts_file", "posts", SCHEMA)
    for number in range(3):
        land(home, f"acme-{number}", at=AT + timedelta(days=number))
    assert landing.count(home, "posts_file", "posts") == 9


def test_rows_of_the_newest_file_are_shown_first(home):
    assert landing.newest(home, "posts_file", "posts", 5) == []
    old, new = land(home, "acme-1", 2), land(home, "acme-2", 4)
    os.utime(old, (1, 1))
    os.utime(new, (2, 2))
    assert landing.newest(home, "posts_file", "posts", 5) == rows(4) + rows(1)
    os.utime(new, (0, 0))
    assert landing.newest(home, "posts_file", "posts", 3) == rows(2) + rows(1)


def test_leftovers_of_a_killed_run_go_after_an_hour_and_nothing_else(home):
    folder = home.raw / "posts_file/posts/observed_on=2026-03-01"
    landed = land(home)
    old, fresh = folder / ".acme-2.parquet.1.tmp", folder / ".acme-3.parquet.2.tmp"
    for path in (old, fresh):
        path.write_bytes(b"half")
    for path in (old, landed):
        os.utime(path, (1, 1))
    assert landing.sweep(home.raw) == 1
    assert not old.exists() and fresh.exists() and landed.exists()
