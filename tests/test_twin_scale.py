"""Large inboxes: exactly as many records as asked for, shared between businesses and blocks."""

import hashlib
import json
from collections import Counter
from datetime import datetime

import pytest
import yaml

from twin import scale

AS_OF = datetime(2026, 11, 20, 9, 0)


def records(folder, pattern):
    return [
        record
        for path in sorted(folder.glob(pattern))
        for record in json.loads(path.read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = tmp_path_factory.mktemp("scale")
    scale.write(made, AS_OF, opportunities=901, posts=500, businesses=2)
    return made


def test_businesses_share_the_records_between_them(home):
    opportunities = [
        len(records(folder, "opportunities*.json")) for folder in sorted((home / "inbox").iterdir())
    ]
    posts = [len(records(folder, "social-posts*-1.json")) for folder in sorted((home / "inbox").iterdir())]
    assert (opportunities, posts) == ([451, 450], [250, 250])
    businesses = yaml.safe_load((home / "almanac.yaml").read_text())["businesses"]
    assert [business["id"] for business in businesses] == ["load_1", "load_2"]


def test_ids_are_unique_and_a_post_is_observed_one_to_three_times(home):
    for folder in (home / "inbox").iterdir():
        ids = [record["id"] for record in records(folder, "opportunities*.json")]
        assert len(set(ids)) == len(ids)
        looks = Counter(record["id"] for record in records(folder, "social-posts*.json"))
        assert set(looks.values()) == {1, 2, 3}
        assert len(looks) == 250


def test_later_looks_are_later_and_show_no_less(home):
    for folder in (home / "inbox").iterdir():
        first, second = ({each["id"]: each for each in records(folder, f"*-{look}.json")} for look in (1, 2))
        for name, later in second.items():
            assert first[name]["metrics_at"] < later["metrics_at"] <= "2026-11-20T09:00:00Z"
            assert all(first[name]["metrics"][metric] <= value for metric, value in later["metrics"].items())


def test_many_records_are_written_in_blocks_of_time(tmp_path, monkeypatch):
    monkeypatch.setattr(scale, "BLOCK", 100)
    scale.write(tmp_path, AS_OF, opportunities=250, posts=30)
    blocks = [
        records(tmp_path / "inbox/load_1", f"opportunities-history-00{each}.json") for each in (1, 2, 3)
    ]
    assert [len(block) for block in blocks] == [84, 83, 83]
    edges = [(block[0]["created_at"], block[-1]["created_at"]) for block in blocks]
    assert edges == sorted(edges)
    assert len({each["id"] for block in blocks for each in block}) == 250


def test_a_second_call_under_another_name_adds_files(tmp_path):
    scale.write(tmp_path, AS_OF, opportunities=10, posts=10)
    before = {path.name for path in (tmp_path / "inbox/load_1").iterdir()}
    scale.write(tmp_path, AS_OF, opportunities=3, posts=3, seed=5, days=1, name="late")
    after = {path.name for path in (tmp_path / "inbox/load_1").iterdir()}
    assert after - before == {"opportunities-late-001.json", "social-posts-late-001-1.json"}
    assert all(each["created_at"] >= "2026-11-19" for each in records(tmp_path / "inbox/load_1", "opp*late*"))


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        scale.write(tmp_path / name, AS_OF, opportunities=40, posts=40)
    digests = [
        [
            hashlib.sha256(path.read_bytes()).digest()
            for path in sorted((tmp_path / name).rglob("*.*"))
            if path.is_file()
        ]
        for name in ("a", "b")
    ]
    assert digests[0] == digests[1]
