"""Quarantine: what is broken is kept whole, with a reason that people understand; its neighbours land."""

import json
import tracemalloc
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from assets.inbox.kinds import ALL_KINDS
from assets.opportunities.conversions import KIND as CONVERSIONS
from assets.opportunities.opportunities import KIND as OPPORTUNITIES
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.intake.outcomes import DUPLICATE, LANDED, QUARANTINED
from warehouse.pseudonyms import InstallKey
from warehouse.rows.json_items import json_lines
from warehouse.rows.reading import Unreadable, lines, whole_text

NOW = datetime(2026, 3, 1, 12)
LEAD = {"id": "1", "source": "email", "created_at": "2026-02-08T10:00:00Z"}
CONFIGURATION = """
businesses:
  - {id: acme, name: Acme Golf, timezone: America/New_York, currency: USD}
imports:
  - {id: crm, business: acme, files: "crm*.csv", into: opportunities,
     columns: {id: lead, created_at: COLUMN, source: origin}}
"""


@pytest.fixture
def office(home: Home) -> Home:
    home.config_file.write_text(CONFIGURATION.replace("COLUMN", "first_contact"))
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()
    return home


def take(home: Home, name: str, content: bytes | str | list, now=NOW):
    """What became of the one file that is dropped."""
    data = json.dumps(content) if isinstance(content, list) else content
    (home.inbox / "acme" / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    taken = [file for kind in ALL_KINDS for file in intake.take(home, load(home), kind, now, 0).files]
    (outcome,) = taken
    return outcome


def refused_rows(home: Home):
    files = home.quarantine.rglob("*.rows.ndjson")
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


def ledger(home: Home, stream: str):
    files = sorted((home.raw / "inbox" / stream).rglob("*.parquet"))
    return [row for path in files for row in pq.read_table(path).to_pylist()]


def landed(home: Home):
    files = [path for path in home.raw.rglob("acme-*.parquet") if "inbox" not in path.parts]
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


WHOLE = [
    ("opportunities.json", json.dumps([LEAD] * 3)[:-40], "line 1, column 171: not valid JSON (the file ends"),
    ("opportunities.json", "", "expected a JSON list or an object with `opportunities`, got an empty file"),
    ("opportunities.json", "7", "expected a JSON list or an object with `opportunities`, got something else"),
    ("opportunities.json", '{"leads": []}', "expected a JSON list or an object with a list `opportunities`"),
    ("opportunities.json", '{"opportunities": {}}', "expected a JSON list or an object with a list"),
    ("opportunities.json", "[] []", "line 1, column 4: not valid JSON (Extra data)"),
    ("opportunities.json", '[{"id": 1},]', "line 1, column 12: not valid JSON"),
    ("opportunities.json", '[{"id": 1}\n {"id": 2}]', "line 2, column 2: not valid JSON (Expecting ',')"),
    ("opportunities.json", "[" * 200_000, "not valid JSON that can be read: nested too deeply"),
    (
        "opportunities.json",
        '[\n{"notes": "Café"}]'.encode("latin-1"),
        "line 2, byte 15: not UTF-8; save the file as",
    ),
    ("opportunities.json", json.dumps([LEAD]).encode("utf-16"), "expected text in UTF-8, got UTF-16"),
    ("opportunities.json", b"PK\x03\x04\xff\xff", "expected text in UTF-8, got a ZIP or Excel file"),
    ("opportunities.json", b"[\n\xc3", "line 2: the file ends in the middle of a character of UTF-8"),
    ("conversions.ndjson", b'{"opportunity_id": "caf\xe9"}\n', "line 1, byte 24: not UTF-8"),
    (
        "conversions.ndjson",
        "{}\n{}\n",
        "none of its 2 rows could be read; the first: opportunity_id: missing",
    ),
    ("conversions.ndjson", b"\x00\x01\x02", "its only row could not be read: not valid JSON"),
    ("tweet_activity_metrics_a.csv", "", "no X analytics export: columns missing: tweet id"),
    (
        "tweet_activity_metrics_a.csv",
        "Tweet id,time\n1,2\n",
        "no X analytics export: columns missing: tweet permalink",
    ),
    ("crm.csv", "lead,origin\n1,x\n", "import crm: columns missing: first_contact (our created_at)"),
    ("crm.csv", "", "expected at least one row, got none"),
    (
        "crm.csv",
        'lead,first_contact,origin\n1,2026-01-01,"x',
        "line 2: not a valid row of CSV (unexpected end",
    ),
    (
        "crm.csv",
        "lead,first_contact,origin\n1,2026-01-01,x\n2,2026",
        "line 3: the file ends in the middle of a row",
    ),
]


@pytest.mark.parametrize(("name", "content", "reason"), WHOLE)
def test_a_broken_file_goes_to_quarantine_whole_with_its_reason(office, name, content, reason):
    outcome = take(office, name, content)
    assert outcome.status == QUARANTINED
    assert outcome.reason.startswith(reason)
    data = content if isinstance(content, bytes) else content.encode()
    (kept,) = [path for path in office.quarantine.rglob("*") if path.name.endswith(f"-{name}")]
    assert kept.read_bytes() == data
    explained = json.loads(kept.with_name(f"{kept.name}.reason.json").read_text())
    assert explained["file"] == name
    assert explained["detail"].startswith(reason.removesuffix("missing"))
    assert not list((office.inbox / "acme").iterdir())
    assert not landed(office) and not list(office.archive.rglob("*.gz"))


@pytest.mark.parametrize(("name", "content", "reason"), WHOLE[:1] + WHOLE[13:14])
def test_a_broken_file_has_its_row_in_the_ledger(office, name, content, reason):
    take(office, name, content)
    (entry,) = ledger(office, "files")
    assert (entry["status"], entry["rows"], entry["newest_data"]) == ("quarantined", 0, None)
    assert entry["reason"].startswith(reason)
    (rejection,) = ledger(office, "rejections")
    assert rejection["severity"] == "rejected"


def test_the_same_broken_bytes_are_known_when_they_come_again(office):
    broken = json.dumps([LEAD])[:-3]
    take(office, "opportunities.json", broken)
    assert take(office, "opportunities-again.json", broken).status == DUPLICATE
    assert len(ledger(office, "files")) == len(ledger(office, "rejections")) == 1
    assert len(list(office.quarantine.rglob("*.reason.json"))) == 1


def test_who_corrects_the_import_can_drop_the_same_file_again(office):
    content = "lead,first,origin\n1,2026-01-01,x\n"
    assert take(office, "crm.csv", content).status == QUARANTINED
    assert take(office, "crm.csv", content).status == DUPLICATE
    office.config_file.write_text(CONFIGURATION.replace("COLUMN", "first"))
    assert take(office, "crm.csv", content).status == LANDED
    assert take(office, "crm-renamed.csv", content).status == DUPLICATE
    assert len(landed(office)) == 1


def test_a_bad_row_goes_to_quarantine_while_its_neighbours_land(office):
    bad = {**LEAD, "id": "2", "created_at": "2026-13-45", "revenue": -5}
    outcome = take(office, "opportunities.json", json.dumps([LEAD, bad, {**LEAD, "id": "3"}], indent=1))
    assert (outcome.status, outcome.rows, outcome.rejected) == (LANDED, 2, 1)
    assert [row["opportunity_id"] for row in landed(office)] == ["1", "3"]
    (refused,) = refused_rows(office)
    assert (refused["file"], refused["line"], refused["row"]) == ("opportunities.json", 7, bad)
    assert refused["reason"] == (
        "created_at: expected a date and time that exists, got '2026-13-45'; "
        "revenue: expected an amount from 0 to below 10^14, got -5"
    )


def test_the_ledger_says_why_without_saying_what(office):
    take(office, "opportunities.json", [LEAD, {**LEAD, "id": 2, "status": "secretly sold"}, {"id": 3}])
    rejections = ledger(office, "rejections")
    assert [(row["source_line"], row["field"], row["reason"]) for row in rejections] == [
        (1, "status", "expected one of new, responded, won, lost"),
        (1, "source", "missing"),
    ]
    assert {(row["severity"], row["source"], row["stream"]) for row in rejections} == {
        ("rejected", "opportunities", "opportunities")
    }


def test_a_currency_that_does_not_exist_is_refused_even_without_an_amount(office):
    take(office, "opportunities.json", [LEAD, {**LEAD, "id": 2, "currency": "XYZ"}])
    (refused,) = refused_rows(office)
    assert refused["reason"].startswith(
        "currency: expected a currency code of ISO 4217 such as USD, got 'XYZ'"
    )


def test_one_id_with_two_contents_lands_twice_with_a_notice_on_the_later_line(office):
    lines = [LEAD, {**LEAD, "revenue": 5}, LEAD, {**LEAD, "id": "2"}, {**LEAD, "id": "2"}]
    outcome = take(office, "opportunities.json", json.dumps(lines, indent=0))
    assert (outcome.rows, outcome.rejected, outcome.notices) == (5, 0, 1)
    (notice,) = ledger(office, "rejections")
    assert (notice["severity"], notice["field"], notice["source_line"]) == ("notice", "opportunity_id", 7)
    assert notice["reason"].startswith("the same id as an earlier line with different content")


def test_an_empty_list_lands_nothing_and_says_so(office):
    outcome = take(office, "opportunities.json", "[]")
    assert (outcome.status, outcome.rows, outcome.rejected, outcome.notices) == (LANDED, 0, 0, 1)
    assert ledger(office, "rejections")[0]["reason"] == "the file holds no rows"
    assert not landed(office)
    assert take(office, "opportunities.json", "[]").status == DUPLICATE


def test_times_without_a_zone_are_one_notice_a_file_with_their_number(office):
    local = {**LEAD, "created_at": "2026-02-08 10:00"}
    outcome = take(office, "opportunities.json", [LEAD, {**local, "id": 2}, {**local, "id": 3}])
    (notice,) = ledger(office, "rejections")
    assert outcome.notices == 1
    assert notice["reason"] == "a time without a zone, read in the time zone of the business (2 rows)"
    assert [row["has_zone"] for row in landed(office)] == [True, False, False]


def test_beyond_a_thousand_notices_they_are_only_counted(office):
    odd = [{**LEAD, "id": number, "converted_at": "2026-01-01T00:00:00Z"} for number in range(1200)]
    assert take(office, "opportunities.json", odd).notices == 1200
    assert len(ledger(office, "rejections")) == 1000


def test_a_row_of_fifty_megabytes_is_one_bad_row_and_the_file_is_kept(office):
    line = json.dumps({"opportunity_id": "1", "converted_at": "2026-01-01T00:00:00Z"})
    content = f'{line}\n{{"notes": "{"x" * 50_000_000}"}}\n{line.replace("1", "2", 1)}\n'
    outcome = take(office, "conversions.ndjson", content)
    assert (outcome.status, outcome.rows, outcome.rejected) == (LANDED, 2, 1)
    (refused,) = refused_rows(office)
    assert refused["line"] == 2
    assert refused["reason"] == "expected a row of at most 1,048,576 characters"
    kept = office.quarantine / "acme" / refused["row"]["kept_in"]
    assert kept.stat().st_size == len(content)
    assert [row["source_line"] for row in landed(office)] == [1, 3]


def test_a_line_that_is_too_long_is_never_in_memory_whole(tmp_path):
    path = tmp_path / "long.ndjson"
    path.write_text('{"a": 1}\n' + "x" * 50_000_000 + '\n{"a": 2}')
    tracemalloc.start()
    items = [(item.line, item.row, bool(item.problem)) for item in json_lines(path)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert items == [(1, {"a": 1}, False), (2, None, True), (3, {"a": 2}, False)]
    assert peak < 12_000_000


def test_a_long_item_of_a_json_list_is_one_bad_row_too(office):
    outcome = take(
        office, "opportunities.json", [LEAD, {**LEAD, "notes": "x" * 1_100_000}, {**LEAD, "id": "3"}]
    )
    assert (outcome.rows, outcome.rejected) == (2, 1)


def test_a_row_nested_too_deeply_to_be_written_is_one_bad_row(office):
    for depth, rejected in ((40, 0), (60, 1), (400, 1)):
        deep = json.loads("[" * depth + "]" * depth)
        outcome = take(office, f"opportunities-{depth}.json", [LEAD, {**LEAD, "id": "2", "deep": deep}])
        assert (outcome.status, outcome.rejected) == (LANDED, rejected)
    assert {refused["line"] for refused in refused_rows(office)} == {1}


def test_a_long_line_of_a_csv_is_one_bad_row_too(office):
    content = (
        "lead,first_contact,origin\n1,2026-01-01,x\n2,2026-01-01," + "y" * 1_100_000 + "\n3,2026-01-01,x\n"
    )
    outcome = take(office, "crm.csv", content)
    assert (outcome.rows, outcome.rejected) == (2, 1)
    assert [row["source_line"] for row in landed(office)] == [2, 4]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_utf8_with_and_without_a_mark_is_read(office, mark):
    assert take(office, "opportunities.json", mark + json.dumps([LEAD], ensure_ascii=False)).rows == 1
    assert (
        take(office, "conversions.ndjson", mark + '{"opportunity_id": 1, "converted_at": "2026-01-01"}').rows
        == 1
    )


def test_numbers_that_json_does_not_have_make_a_bad_row_not_a_bad_file(office):
    content = f'[{json.dumps(LEAD)}, {{"id": 2, "source": "x", "created_at": "2026-01-01", "revenue": NaN}}]'
    outcome = take(office, "opportunities.json", content)
    assert (outcome.rows, outcome.rejected) == (1, 1)


def test_a_bad_byte_is_found_behind_the_first_block(tmp_path: Path):
    path = tmp_path / "file.json"
    path.write_bytes(b"x" * 10 + b"\n" + "ü".encode() * 1_500_000 + b"\xff")
    for read in (whole_text, lambda path: list(lines(path))):
        with pytest.raises(Unreadable, match="line 2, byte 3000001: not UTF-8"):
            read(path)


def test_no_address_reaches_raw_in_any_way(office):
    address = "jo.doe@example.com"
    lead = {
        **LEAD,
        "id": f"email_2026-02-08T10:00:00Z_{address}",
        "contact": {"name": "Jo", "email": address, "phone": "1"},
        "summary": f"from {address}, again {address.upper()}",
        "notes": f"line\n{address}",
        "how_heard": address,
        "campaign": address,
        "type": address,
        f"key {address}": [{"deep": address}, address],
    }
    wrong = {**lead, "status": address, "created_at": address}
    posts = [{"id": address, "platform": "x", "text": address, "account_id": address}]
    crm = f"lead,first_contact,origin,Customer Email\n{address},2026-01-01,{address},{address}\n"
    conversion = {"opportunity_id": lead["id"], "converted_at": "2026-02-09T10:00:00Z", "notes": address}
    for name, content in {
        f"opportunities {address}.json": [lead, wrong],
        f"opportunities broken {address}.json": json.dumps([lead])[:-9],
        "social-posts.json": posts,
        f"crm {address}.csv": crm,
        "conversions.ndjson": json.dumps(conversion) + f"\n{address}\n",
    }.items():
        take(office, name, content)
    assert {row["opportunity_id"] for row in landed(office) if "summary" in row or "converted_at" in row}
    everything = b""
    for path in office.raw.rglob("*.parquet"):
        everything += path.as_posix().encode()
        everything += str(pq.read_table(path).to_pylist()).encode() + path.read_bytes()
    assert b"jo.doe" not in everything.lower() and b"example.com" not in everything.lower()


def test_an_opportunity_and_its_conversion_meet_under_one_pseudonym(office):
    name = "email_2026-02-08T10:00:00Z_jo@example.com"
    take(office, "opportunities.json", [{**LEAD, "id": name}])
    take(
        office,
        "conversions.ndjson",
        json.dumps({"opportunity_id": name, "converted_at": "2026-02-09T10:00:00Z"}),
    )
    one, other = (row["opportunity_id"] for row in landed(office))
    assert one == other == InstallKey.load(office).pseudonymous_id(name)


def test_the_kinds_of_this_file_are_the_ones_of_the_release():
    assert OPPORTUNITIES in ALL_KINDS and CONVERSIONS in ALL_KINDS
