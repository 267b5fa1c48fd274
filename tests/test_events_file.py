"""Events: what lands, what is left out, what is refused and why; read as a stream, compressed or not."""

import gzip
import json
import tracemalloc
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from assets.events.events import KIND
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.intake.outcomes import DUPLICATE, LANDED, QUARANTINED
from warehouse.intake.shaping import LEFT_OUT
from warehouse.pseudonyms import InstallKey
from warehouse.rows.reading import TOO_LONG

NOW = datetime(2026, 3, 1, 12)
EVENT = {"event_id": "e1", "event": "opened", "timestamp": "2026-02-08T10:00:00Z"}
CONFIGURATION = "businesses: [{id: acme, name: Acme, timezone: America/New_York, currency: USD}]"
PLAUSIBLE = "expected a time from 2000-01-01 to one day after the file landed"
ZONED = "expected a date and time with its zone (such as 2026-02-08T10:00:00Z)"


@pytest.fixture
def land(home: Home):
    """Drops events (or bytes) and gives (outcome, rows that landed)."""
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()

    def landed(*events, name="events.ndjson", now=NOW):
        data = events[0] if isinstance(events[0], bytes) else text(events).encode()
        (home.inbox / "acme" / name).write_bytes(data)
        (outcome,) = intake.take(home, load(home), KIND, now, 0).files
        files = sorted((home.raw / "events/events").rglob("*.parquet"))
        return outcome, [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]

    return landed


def text(events) -> str:
    return "".join(json.dumps(event) + "\n" for event in events)


def kept(home: Home) -> list[dict]:
    """The rows in quarantine."""
    return [
        json.loads(line)
        for path in home.quarantine.rglob("*.rows.ndjson")
        for line in path.read_text().splitlines()
    ]


def with_properties(**properties):
    return {**EVENT, "properties": properties}


def test_a_full_event_lands_with_every_field(land, home):
    event = {
        **EVENT,
        "user_id": "User-7",
        "session_id": 99,
        "app": "web",
        "properties": {
            "source": " Google ",
            "medium": "cpc",
            "campaign": "spring",
            "referrer": "https://www.google.com/",
            "page": "/calculator",
            "country": "DE",
            "region": "Saxony",
            "city": "Leipzig",
            "device": "mobile",
            "experiment": "pricing",
            "variant": "pro",
            "value": "49.90",
            "currency": "eur",
            "duration_ms": 12.6,
            "step": 1,
            "seconds": 2.50,
            "answers": {"b": [True, None], "a": "ü"},
        },
    }
    outcome, (row,) = land(event)
    assert (outcome.rows, outcome.rejected, outcome.notices) == (1, 0, 0)
    assert outcome.newest == row["occurred_at"] == datetime(2026, 2, 8, 10)
    assert (row["event_id"], row["event"], row["session_id"]) == ("e1", "opened", "99")
    assert row["user_key"] == InstallKey.load(home).identifier_key("user", "user-7")
    assert row["anonymous_key"] is None
    assert [row[name] for name in ("source", "medium", "campaign")] == ["Google", "cpc", "spring"]
    assert (row["referrer"], row["page"]) == ("https://www.google.com/", "/calculator")
    assert [row[name] for name in ("country", "region", "city", "device")] == [
        "DE",
        "Saxony",
        "Leipzig",
        "mobile",
    ]
    assert (row["experiment"], row["variant"]) == ("pricing", "pro")
    assert (row["value_minor"], row["currency"], row["duration_ms"]) == (4990, "EUR", 13)
    assert row["properties"] == '{"answers":{"a":"ü","b":[true,null]},"seconds":2.5,"step":1}'
    assert json.loads(row["extra"]) == {"app": "web"}
    assert (row["source_line"], row["observed_at"], row["landed_at"]) == (1, NOW, NOW)


def test_an_event_needs_no_more_than_id_name_and_time(land):
    _, (row,) = land(EVENT)
    assert row["properties"] == "{}"
    assert (row["user_key"], row["session_id"], row["value_minor"], row["extra"]) == (None, None, None, None)


def test_reserved_properties_beside_the_others_are_read_too(land):
    _, (row,) = land({**EVENT, "source": "mail", "page": "/a", "properties": {"page": "/b"}})
    assert (row["source"], row["page"]) == ("mail", "/b")


def test_the_same_properties_are_the_same_text_in_whatever_order_and_spelling(land):
    first = (
        b'{"event_id":"1","event":"a","timestamp":"2026-02-08T10:00:00Z","properties":{"n":1.0,"m":"x"}}\n'
    )
    second = b'{"event_id":"2","event":"a","timestamp":"2026-02-08T10:00:00Z","properties":{"m":"x","n":1}}\n'
    _, rows = land(first + second)
    assert {row["properties"] for row in rows} == {'{"m":"x","n":1}'}


@pytest.mark.parametrize("timestamp", ["2026-02-08T10:00:00Z", "2026-02-08 11:00:00.000+01:00"])
def test_moments_are_utc(land, timestamp):
    assert land({**EVENT, "timestamp": timestamp})[1][0]["occurred_at"] == datetime(2026, 2, 8, 10)


REFUSED = [
    ({"timestamp": "1970-01-01T00:00:00Z"}, "timestamp", PLAUSIBLE),
    ({"timestamp": "1999-12-31T23:59:59.999Z"}, "timestamp", PLAUSIBLE),
    ({"timestamp": "2099-01-01T00:00:00Z"}, "timestamp", PLAUSIBLE),
    ({"timestamp": "2026-03-02T12:00:01Z"}, "timestamp", PLAUSIBLE),
    ({"timestamp": "2026-02-08T10:00:00"}, "timestamp", ZONED),
    ({"timestamp": "2026-02-08"}, "timestamp", ZONED),
    (
        {"timestamp": 1770544800},
        "timestamp",
        "expected a date and time (ISO 8601, such as 2026-02-08T10:00:00Z)",
    ),
    ({"timestamp": None}, "timestamp", "missing"),
    ({"event_id": None}, "event_id", "missing"),
    ({"event_id": " "}, "event_id", "missing"),
    ({"event": ""}, "event", "missing"),
    ({"event": ["opened"]}, "event", "expected text"),
    ({"properties": ["a"]}, "properties", "expected an object with named properties"),
    (
        {"properties": {"notes": "x" * 100_001}},
        "properties",
        "expected at most 100,000 characters for each property",
    ),
    ({"properties": {"page": "/" + "x" * 100_000}}, "page", "expected at most 100,000 characters"),
]


@pytest.mark.parametrize(("fields", "field", "reason"), REFUSED)
def test_what_cannot_be_an_event_is_kept_in_quarantine_with_its_reason(land, home, fields, field, reason):
    outcome, rows = land(EVENT, {**EVENT, "event_id": "e2", **fields})
    assert (outcome.rows, outcome.rejected, [row["event_id"] for row in rows]) == (1, 1, ["e1"])
    assert set(outcome.reasons) == {("rejected", field, reason)}
    (refused,) = kept(home)
    assert (refused["line"], refused["row"]) == (2, {**EVENT, "event_id": "e2", **fields})


@pytest.mark.parametrize("timestamp", ["2000-01-01T00:00:00Z", "2026-03-02T12:00:00Z"])
def test_the_first_and_the_last_moment_that_an_event_may_have(land, timestamp):
    assert land({**EVENT, "timestamp": timestamp})[0].rows == 1


def test_an_event_without_an_id_or_that_is_no_object_is_refused(land):
    outcome, rows = land(
        b'{"event":"a","timestamp":"2026-02-08T10:00:00Z"}\n[1]\n7\n{"event_id\n' + text([EVENT]).encode()
    )
    assert len(rows) == 1
    assert set(outcome.reasons) == {
        ("rejected", "event_id", "missing"),
        ("rejected", "row", "expected an object with named fields"),
        ("rejected", "row", "not valid JSON (unterminated string starting at)"),
    }


def test_a_property_of_two_megabytes_refuses_its_row_and_the_file_is_kept(land, home):
    outcome, rows = land(EVENT, with_properties(notes="x" * 2_000_000))
    assert (outcome.status, len(rows)) == (LANDED, 1)
    assert set(outcome.reasons) == {("rejected", "row", TOO_LONG)}
    (refused,) = kept(home)
    assert (home.quarantine / "acme" / refused["row"]["kept_in"]).stat().st_size > 2_000_000


UNREAD = [
    ({"value": -5}, {"value_minor": None}),
    ({"value": "lots"}, {"value_minor": None}),
    ({"value": 4.999}, {"value_minor": None}),
    ({"value": 5, "currency": "XXQ"}, {"value_minor": None}),
    ({"value": 5.5, "currency": 17}, {"value_minor": None}),
    ({"duration_ms": -1}, {"duration_ms": None}),
    ({"duration_ms": "fast"}, {"duration_ms": None}),
    ({"source": {"utm": "x"}}, {"source": None}),
    ({"page": ["/a"]}, {"page": None}),
]


@pytest.mark.parametrize(("properties", "columns"), UNREAD)
def test_what_only_describes_an_event_is_left_out_with_a_notice_and_kept(land, properties, columns):
    outcome, (row,) = land(with_properties(**properties, step=2))
    assert outcome.rejected == 0 and outcome.notices >= 1
    assert all(severity == "notice" and reason.endswith(LEFT_OUT) for severity, _, reason in outcome.reasons)
    assert {name: row[name] for name in columns} == columns
    assert json.loads(row["extra"]) == properties
    assert row["properties"] == '{"step":2}'


def test_a_user_id_that_is_no_text_is_left_out_and_only_its_pseudonym_is_kept(land):
    _, (row,) = land({**EVENT, "user_id": {"mail": "jo@example.com"}})
    assert row["user_key"] is None
    assert "example.com" not in row["extra"]


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 5000), ("KWD", 5_000_000), ("USD", 500_000)])
def test_values_are_in_the_smallest_unit_of_their_currency(land, currency, minor):
    assert land(with_properties(value=5000, currency=currency))[1][0]["value_minor"] == minor


def test_a_value_without_a_currency_is_in_that_of_the_business(land):
    _, (row,) = land(with_properties(value=5))
    assert (row["value_minor"], row["currency"]) == (500, "USD")


PERSONAL = with_properties(
    email="jo@example.com",
    note="call jo@example.com",
    page="/welcome?email=jo%40example.com&utm_source=mail",
    referrer="https://mail.test/r?to=%2Fx%3Femail%3Djo%2540example.com",
    campaign="for jo@example.com",
    deep={"list": ["JO@example.com"]},
)


def test_nobody_can_be_read_from_what_landed(land, home):
    known_as = {"user_id": "jo@example.com", "anonymous_id": "device-77", "session_id": "s_jo@example.com"}
    _, (row,) = land({**PERSONAL, **known_as, "event_id": "e_jo@example.com", "mail": "jo@example.com"})
    key = InstallKey.load(home)
    assert row["user_key"] == key.subject_key("Jo@Example.com")
    assert row["anonymous_key"] == key.identifier_key("anonymous", "device-77")
    shown = repr(row)
    assert "example.com" not in shown.casefold() and "device-77" not in shown
    assert row["page"] == f"/welcome?email=~{key.subject_key('jo@example.com')[:16]}&utm_source=mail"
    raw = b"".join(path.read_bytes() for path in (home.raw / "events/events").rglob("acme-*.parquet"))
    assert b"example.com" not in raw


def test_the_same_events_again_are_the_same_bytes_and_another_delivery_lands_beside(land):
    assert land(EVENT)[0].status == LANDED
    assert land(EVENT)[0].status == DUPLICATE
    outcome, rows = land(EVENT, EVENT, {**EVENT, "event_id": "e2"})
    assert (outcome.rows, outcome.notices, len(rows)) == (3, 0, 4)


def test_a_compressed_file_is_read_as_it_is_and_archived_as_it_came(land, home):
    packed = gzip.compress(text([EVENT, {**EVENT, "event_id": "e2"}]).encode())
    outcome, rows = land(packed, name="events-2026.ndjson.gz")
    assert (outcome.rows, [row["source_line"] for row in rows]) == (2, [1, 2])
    (archived,) = home.archive.rglob("*.gz")
    assert archived.name.endswith("-events-2026.ndjson.gz")
    assert archived.read_bytes() == packed


def test_a_compressed_file_cut_in_half_goes_to_quarantine_whole_and_nothing_lands(land, home):
    many = [{**EVENT, "event_id": f"{n}-{hash(str(n))}"} for n in range(30_000)]
    packed = gzip.compress(text(many).encode())
    outcome, rows = land(packed[: len(packed) // 2], name="events.ndjson.gz")
    assert outcome.status == QUARANTINED
    assert outcome.reason.endswith(": the gzip file ends too early")
    assert rows == []
    (whole,) = home.quarantine.rglob("*-events.ndjson.gz")
    assert whole.read_bytes() == packed[: len(packed) // 2]


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"plain text", "events.ndjson.gz", "line 1: not a gzip file that can be read"),
        (gzip.compress(b"x" * 99)[:-9] + b"\x00" * 9, "events.ndjson.gz", "line 1: not a gzip file"),
        (gzip.compress(b'{}\n{"event": "caf\xe9"}'), "events.ndjson.gz", "line 2, byte 15: not UTF-8"),
        (b'{"event": "caf\xe9"}', "events.ndjson", "line 1, byte 15: not UTF-8"),
        (gzip.compress(b"{}"), "events.ndjson", "expected text in UTF-8, got a gzip file"),
    ],
)
def test_a_broken_file_is_named_with_its_reason(land, content, name, reason):
    outcome, _ = land(content, name=name)
    assert outcome.status == QUARANTINED
    assert outcome.reason.startswith(reason)


def test_memory_does_not_grow_with_the_file(land, tmp_path: Path):
    def peak(count: int) -> int:
        lines = text({**EVENT, "event_id": str(number)} for number in range(count))
        data = gzip.compress(lines.encode())
        tracemalloc.start()
        assert land(data, name=f"events-{count}.ndjson.gz")[0].rows == count
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    peak(10)
    assert peak(60_000) < peak(20_000) + 4_000_000


def test_a_line_of_fifty_megabytes_is_passed_over_without_being_held(land):
    content = text([EVENT, with_properties(notes="x" * 50_000_000), {**EVENT, "event_id": "e3"}]).encode()
    tracemalloc.start()
    outcome, rows = land(content)
    reached = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(rows), outcome.rejected) == (2, 1)
    assert reached < 30_000_000
