"""However the same facts arrive, the marts are the same, and none knows what came after its moment."""

import random
import tempfile
from datetime import timedelta

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bare_sql import build, statements
from benchmarks.random_platforms import of_platform
from benchmarks.random_rows import AS_OF, businesses, conversions, opportunities, posts
from benchmarks.raw_layer import Row
from benchmarks.small_marts import Layer, Marts, rows_of

FEW = settings(max_examples=6, deadline=None)
SEEDS = st.integers(0, 10_000)


def parts(draw: random.Random, rows: list[Row]) -> list[list[Row]]:
    """The rows shuffled and dealt out to a few files; some of them to two files."""
    shuffled = draw.sample(rows, len(rows))
    dealt: list[list[Row]] = [[] for _ in range(3)]
    for row in shuffled:
        for file in draw.sample(dealt, draw.choice((1, 1, 2))):
            file.append(row)
    return dealt


def arrived_at_once(seed: int) -> Marts:
    draw = random.Random(seed)
    rows, leads = posts(draw, 25), opportunities(draw, 25)
    with tempfile.TemporaryDirectory() as folder:
        layer = Layer(folder)
        layer.take("posts_file", "posts", rows, AS_OF - timedelta(days=1))
        layer.take("opportunities", "opportunities", leads, AS_OF - timedelta(days=1))
        layer.take("opportunities", "conversions", conversions(draw, leads), AS_OF)
        for stream, told in of_platform(draw, "instagram").items():
            layer.take("instagram", stream, told, AS_OF)
        return layer.marts(AS_OF)


@FEW
@given(SEEDS, SEEDS)
def test_split_shuffled_repeated_and_late_rows_give_the_marts_of_one_file(seed: int, way: int) -> None:
    draw, order = random.Random(seed), random.Random(way)
    rows, leads = posts(draw, 25), opportunities(draw, 25)
    with tempfile.TemporaryDirectory() as folder:
        layer = Layer(folder)
        layer.take("opportunities", "conversions", conversions(draw, leads), AS_OF)
        for late, some in enumerate(parts(order, rows)):
            layer.take("posts_file", "posts", some, AS_OF - timedelta(days=late + 1))
        for late, some in enumerate(parts(order, leads)):
            layer.take("opportunities", "opportunities", some, AS_OF - timedelta(days=late + 1))
        for stream, told in of_platform(draw, "instagram").items():
            for late, some in enumerate(parts(order, told)):
                layer.take("instagram", stream, some, AS_OF - timedelta(days=late))
        assert layer.marts(AS_OF) == arrived_at_once(seed)


@FEW
@given(SEEDS, SEEDS)
def test_a_corrected_file_leaves_nothing_of_what_it_corrects(seed: int, wrong: int) -> None:
    draw, other = random.Random(seed), random.Random(wrong)
    rows, leads = posts(draw, 25), opportunities(draw, 25)
    with tempfile.TemporaryDirectory() as folder:
        layer = Layer(folder)
        wrong_rows = [row | {"likes": other.randrange(99), "status": "failed"} for row in rows]
        layer.take("posts_file", "posts", wrong_rows, AS_OF - timedelta(days=2))
        layer.take("posts_file", "posts", rows, AS_OF - timedelta(days=1))
        wrong_leads = [lead | {"source": "guess", "status": "won", "revenue_minor": 1} for lead in leads]
        layer.take("opportunities", "opportunities", wrong_leads, AS_OF - timedelta(days=2))
        layer.take("opportunities", "opportunities", leads, AS_OF - timedelta(days=1))
        layer.take("opportunities", "conversions", conversions(draw, leads), AS_OF)
        for stream, told in of_platform(draw, "instagram").items():
            layer.take("instagram", stream, told, AS_OF)
        assert layer.marts(AS_OF) == arrived_at_once(seed)


@FEW
@given(SEEDS)
def test_building_day_by_day_ends_with_the_marts_of_a_fresh_build(seed: int) -> None:
    draw = random.Random(seed)
    rows, leads, streams = posts(draw, 20), opportunities(draw, 20), of_platform(draw, "instagram")
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        layer = Layer(folder)
        for days_before in (2, 1, 0):
            now = AS_OF - timedelta(days=days_before)
            layer.take("posts_file", "posts", [row for row in rows if row["observed_at"] <= now], now)
            known = [lead for lead in leads if lead["created_at"] <= now]
            layer.take("opportunities", "opportunities", known, now)
            for stream, told in streams.items():
                layer.take("instagram", stream, [row for row in told if row["observed_at"] <= now], now)
            build(connection, statements(), layer.home, now)
        assert rows_of(connection) == layer.marts(AS_OF)


@FEW
@given(SEEDS)
def test_what_comes_later_changes_no_earlier_day(seed: int) -> None:
    draw = random.Random(seed)
    then = AS_OF - timedelta(days=3)
    with tempfile.TemporaryDirectory() as folder:
        layer = Layer(folder)
        layer.take("posts_file", "posts", posts(draw, 20), then - timedelta(hours=1))
        layer.take("opportunities", "opportunities", opportunities(draw, 20), then)
        for stream, told in of_platform(draw, "linkedin").items():
            layer.take("linkedin", stream, told, then)
        before = layer.marts(then)
        leads = opportunities(draw, 30)
        layer.take("posts_file", "posts", posts(draw, 30), then + timedelta(seconds=1))
        layer.take("opportunities", "opportunities", leads, then + timedelta(days=1))
        layer.take("opportunities", "conversions", conversions(draw, leads), AS_OF)
        for stream, told in of_platform(draw, "linkedin").items():
            layer.take("linkedin", stream, told, AS_OF)
        layer.take("config", "businesses", businesses()[:1], AS_OF)
        assert layer.marts(then) == before
        assert layer.marts(AS_OF) != before


def test_businesses_without_any_data_have_an_overview_without_figures() -> None:
    with tempfile.TemporaryDirectory() as folder:
        marts = Layer(folder).marts(AS_OF)
    filled = {name for name, rows in marts.items() if rows}
    assert filled == {"dim_businesses", "business_overview"}
    assert {row[2:] for row in marts["business_overview"]} == {
        (0, 0, None, None, None, None, None, None, None, None, 0, 0, 0, None, None, currency)
        for currency in ("USD", "EUR")
    }
