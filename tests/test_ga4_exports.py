"""GA4's export to BigQuery, NDJSON and Parquet: which nested field is which column, and what is refused."""

import json
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.ga4.events import KIND
from assets.ga4.export_records import ExportedEvent
from tests.simulated import searched
from warehouse.configuration.loading import load
from warehouse.intake import taking as intake
from warehouse.intake.outcomes import LANDED, QUARANTINED
from warehouse.pseudonyms import InstallKey
from warehouse.rows.records import arrow_schema

NOW = datetime(2026, 11, 20, 9)
AT = datetime(2026, 11, 19, 7, 30, 0, 123456)
MICROSECONDS = "1795073400123456"  # as BigQuery writes whole numbers into JSON
DEVICE = "1234567890.1700000000"


def param(key, **value):
    empty = dict.fromkeys(("string_value", "int_value", "float_value", "double_value"))
    return {"key": key, "value": {**empty, **value}}


PURCHASE = {
    "event_date": "20261119",
    "event_timestamp": MICROSECONDS,
    "event_name": "paid_upgrade_clicked",
    "event_params": [
        param("ga_session_id", int_value="1763450000"),
        param("page_location", string_value="https://compass.example/upgrade?email=jo%40example.com"),
        param("page_referrer", string_value="https://www.google.com/"),
        param("engagement_time_msec", int_value="5400"),
        param("currency", string_value="GBP"),
        param("value", double_value=19.99),
        param("experiment", string_value="pricing"),
        param("variant", string_value="premium"),
        param("plan", string_value="pro"),
        param("step", int_value="3"),
        param("score", double_value=0.25),
        param("ratio", float_value=1.5),
        param("nothing"),
    ],
    "event_value_in_usd": 25.4137,
    "event_bundle_sequence_id": "77",
    "batch_page_id": "5",
    "batch_ordering_id": "1",
    "batch_event_index": "2",
    "user_id": "user-17",
    "user_pseudo_id": DEVICE,
    "user_properties": [
        {"key": "job_title", "value": {"string_value": "Baker", "set_timestamp_micros": MICROSECONDS}}
    ],
    "device": {"category": "mobile", "operating_system": "iOS", "advertising_id": "ad-4711"},
    "geo": {"country": "United Kingdom", "region": "England", "city": "(not set)"},
    "traffic_source": {"source": "linkedin", "medium": "social", "name": "(direct)"},
    "collected_traffic_source": {"manual_source": "old", "manual_medium": "email"},
    "session_traffic_source_last_click": {
        "manual_campaign": {"source": "Newsletter", "medium": "email", "campaign_name": "Autumn"}
    },
    "ecommerce": {"transaction_id": "T-1"},
    "items": [{"item_id": "pro", "price": 19.99, "quantity": "1", "item_brand": None}],
    "stream_id": "9",
    "platform": "WEB",
}


@pytest.fixture
def office(home):
    home.config_file.write_text("businesses: [{id: acme, timezone: America/New_York, currency: USD}]")
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()
    return home


def taken(home):
    (outcome,) = intake.take(home, load(home), KIND, NOW, 0).files
    return outcome


def rows(home):
    files = sorted((home.raw / "ga4/events").rglob("*.parquet"))
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


def export(home, *events, name="ga4_events.ndjson", end="\n"):
    """What became of an NDJSON export of these events."""
    text = "\n".join(json.dumps(event) for event in events) + end
    (home.inbox / "acme" / name).write_text(text)
    return taken(home)


def test_nested_fields_become_the_columns_of_events(office):
    assert export(office, PURCHASE).status == LANDED
    (row,) = rows(office)
    key = InstallKey.load(office)
    expected = {
        "event": "paid_upgrade_clicked", "occurred_at": AT, "user_key": key.identifier_key("user", "user-17"),
        "anonymous_key": key.identifier_key("anonymous", DEVICE),
        "session_id": key.subject_key(f"{DEVICE}.1763450000"),
        "source": "Newsletter", "medium": "email", "campaign": "Autumn",
        "referrer": "https://www.google.com/", "country": "United Kingdom", "region": "England", "city": None,
        "device": "mobile", "experiment": "pricing", "variant": "premium", "value_minor": 1999,
        "currency": "GBP", "duration_ms": 5400,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert row["page"].startswith("https://compass.example/upgrade?email=~")
    assert json.loads(row["properties"]) == {
        "plan": "pro", "step": 3, "score": 0.25, "ratio": 1.5, "nothing": None,
        "first_user_source": "linkedin", "first_user_medium": "social",
        "user_properties": {"job_title": "Baker"}, "transaction_id": "T-1",
        "items": [{"item_id": "pro", "price": 19.99, "quantity": "1"}],
    }  # fmt: skip
    extra = json.loads(row["extra"])
    assert extra["event_date"] == "20261119" and extra["device_details"]["operating_system"] == "iOS"


def test_nobodys_id_is_in_any_file_of_the_warehouse(office):
    export(office, PURCHASE)
    found = searched(office.raw, [DEVICE, "user-17", "ad-4711", "jo@example.com", "jo%40example.com"])
    assert found == []


def test_the_columns_are_those_of_all_events():
    from assets.events.records import Event

    assert arrow_schema(ExportedEvent) == arrow_schema(Event)


def of(event, office=None, **changed):
    key = InstallKey(b"k" * 32)
    from warehouse.rows.records import FileContext

    context = FileContext("acme", "f", "s", NOW, "UTC", "USD", key)
    return ExportedEvent.parse({**event, **changed}, context)


@pytest.mark.parametrize(
    "changed",
    [
        {"user_pseudo_id": "other"}, {"event_name": "purchase"}, {"event_timestamp": "1795073400123457"},
        {"event_bundle_sequence_id": "78"}, {"batch_event_index": "3"}, {"batch_ordering_id": "2"},
        {"batch_page_id": "6"}, {"stream_id": "10"},
    ],
)  # fmt: skip
def test_what_tells_events_apart_gives_them_other_ids(changed):
    assert of(PURCHASE, **changed).event_id != of(PURCHASE).event_id


def test_what_the_daily_table_knows_better_leaves_the_id_as_it_was():
    later = {"geo": {"country": "France"}, "event_value_in_usd": 26.0, "is_active_user": True}
    assert of(PURCHASE, **later).event_id == of(PURCHASE).event_id


def test_numbers_as_numbers_or_as_texts_give_the_same_id():
    whole = {name: int(PURCHASE[name]) for name in ("event_timestamp", "batch_event_index", "batch_page_id")}
    assert of(PURCHASE, **whole).event_id == of(PURCHASE).event_id


def test_without_a_batch_the_parameters_tell_events_apart():
    old = dict.fromkeys(("batch_page_id", "batch_ordering_id", "batch_event_index"))
    other = [*PURCHASE["event_params"], param("button", string_value="left")]
    assert of(PURCHASE, **old).event_id == of(PURCHASE, **old).event_id
    assert of(PURCHASE, **old, event_params=other).event_id != of(PURCHASE, **old).event_id


@pytest.mark.parametrize(
    ("changed", "came"),
    [
        ({}, ("Newsletter", "email", "Autumn")),
        ({"session_traffic_source_last_click": {"manual_campaign": {"source": "(not set)"},
          "cross_channel_campaign": {"source": "google", "medium": "organic", "campaign_name": "(organic)"}}},
         ("google", "organic", None)),
        ({"session_traffic_source_last_click": None}, ("old", "email", None)),
        ({"session_traffic_source_last_click": None, "collected_traffic_source": None,
          "event_params": [param("source", string_value="x"), param("campaign", string_value="(none)")]},
         ("x", None, None)),
        ({"session_traffic_source_last_click": None, "collected_traffic_source": None}, (None, None, None)),
    ],
)  # fmt: skip
def test_the_source_is_that_of_the_session_and_never_that_of_the_first_visit(changed, came):
    event = of(PURCHASE, **changed)
    assert (event.source, event.medium, event.campaign) == came


POUNDS, NO_PARAMS = {"event_params": [param("currency", string_value="GBP")]}, {"event_params": []}


@pytest.mark.parametrize(
    ("changed", "worth"),
    [
        ({}, (1999, "GBP")),
        ({**POUNDS, "ecommerce": {"purchase_revenue": 12.005}}, (1200, "GBP")),
        (POUNDS, (2541, "USD")),
        (NO_PARAMS, (2541, "USD")),
        ({**NO_PARAMS, "ecommerce": {"purchase_revenue": 9, "purchase_revenue_in_usd": 10}}, (1000, "USD")),
        ({"event_params": [param("currency", string_value="JPY"), param("value", int_value="700")]},
         (700, "JPY")),
        ({**NO_PARAMS, "event_value_in_usd": None}, (None, None)),
    ],
)  # fmt: skip
def test_the_value_is_that_of_the_purchase_or_of_the_event(changed, worth):
    event = of(PURCHASE, **changed)
    assert event.value_minor == worth[0]
    if worth[0] is not None:
        assert event.currency == worth[1]


def test_a_value_without_a_currency_stays_among_the_properties():
    event = of(PURCHASE, event_params=[param("value", int_value="5")], event_value_in_usd=None)
    assert event.value_minor is None and json.loads(event.properties)["value"] == 5


def test_parquet_gives_the_same_rows_as_json(office):
    export(office, PURCHASE, {**PURCHASE, "event_name": "page_view", "items": []})
    in_json = rows(office)
    numbers = ("event_timestamp", "event_bundle_sequence_id", "batch_page_id", "batch_ordering_id",
               "batch_event_index")  # fmt: skip
    typed = [
        {**event, **{name: int(event[name]) for name in numbers}}
        for event in (PURCHASE, {**PURCHASE, "event_name": "page_view", "items": []})
    ]
    for event in typed:
        event["event_params"] = [
            {"key": each["key"], "value": {**each["value"], "int_value": _int(each["value"]["int_value"])}}
            for each in event["event_params"]
        ]
    path = office.inbox / "acme" / "ga4_daily.parquet"
    pq.write_table(pa.Table.from_pylist(typed), path, row_group_size=1)
    assert taken(office).status == LANDED
    in_parquet = [row for row in rows(office) if row["source_file"].endswith(".parquet")]
    own = {"source_file", "file_sha256", "landed_at", "observed_at", "extra"}
    assert [without(row, own) for row in in_parquet] == [without(row, own) for row in in_json]


def _int(text):
    return None if text is None else int(text)


def without(row, names):
    return {name: value for name, value in row.items() if name not in names}


def test_lists_that_are_written_as_groups_of_elements_are_read(office):
    params = {"list": [{"element": each} for each in [param("plan", string_value="pro")]]}
    event = {
        "event_timestamp": int(MICROSECONDS),
        "event_name": "a",
        "event_params": params,
        "score": float("nan"),
    }
    pq.write_table(pa.Table.from_pylist([event]), office.inbox / "acme" / "ga4.parquet")
    assert taken(office).status == LANDED
    (row,) = rows(office)
    assert json.loads(row["properties"]) == {"plan": "pro"}


def test_half_a_parquet_file_is_quarantined_whole(office):
    path = office.inbox / "acme" / "ga4.parquet"
    pq.write_table(pa.Table.from_pylist([{"event_timestamp": 1, "event_name": "a"}] * 5000), path)
    path.write_bytes(path.read_bytes()[:-40])
    outcome = taken(office)
    assert (outcome.status, outcome.reason) == (QUARANTINED, "not a Parquet file that can be read to its end")
    assert rows(office) == [] and any(office.quarantine.rglob("*ga4.parquet*"))


def test_a_parquet_file_that_is_broken_in_its_middle_lands_nothing(office):
    path = office.inbox / "acme" / "ga4.parquet"
    events = [{**PURCHASE, "event_timestamp": int(MICROSECONDS) + n, "user_id": f"u{n}"} for n in range(5000)]
    pq.write_table(pa.Table.from_pylist(events), path, row_group_size=1000, compression="zstd")
    broken = bytearray(path.read_bytes())
    middle = len(broken) // 2
    broken[middle : middle + 2000] = b"\xff" * 2000
    path.write_bytes(bytes(broken))
    outcome = taken(office)
    assert outcome.status == QUARANTINED and "Parquet" in outcome.reason
    assert rows(office) == []


def test_half_a_file_of_lines_is_quarantined_whole(office):
    outcome = export(office, PURCHASE, end='\n{"event_name": "page_vi')
    assert outcome.status == QUARANTINED
    assert outcome.reason.startswith("line 2: the file ends in the middle of a row")
    assert rows(office) == []


def test_a_bad_row_in_between_is_refused_alone(office):
    bad = [{"event_name": "x"}, {**PURCHASE, "event_timestamp": "soon"}, {**PURCHASE, "event_name": ""},
           {**PURCHASE, "event_timestamp": "1"}]  # fmt: skip
    outcome = export(office, PURCHASE, *bad)
    assert (outcome.status, outcome.rows, outcome.rejected) == (LANDED, 1, 4)
    reasons = {(field, reason) for (_, field, reason) in outcome.reasons}
    assert ("event_timestamp", "missing") in reasons
    assert ("event_timestamp", "expected microseconds since 1970") in reasons
