"""The estimates as assets: they read the newest candidate, write into it, and describe every column."""

from datetime import date, timedelta

import dagster as dg
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.estimates.attribution_channels import attribution_channels
from assets.estimates.content_types import content_types
from assets.estimates.hashtags import hashtags
from assets.estimates.lead_sources import lead_sources
from assets.estimates.posting_effects import posting_effects
from assets.estimates.posting_times import posting_times
from assets.estimates.value_by_segment import AGES, value_by_segment
from assets.estimates.value_forecasts import value_forecasts
from warehouse.resources import Warehouse
from warehouse.versions import NoCandidate, Version

ESTIMATES = [
    attribution_channels, content_types, hashtags, lead_sources, posting_effects, posting_times,
    value_by_segment, value_forecasts,
]  # fmt: skip
NAMES = [asset.key.path[-1] for asset in ESTIMATES]


def post_scores(posts):
    random = np.random.default_rng(1)
    dates = [date(2026, 1, 1) + timedelta(days=day) for day in range(posts)]
    return pa.table({
        "business_id": pa.array(["acme"] * posts, pa.string()),
        "platform": pa.array(["x"] * posts, pa.string()),
        "post_id": pa.array([f"post {index:03}" for index in range(posts)], pa.string()),
        "account_id": pa.array(["a"] * posts, pa.string()),
        "content_type": pa.array(random.choice(["image", "text"], size=posts).tolist(), pa.string()),
        "hashtags": pa.array(random.choice(["golf, swing", "golf", ""], size=posts).tolist(), pa.string()),
        "posted_date": pa.array(dates, pa.date32()),
        "posted_weekday": pa.array([day.isoweekday() for day in dates], pa.int64()),
        "posted_hour": pa.array(random.integers(8, 20, size=posts), pa.int64()),
        "hour_block": pa.array([0] * posts, pa.int64()),
        "engagement_7d": pa.array(random.integers(1, 90, size=posts), pa.int64()),
        "baseline": pa.array([20.0] * posts, pa.float64()),
        "score": pa.array(random.normal(size=posts), pa.float64()),
    })  # fmt: skip


def leads(count):
    return pa.table({
        "business_id": pa.array(["acme"] * count, pa.string()),
        "lead_id": pa.array([f"lead {index:03}" for index in range(count)], pa.string()),
        "source": pa.array([("email", "x")[index % 2] for index in range(count)], pa.string()),
        "is_converted": pa.array([index % 5 == 0 for index in range(count)], pa.bool_()),
        "is_matured": pa.array([True] * count, pa.bool_()),
        "days_to_convert": pa.array([None if index % 5 else 2.0 for index in range(count)], pa.float64()),
        "revenue_minor": pa.array([900 if index % 5 == 0 else None for index in range(count)], pa.int64()),
        "currency": pa.array(["USD" if index % 5 == 0 else None for index in range(count)], pa.string()),
    })  # fmt: skip


def payments(count):
    return pa.table({
        "business_id": pa.array(["acme"] * count, pa.string()),
        "payment_id": pa.array([f"pay {index:03}" for index in range(count)], pa.string()),
        "person_key": pa.array([f"person {index % 30:03}" for index in range(count)], pa.string()),
        "kind": pa.array(["payment"] * count, pa.string()),
        "local_date": pa.array([date(2026, 1, 1 + index % 28) for index in range(count)], pa.date32()),
        "reporting_minor": pa.array([900 + index for index in range(count)], pa.int64()),
    })  # fmt: skip


def customers(count):
    """As many customers as the payments are of; the columns of dim_customers and customer_values."""
    persons = sorted(set(payments(count)["person_key"].to_pylist()))
    texts = {"business_id": "acme", "currency": "USD", "cohort_month": "2026-01", "first_channel": "Email"}
    texts |= dict.fromkeys(("first_source", "country", "risk_level", "first_product"))
    figures = {"age_days": 400, "unconverted_entries": 0} | {f"net_{days}": 900 for days in AGES}
    repeated = [(texts, pa.string()), (figures, pa.int64())]
    columns = {"person_key": pa.array(persons, pa.string())}
    for same, kind in repeated:
        columns |= {name: pa.array([one] * len(persons), kind) for name, one in same.items()}
    return pa.table(columns)


def touches(count):
    """As many conversions, each with one touch in every model."""
    models = ["first", "last", "last_non_direct", "linear", "position", "time_decay"] * count
    same = {"business_id": "acme", "channel": "email", "weight": 1.0, "currency": "USD"}
    columns = {"model": pa.array(models, pa.string())}
    for name, one in same.items():
        columns[name] = pa.array([one] * len(models), pa.float64() if name == "weight" else pa.string())
    for name in ("revenue_minor", "refunded_minor"):
        columns[name] = pa.array([900] * len(models), pa.int64())
    return pa.table(columns)


def transitions(count):
    """As many journeys by one channel, half of them to a conversion."""
    won = count // 2
    steps = [("(start)", "email", count), ("email", "(conversion)", won), ("email", "(null)", count - won)]
    names = ("from_state", "to_state", "transitions")
    rows = [{"business_id": "acme"} | dict(zip(names, step, strict=True)) for step in steps if count]
    kinds = {"business_id": pa.string()} | dict.fromkeys(names[:2], pa.string()) | {names[2]: pa.int64()}
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds.items()))


@pytest.fixture
def candidate(home, as_of):
    """Writes a candidate with so many posts, leads and payments of one business."""

    def write(number, rows):
        made = Version(number, as_of, "f", "duckdb", home.marts / f"v{number}")
        made.folder.mkdir()
        business = {"business_id": ["acme"], "currency": ["USD"], "conversion_window_days": [30]}
        business |= {"local_today": pa.array([date(2026, 3, 30)], pa.date32())}
        pq.write_table(post_scores(rows), made.path("post_scores"))
        pq.write_table(leads(rows), made.path("fct_leads"))
        pq.write_table(payments(rows), made.path("fct_payments"))
        pq.write_table(touches(rows), made.path("attribution_touches"))
        pq.write_table(transitions(rows), made.path("channel_transitions"))
        for mart in ("dim_customers", "customer_values"):
            pq.write_table(customers(rows), made.path(mart))
        pq.write_table(pa.table(business), made.path("dim_businesses"))
        made.write_label()
        return made

    return write


@pytest.fixture
def run(home):
    def materialize(**options):
        return dg.materialize(ESTIMATES, resources={"warehouse": Warehouse(root=str(home.root))}, **options)

    return materialize


def test_every_estimate_becomes_a_table_of_the_newest_candidate(candidate, run):
    older, newest = candidate(1, 40), candidate(2, 60)
    result = run()
    assert set(NAMES) <= set(newest.tables)
    assert not set(NAMES) & set(older.tables)
    for name in NAMES:
        (event,) = result.asset_materializations_for_node(f"estimates__{name}")
        assert event.metadata["dagster/row_count"].value == pq.read_metadata(newest.path(name)).num_rows > 0
        assert "| acme |" in event.metadata["preview"].value


def test_every_table_and_column_says_what_it_is_and_begins_with_the_business(candidate, run):
    version = candidate(1, 40)
    run()
    for name in NAMES:
        schema = pq.read_schema(version.path(name))
        assert schema.metadata[b"description"].startswith(b"One row per business")
        assert schema.names[0] == "business_id"
        assert all(field.metadata[b"description"] for field in schema)


def test_a_business_without_data_gets_tables_without_rows(candidate, run):
    version = candidate(1, 0)
    assert run().success
    for name in NAMES:
        assert pq.read_metadata(version.path(name)).num_rows == 0
        assert pq.read_schema(version.path(name)).names[0] == "business_id"


def test_a_second_run_writes_the_very_same_bytes(candidate, run):
    version = candidate(1, 50)
    run()
    before = {name: version.path(name).read_bytes() for name in NAMES}
    run()
    assert {name: version.path(name).read_bytes() for name in NAMES} == before


def test_without_a_candidate_the_reason_is_said(run):
    with pytest.raises(NoCandidate, match="almanac run"):
        run()


@pytest.mark.parametrize("asset", ESTIMATES, ids=NAMES)
def test_an_estimate_waits_for_the_candidate_and_has_an_owner_and_its_grain(asset):
    (spec,) = asset.specs
    assert dg.AssetKey(["publishing", "candidate"]) in {dep.asset_key for dep in spec.deps}
    assert spec.key == dg.AssetKey(["estimates", asset.key.path[-1]])
    assert spec.owners == ["team:growth"]
    assert spec.group_name == "estimates"
    assert spec.description.startswith("One row per business")
