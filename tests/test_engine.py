"""DuckDB tuned to the machine."""

import os

from warehouse.engine import connect, machine_memory, settings


def test_the_smaller_of_machine_and_container_counts(tmp_path):
    limit = tmp_path / "memory.max"
    limit.write_text("1000000000\n")
    assert machine_memory((limit,)) == 1_000_000_000


def test_an_unlimited_container_means_the_machine(tmp_path):
    limit = tmp_path / "memory.max"
    limit.write_text("max\n")
    assert machine_memory((limit, tmp_path / "absent")) == os.sysconf("SC_PAGE_SIZE") * os.sysconf(
        "SC_PHYS_PAGES"
    )


def test_a_connection_spills_beside_the_build_database_and_finds_raw_by_relative_names(home):
    with connect(home, home.build_database) as connection:
        connection.execute(f"copy (select 7 as n) to '{home.raw}/a.parquet'")
        assert connection.execute("from 'raw/a.parquet'").fetchall() == [(7,)]
        spill = connection.execute("select current_setting('temp_directory')").fetchone()
    assert spill == (str(home.warehouse / "spill"),)


def test_the_memory_limit_of_the_environment_wins(home, monkeypatch):
    monkeypatch.setenv("ALMANAC_MEMORY_LIMIT", "300MB")
    assert settings(home)["memory_limit"] == "300MB"
