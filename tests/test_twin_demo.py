"""The demonstration as a whole: always the same bytes, marked, nobody real in it, nothing from the future."""

import csv
import gzip
import hashlib
import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from twin import demo
from twin.configuration import OccupiedHomeError

AS_OF = datetime(2026, 11, 20, 9, 0)
BUSINESSES = {"fairway": "America/New_York", "spreewerk": "Europe/Berlin", "compass": "Europe/London"}
HOSTS = {"example.com", "twitter.com", "search.example.com", "jobs.example.org"}
SAME_FOR_EVERY_SEED = {"almanac.yaml", "rates"}
FLAWS = {
    "opportunities": ('"revenue": -180', "-02-30T09:15:00Z"),
    "social-posts": ('"yesterday evening"',),
    "conversions": ('"EURO"',),
    "crm_leads": (";31.06.;",),
    "events": ('"retry-1"', '"retry-2"', '{"event": "page_viewed", "timestamp"'),
    "payments": ('"as agreed"',),
}


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    return home, demo.write(home, AS_OF)


def fingerprint(home: Path) -> dict[str, str]:
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def text_of(path: Path) -> str:
    packed = path.read_bytes()
    return (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()


def wall_times(path):
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield from (row[column] for column in ("first_contact", "first_reply", "closed_on"))


def test_the_same_arguments_write_the_same_bytes(demonstration, tmp_path):
    home, key = demonstration
    assert demo.write(tmp_path, AS_OF).to_json() == key.to_json()
    assert fingerprint(tmp_path) == fingerprint(home)


def test_another_seed_writes_other_files_but_the_same_truth(demonstration, tmp_path):
    home, key = demonstration
    other = demo.write(tmp_path, AS_OF, seed=8)
    assert other.of("fairway").conversion_rates == key.of("fairway").conversion_rates
    same = fingerprint(tmp_path).items() & fingerprint(home).items()
    assert {re.sub(r"_2026.*", "", Path(name).name) for name, _ in same} == SAME_FOR_EVERY_SEED


def test_a_demonstration_may_be_written_again_but_a_home_in_use_is_left_alone(tmp_path):
    demo.write(tmp_path / "used", AS_OF, days=5)
    demo.write(tmp_path / "used", AS_OF, days=5)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "almanac.yaml").write_text("businesses: []\n")
    with pytest.raises(OccupiedHomeError, match=r"almanac\.yaml: expected"):
        demo.write(tmp_path / "own", AS_OF, days=5)
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["almanac.yaml"]
    assert (tmp_path / "own" / "almanac.yaml").read_text() == "businesses: []\n"


def test_the_configuration_is_marked_as_a_demonstration_and_names_all_businesses(demonstration):
    written = yaml.safe_load((demonstration[0] / "almanac.yaml").read_text(encoding="utf-8"))
    assert written["demonstration"] is True
    assert {each["id"]: each["timezone"] for each in written["businesses"]} == BUSINESSES
    assert [each["currency"] for each in written["businesses"]] == ["USD", "EUR", "GBP"]
    assert written["imports"][0]["into"] == "opportunities"


def test_the_answer_key_survives_json(demonstration):
    read = json.loads(demonstration[1].to_json())
    assert read["businesses"][0]["conversion_rates"] == demonstration[1].of("fairway").conversion_rates


@pytest.mark.parametrize("business", BUSINESSES)
def test_the_bad_records_are_those_of_the_answer_key(demonstration, business):
    home, key = demonstration
    found = Counter()
    for path in (home / "inbox" / business).iterdir():
        kind = next((kind for kind in FLAWS if path.name.startswith(kind)), None)
        text = text_of(path)
        found[kind] += sum(text.count(flaw) for flaw in FLAWS.get(kind, ()))
    assert +found == Counter(each["file"] for each in key.of(business).rejected)


@pytest.mark.parametrize("business", BUSINESSES)
def test_there_are_only_invented_people(demonstration, business):
    text = "\n".join(text_of(path) for path in (demonstration[0] / "inbox" / business).iterdir())
    handles = set(re.findall(r"_(@\w+)", text))
    assert set(re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text)) == {"example.com", "example.org"}
    assert handles
    assert all(handle.endswith("_example") for handle in handles)
    assert set(re.findall(r"https?://([^/\"\s]+)", text)) <= HOSTS


@settings(max_examples=15, deadline=None)
@given(
    as_of=st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)),
    days=st.integers(2, 60),
    seed=st.integers(0, 10**6),
)
def test_nothing_is_later_than_as_of_but_what_is_scheduled(tmp_path_factory, as_of, days, seed):
    home = tmp_path_factory.mktemp("any")
    demo.write(home, as_of, seed=seed, days=days)
    for path in [*(home / "inbox").rglob("*json"), *(home / "inbox").rglob("*.gz")]:
        text = re.sub(r'"scheduled_for": "[^"]*"', "", text_of(path))
        moments = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", text)
        assert all(each <= f"{as_of:%Y-%m-%dT%H:%M:%SZ}" for each in moments if "-02-30T" not in each)
    for path in (home / "inbox").rglob("tweet*.csv"):
        text = path.read_text(encoding="utf-8")
        assert all(each <= f"{as_of:%Y-%m-%d %H:%M}" for each in re.findall(r'"(\S{10} \S{5}) \+0000"', text))
    for path in (home / "inbox").rglob("crm*.csv"):
        latest = as_of.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(BUSINESSES[path.parent.name]))
        assert all(wall <= f"{latest:%Y-%m-%d %H:%M}" for wall in wall_times(path) if wall != "31.06.")
