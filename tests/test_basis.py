"""When days may be added to what is built, and when everything has to be built anew."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from benchmarks.raw_layer import land, prepare
from warehouse import basis

AS_OF = datetime(2026, 3, 5, 12)


def built(home, as_of=AS_OF):
    now = basis.basis(home, "duckdb", as_of)
    reason = basis.begin(home, now)
    basis.complete(home, now)
    return reason


def test_the_first_build_is_a_full_one_and_the_next_adds_days(home):
    assert built(home) == "no complete build to add days to"
    assert built(home) is None
    assert built(home, AS_OF + timedelta(hours=1)) is None


def test_a_build_for_an_earlier_moment_is_a_full_one(home):
    built(home)
    assert built(home, AS_OF - timedelta(seconds=1)) == (
        "as_of goes back from 2026-03-05 12:00:00 to 2026-03-05 11:59:59"
    )


def test_a_build_that_did_not_complete_counts_with_its_moment(home):
    built(home)
    basis.begin(home, basis.basis(home, "duckdb", AS_OF + timedelta(days=1)))
    assert built(home, AS_OF + timedelta(hours=1)) is not None


def test_a_full_build_that_did_not_complete_is_followed_by_another(home):
    basis.begin(home, basis.basis(home, "duckdb", AS_OF))
    assert built(home, AS_OF + timedelta(hours=1)) == "no complete build to add days to"


@pytest.mark.parametrize("part", ["engine", "code", "configuration"])
def test_whatever_the_rows_rest_on_makes_a_full_build_when_it_changes(home, part):
    built(home)
    now = basis.basis(home, "duckdb", AS_OF)
    assert basis.begin(home, replace(now, **{part: "another"})) == f"{part} has changed"


def test_a_configuration_is_a_change_once_it_is_known(home):
    prepare(home.root)
    before = basis.basis(home, "duckdb", AS_OF).configuration
    late = AS_OF + timedelta(hours=1)
    land(home.root, "events", "events", [{"business_id": "acme"}], file="events-1", landed_at=AS_OF)
    land(home.root, "config", "businesses", [{"business_id": "acme"}], file="almanac-1", landed_at=late)
    assert basis.basis(home, "duckdb", AS_OF).configuration == before
    assert basis.basis(home, "duckdb", late).configuration != before


def test_the_sql_and_the_engines_version_are_in_it(home, monkeypatch):
    before = basis.basis(home, "duckdb", AS_OF)
    assert before.engine.startswith("duckdb ")
    monkeypatch.setattr(basis, "version", lambda _package: "9.9.9")
    assert basis.basis(home, "duckdb", AS_OF).engine == "duckdb 9.9.9 dbt-duckdb 9.9.9"


def test_what_is_taken_out_of_raw_makes_the_next_build_a_full_one(home):
    built(home)
    basis.forget(home)
    assert built(home) is not None
