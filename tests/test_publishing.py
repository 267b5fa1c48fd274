"""Candidates, publication by one rename, readers that never block, and what a kill leaves behind."""

import multiprocessing
import os
import signal
from datetime import datetime

import duckdb
import pyarrow as pa
import pytest

from warehouse import publishing, versions
from warehouse.engine import connect
from warehouse.home import Home

AS_OF = datetime(2026, 11, 20, 9)


def build(home: Home, value: int) -> None:
    with connect(home, home.build_database) as connection:
        connection.execute("create schema if not exists marts")
        connection.execute(
            f"create or replace table marts.figures as select 'acme' as business_id, {value} as n"
        )


def export(home: Home, value: int) -> versions.Version:
    build(home, value)
    return publishing.export(home, AS_OF, f"print {value}", "duckdb", ["figures"])


def publish(home: Home, value: int, keep: int = 8) -> versions.Version:
    made = export(home, value)
    assert publishing.publish(home, made, {"figures": ("one row", {"n": "the figure"})}, keep)
    return made


def shown(home: Home) -> int:
    with publishing.reader(home) as connection:
        return connection.execute("select n from figures").fetchone()[0]


def test_before_the_first_publication_a_reader_is_told_what_to_do(home):
    with pytest.raises(versions.NothingPublished, match="almanac run"), publishing.reader(home):
        pass
    assert versions.published_version(home) is None
    with pytest.raises(versions.NoCandidate):
        versions.candidate(home)


def test_a_published_version_says_what_it_is_and_describes_itself(home):
    made = publish(home, 1)
    assert versions.published_version(home) == made == versions.candidate(home)
    with publishing.reader(home) as connection:
        assert connection.execute(
            "select comment from duckdb_views() where view_name = 'figures'"
        ).fetchone() == ("one row",)
        about = connection.execute(
            "select comment from duckdb_columns() where column_name = 'n' and table_name = 'figures'"
        )
        assert about.fetchone() == ("the figure",)


def test_every_way_people_name_a_mart_finds_it(home):
    publish(home, 1)
    with duckdb.connect(str(home.published), read_only=True) as connection:
        for name in ("figures", "marts.figures", "main.figures"):
            assert connection.execute(f"select n from {name}").fetchall() == [(1,)]


def test_an_estimate_added_to_a_candidate_is_published_with_it(home):
    made = export(home, 1)
    versions.add_table(made, "guesses", pa.table({"business_id": ["acme"], "g": [0.5]}))
    publishing.publish(home, made, {}, 8)
    with publishing.reader(home) as connection:
        assert connection.execute("select g from guesses").fetchall() == [(0.5,)]


def test_the_table_of_a_model_that_is_no_more_is_not_published(home):
    with connect(home, home.build_database) as connection:
        connection.execute("create schema marts; create table marts.gone as select 1 as n")
    publish(home, 1)
    assert versions.candidate(home).tables == ["figures"]


def test_a_candidate_is_not_shown_before_it_is_published(home):
    publish(home, 1)
    export(home, 2)
    assert shown(home) == 1


def test_an_older_candidate_never_replaces_a_newer_version(home):
    old, new = export(home, 1), export(home, 2)
    assert publishing.publish(home, new, {}, 8)
    assert not publishing.publish(home, old, {}, 8)
    assert shown(home) == 2


def test_the_last_versions_are_kept_and_the_one_that_is_shown_always(home):
    first = publish(home, 0)
    for value in range(1, 6):
        publish(home, value, keep=2)
    assert versions.numbers(home) == [5, 6]
    assert not first.folder.exists()


def test_a_reader_of_the_published_file_reaches_nothing_else_of_the_machine(home, tmp_path):
    publish(home, 1)
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with publishing.reader(home) as connection:
        with pytest.raises(duckdb.Error, match="disabled"):
            connection.execute(f"from read_csv('{tmp_path}/secret.csv')")
        with pytest.raises(duckdb.Error):
            connection.execute("create table marts.x as select 1")


def _read_on(path, ready, go_on, answers):
    connection = duckdb.connect(path, read_only=True)
    answers.put(connection.execute("select n from marts.figures").fetchone()[0])
    ready.set()
    go_on.wait(60)
    answers.put(connection.execute("select n from marts.figures").fetchone()[0])
    connection.close()


def test_a_reader_that_holds_the_file_open_blocks_nobody_and_goes_on_reading_what_it_opened(home):
    publish(home, 1)
    spawn = multiprocessing.get_context("spawn")
    ready, go_on, answers = spawn.Event(), spawn.Event(), spawn.Queue()
    reader = spawn.Process(target=_read_on, args=(str(home.published), ready, go_on, answers))
    reader.start()
    assert ready.wait(60)
    publish(home, 2)
    go_on.set()
    assert [answers.get(timeout=60), answers.get(timeout=60)] == [1, 1]
    reader.join()
    assert shown(home) == 2


def _killed(step, root):
    """Publishes, and dies by SIGKILL when it comes to the named step."""
    home = Home(root)

    def die(*_args, **_kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    module, name = {
        "copying the marts": (publishing, "_copy_marts"),
        "labelling the candidate": (versions.Version, "write_label"),
        "writing the views": (publishing, "_write_view"),
        "clearing old versions": (publishing, "_remove_old"),
    }[step]
    setattr(module, name, die)
    publish(home, 2)


@pytest.mark.parametrize("step", ["copying the marts", "labelling the candidate", "writing the views"])
def test_a_kill_before_the_rename_leaves_the_old_version_and_the_next_run_is_right(home, step):
    publish(home, 1)
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(step, home.root))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert shown(home) == 1
    publish(home, 3)
    assert shown(home) == 3
    assert all((home.marts / f"v{number}" / "version.json").is_file() for number in versions.numbers(home))


def test_a_kill_after_the_rename_leaves_the_new_version(home):
    publish(home, 1)
    process = multiprocessing.get_context("spawn").Process(
        target=_killed, args=("clearing old versions", home.root)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert shown(home) == 2
