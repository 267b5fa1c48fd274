"""Spark and DuckDB come to the same rows: every mart of golden and random rows, compared both ways."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import duckdb
import pytest

from benchmarks import random_visits
from benchmarks.bare_sql import build, statements
from benchmarks.random_money import payments, rates, stripe
from benchmarks.random_platforms import of_platform
from benchmarks.random_rows import conversions, opportunities, posts
from benchmarks.raw_layer import land, land_folder
from warehouse import funnels
from warehouse.home import Home

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="the extra almanac[spark] is not installed"),
    pytest.mark.skipif(which("java") is None, reason="Spark needs Java 17, and no java is on the PATH"),
]
REPOSITORY = Path(__file__).resolve().parents[1]
AS_OF = datetime(2026, 3, 30, 12)
GOLDEN = REPOSITORY / "tests" / "golden"
MARTS = sorted(path.stem for path in GOLDEN.glob("*.csv"))


def fill(home: Path) -> None:
    """The golden layer, and as much again at random."""
    (home / "warehouse").mkdir()
    land_folder(home, GOLDEN / "raw")
    draw = random.Random(2026)
    leads, before = opportunities(draw, 150), AS_OF - timedelta(days=1)
    marked = conversions(draw, leads)
    land(home, "posts_file", "posts", posts(draw, 150), file="random-posts", landed_at=before)
    land(home, "opportunities", "opportunities", leads, file="random-leads", landed_at=before)
    land(home, "opportunities", "conversions", marked, file="random-marks", landed_at=AS_OF)
    for platform in ("instagram", "linkedin"):
        for stream, rows in of_platform(draw, platform).items():
            land(home, platform, stream, rows, file=f"random-{platform}", landed_at=before)
    for file, landed_at in (("first", before), ("second", AS_OF)):
        land(home, "payments", "payments", payments(draw, 60), file=f"{file}-payments", landed_at=landed_at)
    land(home, "payments", "rates", rates(draw, 300), file="random-rates", landed_at=before)
    for stream, rows in stripe(draw, 40).items():
        land(home, "stripe", stream, rows, file="random-stripe", landed_at=before)
    visited = {
        ("events", "events"): random_visits.visits(draw, 200),
        ("payments", "payments"): random_visits.payments(draw, 40),
        ("posts_file", "posts"): random_visits.posts(),
    }
    for (source, stream), rows in visited.items():
        land(home, source, stream, rows, file="random-visits", landed_at=before)


def spark_build(home: Path) -> subprocess.CompletedProcess[str]:
    """Builds and tests everything on a Spark session of its own, in a process of its own."""
    dbt, project = Path(sys.executable).with_name("dbt"), REPOSITORY / "dbt_project"
    folders = [f"--project-dir={project}", f"--profiles-dir={project}"]
    folders += [f"--target-path={home / 'dbt'}", f"--log-path={home / 'logs'}"]
    return subprocess.run(
        [str(dbt), "build", "--exclude-resource-type", "unit_test", *folders],
        cwd=home,
        env=os.environ
        | funnels.environment(Home(home))
        | {"ALMANAC_HOME": str(home), "ALMANAC_AS_OF": str(AS_OF), "ALMANAC_ENGINE": "spark"},
        capture_output=True,
        text=True,
        timeout=900,
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with DuckDB's rows in schema marts and Spark's in schema spark."""
    home = tmp_path_factory.mktemp("spark")
    fill(home)
    built = spark_build(home)
    assert built.returncode == 0, built.stdout[-3_000:] + built.stderr[-2_000:]
    with duckdb.connect() as connection:
        build(connection, statements(), home, AS_OF)
        connection.execute("create schema spark")
        for mart in MARTS:
            files = home / "warehouse" / "spark" / "marts.db" / mart / "**" / "*.parquet"
            read = f"read_parquet('{files}', hive_partitioning = true)"
            connection.execute(f"create view spark.{mart} as from {read}")
        yield connection


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_has_the_same_columns_of_the_same_types(both: duckdb.DuckDBPyConnection, mart: str) -> None:
    of_duckdb, of_spark = (both.execute(f"describe {name}.{mart}").fetchall() for name in ("marts", "spark"))
    assert [column[:2] for column in of_duckdb] == [column[:2] for column in of_spark]


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_has_the_same_rows(both: duckdb.DuckDBPyConnection, mart: str) -> None:
    for one, other in (("marts", "spark"), ("spark", "marts")):
        assert both.execute(f"from {one}.{mart} except all from {other}.{mart}").fetchall() == []
    assert both.execute(f"select count(*) > 0 from marts.{mart}").fetchall() == [(True,)]
