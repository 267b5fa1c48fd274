"""Large facts by day: what has not changed is linked, what has is written, and no stale day is ever shown."""

from datetime import date, datetime

from warehouse import publishing, versions
from warehouse.engine import connect
from warehouse.home import Home

AS_OF = datetime(2026, 11, 20, 9)
Days = dict[date, tuple[int, str]]  # day -> what its row says, and the build that wrote it last
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)


def build(home: Home, days: Days) -> None:
    with connect(home, home.build_database) as connection:
        for schema in ("marts", "intermediate"):
            connection.execute(f"create schema if not exists {schema}")
        connection.execute(
            "create or replace table marts.facts (business_id text, n integer, session_date date)"
        )
        connection.execute(
            "create or replace table intermediate.int_day_revisions (build_id text, session_date date)"
        )
        for day, (value, build_id) in days.items():
            connection.execute(
                "insert into marts.facts values ('b', ?, ?), ('a', ?, ?)", [value, day, value, day]
            )
            connection.execute("insert into intermediate.int_day_revisions values (?, ?)", [build_id, day])


def export(home: Home, days: Days, engine: str = "duckdb") -> versions.Version:
    build(home, days)
    return publishing.export(home, AS_OF, "print", engine, ["facts"], {"facts"})


def rows(version: versions.Version) -> list[tuple[str, int, date]]:
    with connect(Home(version.folder.parents[1])) as connection:
        return connection.execute(f"from {version.relation('facts')} order by session_date").fetchall()


def inode(version: versions.Version, day: date) -> int:
    return (version.folder / "facts" / f"session_date={day}" / "rows.parquet").stat().st_ino


def test_a_fact_is_a_folder_a_day_with_sorted_rows(home):
    made = export(home, {MONDAY: (1, "one"), TUESDAY: (2, "one")})
    assert made.tables == ["facts"]
    assert rows(made) == [("a", 1, MONDAY), ("b", 1, MONDAY), ("a", 2, TUESDAY), ("b", 2, TUESDAY)]


def test_days_that_no_build_has_written_since_are_linked(home):
    first = export(home, {MONDAY: (1, "one"), TUESDAY: (2, "one")})
    second = export(home, {MONDAY: (1, "one"), TUESDAY: (5, "two"), WEDNESDAY: (3, "two")})
    assert inode(first, MONDAY) == inode(second, MONDAY)
    assert inode(first, TUESDAY) != inode(second, TUESDAY)
    assert [row[1] for row in rows(second)] == [1, 1, 5, 5, 3, 3]
    assert [row[1] for row in rows(first)] == [1, 1, 2, 2]


def test_a_day_that_went_away_and_came_back_is_written_anew(home):
    export(home, {MONDAY: (1, "one"), TUESDAY: (2, "one")})
    assert [row[2] for row in rows(export(home, {TUESDAY: (2, "one")}))] == [TUESDAY, TUESDAY]
    third = export(home, {MONDAY: (7, "three"), TUESDAY: (2, "one")})
    assert [row[1] for row in rows(third)] == [7, 7, 2, 2]


def test_a_candidate_that_was_never_published_is_a_base_like_any_other(home):
    publishing.publish(home, export(home, {MONDAY: (1, "one")}), {}, 8)
    export(home, {MONDAY: (2, "two")})
    third = export(home, {MONDAY: (2, "two"), TUESDAY: (3, "three")})
    publishing.publish(home, third, {}, 8)
    with publishing.reader(home) as connection:
        assert connection.execute("select distinct n from facts order by n").fetchall() == [(2,), (3,)]


def test_a_version_that_was_removed_takes_nothing_from_those_that_link_to_it(home):
    first = export(home, {MONDAY: (1, "one")})
    for build_id in ("two", "three"):
        last = export(home, {MONDAY: (1, "one"), TUESDAY: (2, build_id)})
        publishing.publish(home, last, {}, keep=1)
    assert not first.folder.exists()
    assert [row[1] for row in rows(last)] == [1, 1, 2, 2]


def test_where_the_disk_knows_no_links_days_are_copied(home, monkeypatch):
    def refuse(*_paths):
        raise OSError("no links here")

    first = export(home, {MONDAY: (1, "one")})
    monkeypatch.setattr("os.link", refuse)
    second = export(home, {MONDAY: (1, "one")})
    assert inode(first, MONDAY) != inode(second, MONDAY)
    assert rows(first) == rows(second)


def test_a_fact_without_a_row_is_one_empty_file(home):
    made = export(home, {})
    assert made.tables == ["facts"]
    assert rows(made) == []


def test_a_reader_asks_only_the_days_it_wants(home):
    publishing.publish(home, export(home, {MONDAY: (1, "one"), TUESDAY: (2, "one")}), {}, 8)
    with publishing.reader(home) as connection:
        plan = connection.execute(
            f"explain select * from facts where session_date = date '{MONDAY}'"
        ).fetchall()
        kinds = connection.execute("describe facts").fetchall()
    assert "1/2" in plan[0][1]
    assert kinds[2][:2] == ("session_date", "DATE")
