"""Law 3: building day by day, with all that goes wrong on the way, gives exactly the rows of a full build."""

import os
import random
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

import duckdb
import pytest

from benchmarks.bare_sql import PROJECT, build, statements
from benchmarks.random_events import Delivery, builds, deliveries
from tests.incremental_builds import DayByDay, Rows, marts

EVENTS_ALONE = ("--select", "+int_taken_files", "+identity_links")
BY_DAY = re.search(
    r"incremental_models.*?return\(\[(.*?)\]\)", (PROJECT / "macros/last_build.sql").read_text(), re.S
)
BREAKABLE = [
    *re.findall(r"'(\w+)'", BY_DAY[1] if BY_DAY else ""),
    "int_touched_days",
    "int_people",
    "int_taken_people",
]


def fresh(home: Path, number: int) -> Rows:
    """All marts of a full build of what is in raw now."""
    with duckdb.connect() as connection:
        build(connection, statements(), home, builds()[number])
        return marts(connection)


def walk(world: DayByDay, files: list[Delivery], draw: random.Random, options: tuple[str, ...]) -> None:
    """Builds day by day; now and then a build is left out, or breaks at some model."""
    for number, moment in enumerate(builds()):
        for file in files:
            if file.build == number:
                world.take(file)
        fate, is_last = draw.random(), number == len(builds()) - 1
        if fate < 0.25 and not is_last:
            world.build(moment, *options, "--exclude", f"{draw.choice(BREAKABLE)}+")
        elif fate < 0.9 or is_last:
            world.build(moment, *options)


def differences(world: DayByDay, number: int) -> dict[str, tuple[int, int]]:
    """The marts that are not those of a full build: rows that only the one and only the other has."""
    by_day, whole = world.rows(), fresh(world.home, number)
    return {
        name: (_surplus(by_day[name], whole[name]), _surplus(whole[name], by_day[name]))
        for name in by_day
        if by_day[name] != whole[name]
    }


def _surplus(rows: list[tuple[Any, ...]], others: list[tuple[Any, ...]]) -> int:
    return len([row for row in rows if row not in others])


def test_every_model_that_is_built_by_day_holds_up_the_state() -> None:
    texts = {path.stem: path.read_text() for path in PROJECT.glob("models/**/*.sql")}
    by_day = {name for name, text in texts.items() if "by_day_config(" in text or "='append'" in text}
    assert by_day == set(BREAKABLE) - {"int_touched_days", "int_people", "int_taken_people"}


def test_events_built_day_by_day_are_those_of_a_full_build(tmp_path: Path) -> None:
    draw = random.Random(11)
    world = DayByDay(tmp_path / "home")
    walk(world, deliveries(draw), draw, EVENTS_ALONE)
    assert differences(world, len(builds()) - 1) == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_events_of_random_worlds_built_day_by_day_are_those_of_a_full_build(
    tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    world = DayByDay(tmp_path / "home")
    walk(world, deliveries(draw), draw, EVENTS_ALONE)
    assert differences(world, len(builds()) - 1) == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [21, 22])
def test_every_mart_built_day_by_day_is_that_of_a_full_build(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    world = DayByDay(tmp_path / "home")
    walk(world, deliveries(draw), draw, ())
    assert differences(world, len(builds()) - 1) == {}
    assert {"fct_events", "fct_sessions", "identity_links"} <= {
        name for name, rows in world.rows().items() if rows
    }


@pytest.mark.slow
def test_a_build_without_anything_new_changes_nothing(tmp_path: Path) -> None:
    world = DayByDay(tmp_path / "home")
    for file in deliveries(random.Random(5)):
        world.take(file)
    last = builds()[-1]
    world.build(last, *EVENTS_ALONE)
    before = world.rows()
    world.build(last, *EVENTS_ALONE)
    assert world.rows() == before
    with duckdb.connect(str(world.home / "warehouse" / "build.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from intermediate.int_changed_days").fetchone() == (0,)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("pyspark") is None, reason="the extra almanac[spark] is not installed")
@pytest.mark.skipif(which("java") is None, reason="Spark needs Java 17, and no java is on the PATH")
def test_spark_built_day_by_day_has_the_rows_of_a_full_build(tmp_path: Path) -> None:
    world, waiting = DayByDay(tmp_path / "home"), deliveries(random.Random(4))
    for number in (2, 4, 5):
        for file in [file for file in waiting if file.build <= number]:
            world.take(file)
            waiting.remove(file)
        built = spark_build(world.home, number)
        assert built.returncode == 0, built.stdout[-3_000:] + built.stderr[-2_000:]
    whole = fresh(world.home, 5)
    with duckdb.connect() as connection:
        for mart in ("fct_events", "fct_sessions", "identity_links"):
            files = world.home / "warehouse" / "spark" / "marts.db" / mart / "**" / "*.parquet"
            rows = f"from read_parquet('{files}', hive_partitioning = true) order by all"
            assert connection.execute(rows).fetchall() == whole[mart]
            assert whole[mart]


def spark_build(home: Path, number: int) -> subprocess.CompletedProcess[str]:
    """Builds the events on a Spark session of its own, in a process of its own."""
    folders = [f"--project-dir={PROJECT}", f"--profiles-dir={PROJECT}"]
    folders += [f"--target-path={home / 'dbt'}", f"--log-path={home / 'logs'}"]
    variables = {"ALMANAC_HOME": str(home), "ALMANAC_AS_OF": str(builds()[number]), "ALMANAC_ENGINE": "spark"}
    asked = ["build", "--exclude-resource-type", "unit_test", "test", *EVENTS_ALONE]
    return subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), *asked, *folders],
        cwd=home,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=1_200,
    )
