"""The inbox: what waits, what nobody takes, and that every file is taken once and in one piece."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.inbox.kinds import ALL_KINDS
from assets.opportunities.opportunities import KIND as OPPORTUNITIES
from assets.posts_file.posts import KIND as POSTS
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import ledger, originals, settled
from warehouse.intake import taking as intake
from warehouse.intake.inbox import unmatched, waiting
from warehouse.intake.outcomes import CHANGING, DUPLICATE, FAILED, LANDED
from warehouse.pseudonyms import InstallKey
from warehouse.rows.records import arrow_schema

NOW = datetime(2026, 3, 1, 12)
LEAD = {"id": "1", "source": "email", "created_at": "2026-02-08T10:00:00Z"}
CONFIGURATION = """
businesses:
  - {id: acme, name: Acme Golf, timezone: America/New_York, currency: USD}
  - {id: birdie, name: Birdie, timezone: Europe/Berlin, currency: EUR}
imports:
  - {id: crm, business: acme, files: "crm*.csv", into: opportunities, columns: {id: lead, created_at: first}}
  - {id: log, business: acme, files: "log*.csv", into: events,
     columns: {event_id: id, event: what, timestamp: at}}
  - {id: mine, business: birdie, files: "tweets/tweet_activity_metrics_*.csv", into: posts,
     columns: {id: i, platform: p}}
"""


@pytest.fixture
def office(home: Home) -> Home:
    return furnished(home)


def furnished(home: Home) -> Home:
    """A home with two businesses and an install key."""
    home.create()
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)
    return home


def drop(home: Home, name: str, content: object = (LEAD,), age: float = 0) -> Path:
    path = home.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def take(home: Home, kind=OPPORTUNITIES, now=NOW):
    return intake.take(home, load(home), kind, now, settled_seconds=0)


def statuses(taken):
    return [(file.name, file.status) for file in taken.files]


def rows(home: Home, kind=OPPORTUNITIES):
    files = sorted(landing.folder(home, kind.source, kind.stream).rglob("*.parquet"))
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


def entries(home: Home):
    return [
        row
        for path in (home.raw / "inbox/files").rglob("*.parquet")
        for row in pq.read_table(path).to_pylist()
    ]


def test_a_file_lands_is_archived_and_leaves_the_inbox(office):
    path = drop(office, "acme/opportunities.json")
    original = path.read_bytes()
    taken = take(office)
    assert statuses(taken) == [("opportunities.json", LANDED)]
    assert (taken.rows, taken.rejected) == (1, 0)
    assert not path.exists()
    (archived,) = office.archive.rglob("*.gz")
    assert archived.parent == office.archive / "acme" / "2026-03-01"
    assert gzip.decompress(archived.read_bytes()) == original


def test_originals_are_kept_for_the_days_of_the_configuration_and_not_longer(office):
    drop(office, "acme/opportunities.json")
    take(office)
    days = load(office).retention.keep_originals
    take(office, now=NOW + timedelta(days=days))
    assert len(list(office.archive.rglob("*.gz"))) == 1
    take(office, now=NOW + timedelta(days=days + 1))
    assert list(office.archive.rglob("*.gz")) == []
    assert "acme/2026-03-01" in (office.logs / "activity.log").read_text()
    assert len(rows(office)) == 1


def test_a_row_says_where_it_comes_from(office):
    drop(office, "acme/opportunities.json", json.dumps([LEAD], indent=1))
    take(office)
    (row,) = rows(office)
    assert (row["business_id"], row["source_file"], row["source_line"]) == ("acme", "opportunities.json", 2)
    assert (row["landed_at"], row["observed_at"]) == (NOW, NOW)
    assert len(row["file_sha256"]) == 64


def test_the_ledger_has_one_row_for_the_file(office):
    drop(office, "acme/opportunities.json", [LEAD, {**LEAD, "id": 2, "status": "sold"}])
    take(office)
    (entry,) = entries(office)
    assert (entry["source"], entry["stream"], entry["status"]) == ("opportunities", "opportunities", "landed")
    assert (entry["rows"], entry["rejected"], entry["notices"]) == (1, 1, 0)
    assert entry["newest_data"] == datetime(2026, 2, 8, 10)
    assert entry["bytes"] > 100


def test_the_same_bytes_under_another_name_are_archived_and_land_nothing(office):
    drop(office, "acme/opportunities.json")
    take(office)
    drop(office, "acme/opportunities (1).json")
    taken = take(office, now=NOW + timedelta(days=3))
    assert statuses(taken) == [("opportunities (1).json", DUPLICATE)]
    assert len(rows(office)) == len(entries(office)) == 1
    assert not list((office.inbox / "acme").iterdir())
    assert len(list(office.archive.rglob("*.gz"))) == 2


def test_the_same_bytes_twice_in_one_run_land_once(office):
    for name in ("opportunities.json", "opportunities-copy.json"):
        drop(office, f"acme/{name}")
    assert sorted(status for _, status in statuses(take(office))) == [DUPLICATE, LANDED]
    assert len(rows(office)) == 1


def test_the_same_bytes_of_two_businesses_land_for_both(office):
    for business in ("acme", "birdie"):
        drop(office, f"{business}/opportunities.json")
    assert [status for _, status in statuses(take(office))] == [LANDED, LANDED]
    assert sorted(row["business_id"] for row in rows(office)) == ["acme", "birdie"]


def test_one_export_with_leads_and_posts_can_be_read_by_both_kinds(office):
    both = {"opportunities": [LEAD], "posts": [{"id": 1, "platform": "x"}]}
    for name in ("opportunities.json", "social-posts.json"):
        drop(office, f"acme/{name}", both)
    assert (take(office).rows, take(office, POSTS).rows) == (1, 1)


def test_of_files_taken_together_the_last_written_landed_last(office):
    for age, name in (
        (30, "opportunities-z.json"),
        (20, "opportunities-a.json"),
        (10, "opportunities-m.json"),
    ):
        drop(office, f"acme/{name}", [{**LEAD, "notes": name}], age=age)
    take(office)
    landed = sorted(rows(office), key=lambda row: row["landed_at"])
    assert [row["notes"][14] for row in landed] == ["z", "a", "m"]
    assert landed[-1]["landed_at"] == NOW
    assert len({row["landed_at"] for row in landed}) == 3


def test_a_file_that_was_just_dropped_waits_until_it_is_old_enough(office, monkeypatch):
    path = drop(office, "acme/opportunities.json")
    assert waiting(office, load(office), ALL_KINDS, settled_seconds=3600) == []
    monkeypatch.setattr(settled.time, "time", lambda: path.stat().st_ctime + 3600)
    assert [file.path for file in waiting(office, load(office), ALL_KINDS, settled_seconds=3600)] == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a file open")
def test_a_file_that_somebody_is_writing_to_is_left_alone(office):
    path = drop(office, "acme/opportunities.json")
    with path.open("a"):
        taken = take(office)
        assert statuses(taken) == [("opportunities.json", CHANGING)]
        assert path.exists() and not rows(office)
    assert statuses(take(office)) == [("opportunities.json", LANDED)]


def test_a_file_that_changes_while_it_is_read_lands_nothing_and_is_taken_later(office, monkeypatch):
    path = drop(office, "acme/opportunities.json")
    check = originals.Original.check

    def appended(original):
        drop(office, "acme/opportunities.json", [LEAD, {**LEAD, "id": "2"}], age=5)
        check(original)

    monkeypatch.setattr(originals.Original, "check", appended)
    assert statuses(take(office)) == [("opportunities.json", CHANGING)]
    assert path.exists() and not rows(office) and not entries(office)
    monkeypatch.undo()
    assert take(office).rows == 2


@pytest.mark.parametrize("content", [[LEAD], "[{"])
def test_what_is_written_after_the_file_was_read_is_not_thrown_away(office, monkeypatch, content):
    path = drop(office, "acme/opportunities.json", content)
    write = ledger.write

    def replaced(*arguments):
        write(*arguments)
        drop(office, "acme/opportunities.json", [{**LEAD, "id": "2"}], age=5)

    monkeypatch.setattr(ledger, "write", replaced)
    assert statuses(take(office)) == [("opportunities.json", CHANGING)]
    assert path.exists()
    monkeypatch.undo()
    take(office)
    assert "2" in {row["opportunity_id"] for row in rows(office)}
    assert len(rows(office)) == (2 if content == [LEAD] else 1)


def test_a_file_that_goes_away_while_it_is_taken_does_not_stop_the_others(office, monkeypatch):
    drop(office, "acme/opportunities-1.json", [{**LEAD, "id": 1}], age=9)
    drop(office, "acme/opportunities-2.json", [{**LEAD, "id": 2}], age=1)
    whole = originals.original

    def hashed(path):
        if path.name.endswith("-1.json"):
            path.unlink()
        return whole(path)

    monkeypatch.setattr(originals, "original", hashed)
    assert statuses(take(office)) == [("opportunities-1.json", CHANGING), ("opportunities-2.json", LANDED)]


def test_an_error_of_ours_leaves_the_file_and_its_neighbours_go_on(office, monkeypatch):
    for name in ("bad", "good"):
        drop(office, f"acme/opportunities-{name}.json", [{**LEAD, "id": name}])
    archive = originals.archive

    def failing(home, business_id, source, day):
        if "bad" in source.path.name:
            raise PermissionError("no right to write to jo@example.com")
        return archive(home, business_id, source, day)

    monkeypatch.setattr(originals, "archive", failing)
    taken = take(office)
    assert sorted(statuses(taken)) == [
        ("opportunities-bad.json", FAILED),
        ("opportunities-good.json", LANDED),
    ]
    (failed,) = taken.of(FAILED)
    assert failed.reason.startswith("PermissionError: no right to write to ~")
    assert isinstance(failed.error, PermissionError)
    assert (office.inbox / "acme/opportunities-bad.json").exists()


def test_names_match_whatever_their_capitals_and_however_deep_they_lie(office):
    names = ["acme/Opportunities.JSON", "acme/2026/03/opportunities.json"]
    paths = {drop(office, name) for name in names}
    assert {file.path for file in waiting(office, load(office), [OPPORTUNITIES], 0)} == paths


@pytest.mark.parametrize(
    "name", [".opportunities.json", "opportunities.json.part", "a/.git/opportunities.json"]
)
def test_hidden_and_unfinished_files_are_nobody_s_business(office, name):
    drop(office, f"acme/{name}")
    assert waiting(office, load(office), ALL_KINDS, 0) == []
    assert unmatched(office, load(office), ALL_KINDS) == []


def test_links_are_not_followed(office, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "opportunities.json").write_text(json.dumps([LEAD]))
    (office.inbox / "acme").mkdir()
    (office.inbox / "acme" / "opportunities.json").symlink_to(outside / "opportunities.json")
    (office.inbox / "acme" / "folder").symlink_to(outside)
    (office.inbox / "birdie").symlink_to(outside)
    assert waiting(office, load(office), ALL_KINDS, 0) == []
    reasons = unmatched(office, load(office), ALL_KINDS)
    assert [path.relative_to(office.inbox).as_posix() for path, _ in reasons] == [
        "birdie",
        "acme/folder",
        "acme/opportunities.json",
    ]
    assert all("links are not followed" in reason for _, reason in reasons)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (
            "opportunities.json",
            "lies in the inbox itself; move it into the folder of a business: acme, birdie",
        ),
        ("acne/opportunities.json", "no business 'acne' in almanac.yaml (did you mean acme?)"),
        ("acme/holiday.jpg", "no kind of file has this name"),
    ],
)
def test_what_nobody_takes_is_said_with_the_reason(office, name, reason):
    path = drop(office, name)
    ((left, why),) = unmatched(office, load(office), ALL_KINDS)
    assert left == path
    assert why.startswith(reason)
    assert waiting(office, load(office), ALL_KINDS, 0) == []


def test_what_will_be_taken_is_not_among_what_nobody_takes(office):
    drop(office, "acme/opportunities.json")
    drop(office, "acme/crm-2026.csv", "lead,first\n1,2026-01-01\n")
    drop(office, "acme/log-2026.csv", "id,what,at\n1,opened,2026-01-01T10:00:00Z\n")
    assert unmatched(office, load(office), ALL_KINDS) == []


def test_an_import_goes_before_the_names_that_are_built_in(office):
    for name in ("acme/tweet_activity_metrics_a.csv", "birdie/tweets/tweet_activity_metrics_a.csv"):
        drop(office, name, "i,p\n1,x\n")
    found = waiting(office, load(office), ALL_KINDS, 0)
    assert {(file.business.id, file.kind.source) for file in found} == {("acme", "x"), ("birdie", "imports")}


def test_a_long_or_strange_name_is_kept_as_far_as_a_disk_can(office):
    name = "opportunities " + "ü" * 110 + "\n.json"
    drop(office, f"acme/{name}")
    assert take(office).rows == 1
    (archived,) = office.archive.rglob("*.gz")
    assert archived.name.endswith("\n.json.gz") and len(archived.name.encode()) < 160


def test_an_address_in_a_file_name_reaches_neither_raw_nor_the_outcome(office):
    drop(office, "acme/opportunities jo@example.com.json")
    (outcome,) = take(office).files
    assert "jo@" not in outcome.name and "jo@" not in rows(office)[0]["source_file"]


TAKER = """
import sys
from datetime import datetime
from pathlib import Path
from assets.opportunities import client, records
from warehouse.intake import taking as intake
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake.inbox import Kind
KIND = Kind("opportunities", "opportunities", records.Opportunity, client.opportunities, ("*.json",))
home = Home(Path(sys.argv[1]))
taken = intake.take(home, load(home), KIND, datetime(2026, 3, 1), settled_seconds=0)
print(taken.rows, *(file.status for file in taken.files))
"""


def test_two_runs_at_once_take_every_file_once(office, repository):
    for number in range(40):
        drop(office, f"acme/opportunities-{number}.json", [{**LEAD, "id": number}])
    command = [sys.executable, "-c", TAKER, str(office.root)]
    runs = [subprocess.Popen(command, cwd=repository, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=60)[0].split() for run in runs]
    assert sum(int(words[0]) for words in said) == 40
    assert {status for words in said for status in words[1:]} == {LANDED}
    assert sorted(int(row["opportunity_id"]) for row in rows(office)) == list(range(40))
    assert len(entries(office)) == 40


LEADS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(0, 5),
            "source": st.sampled_from(["email", "x"]),
            "created_at": st.just("2026-02-08"),
        },
        optional={"revenue": st.integers(0, 99), "score": st.floats(0, 1), "notes": st.text(max_size=8)},
    ),
    max_size=12,
)


def content(home: Home) -> list[str]:
    """What landed, without the columns that say from which file."""
    common = [*arrow_schema(OPPORTUNITIES.record).names[-6:-1], "business_id"]
    return sorted(
        repr({name: value for name, value in row.items() if name not in common}) for row in rows(home)
    )


@settings(max_examples=20, deadline=None)
@given(LEADS, st.randoms(use_true_random=False), st.integers(1, 4))
def test_a_file_split_and_shuffled_in_any_way_lands_the_same_rows(leads, random, parts):
    with tempfile.TemporaryDirectory() as place:
        whole, split = (furnished(Home(Path(place) / name)) for name in ("whole", "split"))
        drop(whole, "acme/opportunities.json", leads)
        shuffled = random.sample(leads, len(leads))
        for part in range(parts):
            # The number of the part keeps equal parts from being the same file twice.
            drop(
                split,
                f"acme/opportunities-{part}.json",
                {"opportunities": shuffled[part::parts], "part": part},
            )
        assert take(whole).rows == take(split).rows == len(leads)
        assert content(whole) == content(split)


def test_an_entry_of_the_ledger_survives_by_its_name(office):
    drop(office, "acme/opportunities.json")
    take(office)
    (name,) = ledger.known(office)
    assert name.startswith("acme-") and name.endswith("-opportunities-opportunities")
