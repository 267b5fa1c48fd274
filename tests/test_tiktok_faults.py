"""Each thing that can go wrong at TikTok, alone: what a sync says of it, and how the next one goes on."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.tiktok_account import START, Steady
from tests.tiktok_reader import Reader

DAY = timedelta(days=1)
NUMBER = 130
# fault, details, what the attempts say of display and of business: status, kind, a part of the reason
FATAL = [
    ("expired_token", {}, "failed", "token", "authorise the account again"),
    ("rate_limited", {}, "partial", "quota", "video/list"),
    ("retired_version", {}, "failed", "version", "does not know this path"),
    ("server_errors", {}, "failed", "network", "4 times"),
    ("slow", {"seconds": 40}, "failed", "network", "no whole answer within 30 s"),
    ("truncated_body", {}, "failed", "network", "expected a JSON object"),
    ("repeated_cursor", {}, "partial", "paging", "came before"),
    ("empty_ok", {}, "failed", "empty", "gives no videos"),
    ("missing_permission", {}, "failed", "permission", "scope"),
]
PASSING = [
    ("server_errors", {"times": 2}),
    ("truncated_body", {"times": 2}),
    ("rate_limited", {"times": 1}),
    ("slow", {"seconds": 5}),
    ("clock_skew", {"seconds": 26 * 3600}),
    ("clock_skew", {"seconds": -26 * 3600}),
]
BOTH = pytest.mark.parametrize("product", [None, "business"])


def reader_of(home, monkeypatch, product):
    account = Steady(NUMBER, START - timedelta(hours=12 * (NUMBER - 1) + 1))
    return Reader(home, monkeypatch, product, account)


def once_a_sync(reader):
    """No sync has observed a post or a day twice."""
    seen = Counter(reader.rows("posts", "sync_id, post_id")) + Counter(
        reader.rows("account_days", "sync_id, day")
    )
    return set(seen.values()) <= {1}


@BOTH
@pytest.mark.parametrize(
    ("fault", "details", "status", "kind", "reason"), FATAL, ids=[row[0] for row in FATAL]
)
def test_a_fault_is_said_and_the_next_run_reads_what_was_left(
    home, monkeypatch, product, fault, details, status, kind, reason
):
    reader = reader_of(home, monkeypatch, product)
    reader.fake.faults.switch_on(fault, **details)
    attempts, _ = reader.run(sync_id="first")
    assert (attempts["posts"].status, attempts["posts"].failure) == (status, kind)
    assert reason in attempts["posts"].reason
    reader.fake.faults.switch_off()
    attempts, _ = reader.run(START + timedelta(hours=2), sync_id="second")
    assert {attempt.status for attempt in attempts.values()} == {"ok"}
    assert set(reader.observed()) == {post.id for post in reader.account.all}
    assert once_a_sync(reader)
    assert reader.observed("is_missing") == []


@BOTH
@pytest.mark.parametrize(("fault", "details"), PASSING, ids=[f"{name}-{told}" for name, told in PASSING])
def test_what_passes_costs_time_and_nothing_else(home, monkeypatch, product, fault, details):
    reader = reader_of(home, monkeypatch, product)
    reader.fake.faults.switch_on(fault, **details)
    attempts, _ = reader.run()
    assert {attempt.status for attempt in attempts.values()} == {"ok"}
    assert sorted(reader.observed()) == sorted(post.id for post in reader.account.all)
    if fault == "clock_skew":
        assert attempts["posts"].skew_seconds == pytest.approx(details["seconds"], abs=60)


@BOTH
@pytest.mark.parametrize("fault", ["empty_ok", "server_errors", "rate_limited", "missing_permission"])
def test_a_fault_on_a_later_day_makes_nobody_believe_that_posts_are_gone(home, monkeypatch, product, fault):
    reader = reader_of(home, monkeypatch, product)
    reader.run()
    reader.fake.faults.switch_on(fault)
    for number in (1, 2, 3, 4):
        reader.run(START + DAY * number)
    reader.account.publish(START + DAY * 4.5)
    reader.fake.faults.switch_off()
    attempts, _ = reader.run(START + DAY * 5)
    assert {attempt.status for attempt in attempts.values()} == {"ok"}
    assert reader.observed("is_missing") == []
    assert set(reader.observed()) == {post.id for post in reader.account.all}


@pytest.mark.parametrize(
    ("product", "stream", "field", "column"),
    [
        (None, "posts", "share_count", "shares"),
        (None, "audience", "likes_count", "likes_received"),
        ("business", "posts", "reach", "reach"),
        ("business", "account_days", "profile_views", "profile_views"),
        ("business", "demographics", "audience_ages", None),
        ("business", "audience", "total_likes", "likes_received"),
    ],
)
def test_a_retired_field_is_null_and_all_others_come(home, monkeypatch, product, stream, field, column):
    reader = reader_of(home, monkeypatch, product)
    reader.fake.faults.switch_on("retired_metric", metric=field)
    attempts, _ = reader.run()
    assert attempts[stream].status == "ok"
    assert f"TikTok refuses {field}" in attempts[stream].remarks
    assert field in attempts[stream].dead_metrics
    if column:
        assert set(reader.rows(stream, column)) == {(None,)}
    whole = {"posts": NUMBER, "audience": 1, "account_days": 59, "demographics": 14}[stream]
    assert len(reader.rows(stream)) == whole
    calls = attempts[stream].calls
    again, _ = reader.run(START + DAY)
    assert again[stream].calls < calls
    reader.fake.faults.switch_off()
    revived, _ = reader.run(START + DAY * 31)
    assert field not in (revived[stream].dead_metrics or "")


def test_fields_of_the_same_name_die_by_themselves(home, monkeypatch):
    reader = reader_of(home, monkeypatch, "business")
    reader.fake.faults.switch_on("retired_metric", metric="profile_views")
    attempts, _ = reader.run()
    assert attempts["posts"].dead_metrics == "business_video.profile_views"
    assert attempts["account_days"].dead_metrics == "business_day.profile_views, business_video.profile_views"


@BOTH
def test_one_account_that_fails_leaves_the_other_streams_their_turn(home, monkeypatch, product):
    reader = reader_of(home, monkeypatch, product)
    reader.fake.faults.switch_on("repeated_cursor")
    attempts, _ = reader.run()
    assert {name: attempt.status for name, attempt in attempts.items() if name != "posts"} == dict.fromkeys(
        [name for name in attempts if name != "posts"], "ok"
    )
