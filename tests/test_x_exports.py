"""X's analytics exports: the real ones where they are at hand, and the oddities of the format."""

import csv
import shutil
from datetime import datetime, timedelta

import pyarrow.parquet as pq
import pytest

from assets.x.activity_exports import KIND
from assets.x.export_records import METRICS, PROMOTED
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking as intake
from warehouse.intake.outcomes import DUPLICATE, LANDED, QUARANTINED
from warehouse.pseudonyms import InstallKey

NOW = datetime(2026, 3, 1, 12)
CONFIGURATION = "businesses: [{id: acme, name: Acme, timezone: America/New_York, currency: USD}]"
NAMES = ["Tweet id", "Tweet permalink", "Tweet text", "time", "impressions", "engagements", "engagement rate"]
NAMES += [metric.replace("_", " ") for metric in METRICS[2:]] + [
    metric.replace("_", " ") for metric in PROMOTED
]
TWEET = {
    "Tweet id": "812369747765362688",
    "Tweet permalink": "https://twitter.com/AcmeGolf/status/812369747765362688",
    "Tweet text": "Hello",
    "time": "2019-01-31 23:02 +0000",
    "impressions": "1938.0",
    "engagements": "18.0",
    "engagement rate": "0.0092",
    **{metric.replace("_", " "): "0" for metric in METRICS[2:]},
    **{metric.replace("_", " "): "-" for metric in PROMOTED},
}


@pytest.fixture
def office(home: Home) -> Home:
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()
    return home


def take(home: Home, now=NOW):
    return intake.take(home, load(home), KIND, now, 0)


def rows(home: Home):
    files = sorted((home.raw / "x/activity_exports").rglob("*.parquet"))
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


def export(home: Home, *tweets, header=NAMES, end="\r\n"):
    """What became of an export of these tweets."""
    with (home.inbox / "acme" / "tweet_activity_metrics_acme.csv").open(
        "w", newline="", encoding="utf-8"
    ) as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator=end)
        writer.writerow(header)
        writer.writerows([tweet.get(name, "") for name in header] for tweet in tweets)
    (outcome,) = take(home).files
    return outcome


def test_the_real_exports_land_to_the_last_impression(office, x_exports):
    for path in x_exports:
        shutil.copy(path, office.inbox / "acme")
    taken = take(office)
    assert {file.status for file in taken.files} == {LANDED}
    assert taken.rejected == 0
    landed = rows(office)
    expected = []
    for path in x_exports:
        with path.open(newline="", encoding="utf-8") as file:
            expected += list(csv.DictReader(file))
    assert len(landed) == len(expected) == 1129
    for metric in METRICS:
        column = metric.replace("_", " ")
        assert sum(row[metric] for row in landed) == sum(float(row[column]) for row in expected), metric
    assert {row["post_id"] for row in landed} == {row["Tweet id"] for row in expected}
    assert {row["account_id"] for row in landed} == {"rOpenSci"}
    assert all(row[metric] is None for row in landed for metric in PROMOTED)
    texts = {row["post_id"]: row["text"] for row in landed}
    plain = [row for row in expected if "@" not in row["Tweet text"]]
    assert all(texts[row["Tweet id"]] == row["Tweet text"] for row in plain if row["Tweet text"].isascii())
    assert any("\n" in text for text in texts.values())


def test_the_real_exports_again_under_other_names_bring_nothing_new(office, x_exports):
    for path in x_exports:
        shutil.copy(path, office.inbox / "acme")
    take(office)
    before = landing.fingerprint(office)
    for number, path in enumerate(x_exports):
        shutil.copy(path, office.inbox / "acme" / f"tweet_activity_metrics_{number}.csv")
    assert {file.status for file in take(office, NOW + timedelta(days=1)).files} == {DUPLICATE}
    assert landing.fingerprint(office) == before


def test_a_post_lands_with_its_account_its_time_and_its_counters(office):
    export(office, {**TWEET, "likes": "3.0", "retweets": "1.2E7", "promoted likes": "4"})
    (row,) = rows(office)
    assert (row["post_id"], row["account_id"]) == ("812369747765362688", "AcmeGolf")
    assert (row["posted_at"], row["text"]) == (datetime(2019, 1, 31, 23, 2), "Hello")
    assert (row["impressions"], row["likes"], row["retweets"], row["promoted_likes"]) == (
        1938,
        3,
        12_000_000,
        4,
    )
    assert row["promoted_impressions"] is None
    assert row["extra"] == '{"engagement_rate": "0.0092"}'


def test_a_text_of_several_lines_keeps_them_and_the_next_row_knows_its_line(office):
    text = 'First, "quoted"\n\nsecond #One &amp; #Two&#39;s'
    export(office, {**TWEET, "Tweet text": text}, {**TWEET, "Tweet id": "2"}, end="\n")
    landed = rows(office)
    assert (landed[0]["text"], landed[0]["hashtags"]) == (text, ["one", "two"])
    assert [row["source_line"] for row in landed] == [2, 5]


@pytest.mark.parametrize("text", ["-", ""])
def test_a_text_of_a_dash_is_a_text(office, text):
    export(office, {**TWEET, "Tweet text": text})
    assert rows(office)[0]["text"] == (text or None)


def test_the_header_may_be_in_capitals_and_in_another_order(office):
    outcome = export(
        office, {name.upper(): value for name, value in TWEET.items()}, header=sorted(map(str.upper, NAMES))
    )
    assert (outcome.rows, rows(office)[0]["impressions"]) == (1, 1938)


def test_columns_that_nobody_knows_are_kept(office):
    export(office, {**TWEET, "mood": "good", "void": "-"}, header=[*NAMES, "mood", "void"])
    assert '"mood": "good"' in rows(office)[0]["extra"] and "void" not in rows(office)[0]["extra"]


def test_missing_columns_send_the_whole_file_to_quarantine_by_name(office):
    outcome = export(office, TWEET, header=[name for name in NAMES if name not in ("time", "likes")])
    assert outcome.status == QUARANTINED
    assert outcome.reason == "no X analytics export: columns missing: time, likes"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"impressions": "1938.5"}, "impressions"),
        ({"likes": "-3"}, "likes"),
        ({"time": "31.01.2019"}, "time"),
        ({"time": "-"}, "time"),
        ({"Tweet permalink": "https://example.com/1"}, "tweet_permalink"),
        ({"Tweet id": "8.12369747765363E+17"}, "tweet_id"),
    ],
)
def test_a_bad_value_refuses_its_row_and_names_its_column(office, fields, field):
    outcome = export(office, TWEET, {**TWEET, "Tweet id": "2", **fields})
    assert (outcome.rows, outcome.rejected) == (1, 1)
    assert {name for _, name, _ in outcome.reasons} == {field}


def test_a_real_export_cut_in_half_is_quarantined_whole(office, x_exports):
    data = x_exports[0].read_bytes()
    (office.inbox / "acme" / "tweet_activity_metrics_cut.csv").write_bytes(data[: len(data) // 2])
    (outcome,) = take(office).files
    assert outcome.status == QUARANTINED
    assert "row" in outcome.reason and outcome.reason.startswith("line ")
    assert rows(office) == []


def test_an_export_without_posts_lands_nothing(office):
    outcome = export(office)
    assert (outcome.status, outcome.rows, outcome.notices) == (LANDED, 0, 1)
