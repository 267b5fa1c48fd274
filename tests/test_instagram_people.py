"""Who follows and who comments on Instagram: snapshots, demographics, pseudonyms, and the token for it."""

import json
from datetime import timedelta

import pytest

from assets.instagram import audience, comments, demographics
from tests.instagram_twin import NOW, Reader, instagram_world
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey

DAY = timedelta(days=1)
AUDIENCE, DEMOGRAPHICS, COMMENTS = ((each.STREAM,) for each in (audience, demographics, comments))


@pytest.fixture
def reader(home: Home, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(home, monkeypatch, instagram_world())


def test_the_audience_is_what_the_account_says_of_itself(reader: Reader) -> None:
    assert reader.sync(streams=AUDIENCE)["audience"].status == "ok"
    ((handle, followers, following, posts, at),) = reader.rows(
        "audience", "handle, followers, following, posts, observed_at"
    )
    account = reader.account
    assert handle == account.profile.handle
    assert (followers, following) == (account.followers(at), account.following(at))
    assert posts == len(account.posts(at))


def test_demographics_keep_every_dimension_apart(reader: Reader) -> None:
    assert reader.sync(streams=DEMOGRAPHICS)["demographics"].status == "ok"
    rows = reader.rows("demographics", "dimension, value, followers, observed_at")
    true = reader.account.demographics(rows[0][3])
    for dimension in ("country", "city", "age", "gender"):
        assert {row[1]: row[2] for row in rows if row[0] == dimension} == dict(true[dimension])
    pairs = {row[1]: row[2] for row in rows if row[0] == "age_gender"}
    assert set(pairs) == {f"{age} {gender}" for age in true["age"] for gender in true["gender"]}
    assert sum(pairs.values()) <= sum(true["age"].values())
    assert len({row[:2] for row in rows}) == len(rows)


def test_a_small_account_has_no_demographics_and_that_is_no_failure(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twin.fakes.instagram_audience.FEWEST_FOLLOWERS", 1_000_000)
    reader = Reader(home, monkeypatch, instagram_world())
    attempt = reader.sync(streams=DEMOGRAPHICS)["demographics"]
    assert (attempt.status, attempt.rows) == ("ok", 0)
    assert "fewer than 100 followers" in attempt.remarks


def test_comments_land_with_pseudonyms_and_without_a_word_of_what_was_said(
    reader: Reader, home: Home
) -> None:
    assert reader.sync(streams=COMMENTS)["comments"].status == "ok"
    said = {
        comment.id: (post.id, comment)
        for post in reader.posts(NOW)
        for comment in reader.account.comments(post.id, NOW)
    }
    key = InstallKey.load(home)
    rows = reader.rows("comments", "comment_id, post_id, created_at, subject_key, likes, is_reply, payload")
    assert said and {row[0] for row in rows} == set(said)
    assert len(rows) == len(said)
    for name, post_id, created_at, subject, likes, is_reply, payload in rows:
        of, comment = said[name]
        assert (post_id, created_at, likes) == (of, comment.created_at, comment.likes)
        assert subject == key.subject_key(comment.author_name)
        assert is_reply == (comment.parent_id is not None)
        assert set(json.loads(payload)) == {"id", "timestamp", "like_count", "subject_key"}
        assert comment.author_name not in payload and comment.text not in payload


def test_only_posts_with_other_numbers_of_comments_are_read_again(reader: Reader) -> None:
    reader.sync(streams=COMMENTS)
    before = {post.id: reader.account.counters(post.id, NOW)["comments"] for post in reader.posts(NOW)}
    later = NOW + DAY
    reader.sync(later, COMMENTS)
    changed = {
        post.id
        for post in reader.posts(later)
        if reader.account.counters(post.id, later)["comments"] != before.get(post.id, 0)
    }
    read = {row[0] for row in reader.rows("comments", "post_id", f"observed_at >= '{later}'")}
    assert read == changed and read < {post.id for post in reader.posts(later)}


def test_long_threads_have_further_pages(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twin.fakes.instagram.MOST_COMMENTS", 3)
    reader.sync(streams=COMMENTS)
    said = {comment.id for post in reader.posts(NOW) for comment in reader.account.comments(post.id, NOW)}
    rows = reader.rows("comments", "comment_id, page")
    assert {row[0] for row in rows} == said and len(rows) == len(said)
    assert max(row[1] for row in rows) > 1


def test_without_the_permission_for_comments_everything_else_is_read(reader: Reader) -> None:
    reader.fake.faults.switch_on("missing_permission", permission="instagram_manage_comments")
    made = reader.sync()
    assert {name for name, attempt in made.items() if attempt.status == "ok"} == {*made} - {"comments"}
    assert (made["comments"].status, made["comments"].failure) == ("failed", "permission")
    reader.fake.faults.switch_off()
    assert reader.sync(NOW + DAY)["comments"].rows > 0


def test_a_token_of_the_instagram_login_is_renewed_long_before_it_ends(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world(), product="instagram_login")
    reader.fake.tokens.expire(reader.account_id, NOW + 10 * DAY)
    first = reader.sync(streams=AUDIENCE)["audience"]
    assert first.status == "ok"
    assert first.token_expires_at is not None
    assert abs(first.token_expires_at - (NOW + 60 * DAY)) < timedelta(minutes=1)
    calls = len(reader.fake.log)
    second = reader.sync(NOW + DAY, AUDIENCE)["audience"]
    assert (second.status, second.token_expires_at) == ("ok", first.token_expires_at)
    assert not [path for _, path, _ in reader.fake.log[calls:] if "refresh" in path]
    third = reader.sync(NOW + 31 * DAY, AUDIENCE)["audience"]
    assert third.token_expires_at > first.token_expires_at + 30 * DAY


def test_a_token_that_is_younger_than_a_day_is_used_as_it_is(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world(), product="instagram_login")
    reader.fake.tokens.expire(reader.account_id, NOW + 60 * DAY - timedelta(hours=1))
    attempt = reader.sync(streams=AUDIENCE)["audience"]
    assert (attempt.status, attempt.token_expires_at) == ("ok", None)
    assert "could not be renewed today" in attempt.remarks
    assert reader.sync(NOW + DAY, AUDIENCE)["audience"].token_expires_at is not None


def test_a_token_that_has_lapsed_is_said_and_not_renewed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(home, monkeypatch, instagram_world(), product="instagram_login")
    reader.fake.tokens.expire(reader.account_id, NOW - DAY)
    made = reader.sync()
    assert {attempt.failure for attempt in made.values()} == {"token"}
    assert made["audience"].rows == 0


def test_tokens_of_pages_are_left_alone(reader: Reader) -> None:
    reader.sync(streams=AUDIENCE)
    assert not [path for _, path, _ in reader.fake.log if "refresh" in path]
