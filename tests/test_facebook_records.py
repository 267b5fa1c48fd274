"""What Facebook's words become: absent is None, absent shares are 0, people are pseudonyms."""

from datetime import date, datetime

import pytest
from pydantic import ValidationError

from assets.facebook import records
from assets.sync.contract import contract
from tests.test_fake_facebook import called, fake
from twin.fakes.facebook_page_insights import ALIVE as ALIVE_ON_PAGES
from twin.fakes.facebook_post_insights import ALIVE as ALIVE_ON_POSTS
from warehouse.pseudonyms import InstallKey
from warehouse.refusals import Refusal

POST = {"id": "17_90000000000000001", "created_time": "2026-11-03T09:15:04+0000"}
KEY = InstallKey(b"k" * 32)


def test_a_post_of_which_little_is_told():
    post = records.post(POST, {})
    told = {name: value for name, value in post.model_dump().items() if value not in (None, ())}
    assert told == {
        "post_id": "17_90000000000000001",
        "posted_at": datetime(2026, 11, 3, 9, 15, 4),
        "content_type": "text",
        "is_missing": False,
        "shares": 0,
    }


def test_an_insight_that_is_not_given_is_none_and_0_is_0():
    post = records.post(
        {**POST, "shares": {"count": 3}}, {"post_media_view": 0, "post_video_view_time": 1_500}
    )
    assert (post.views, post.reach, post.shares, post.watch_seconds) == (0, None, 3, 1.5)


@pytest.mark.parametrize(
    ("attached", "link", "kind"),
    [
        ("photo", "https://www.facebook.com/17/posts/9", "image"),
        ("album", "https://www.facebook.com/17/posts/9", "carousel"),
        ("video", "https://www.facebook.com/17/posts/9", "video"),
        ("video", "https://www.facebook.com/reel/9/", "reel"),
        ("link", "https://www.facebook.com/17/posts/9", "link"),
        ("share", None, "link"),
        ("something_new", None, "text"),
        (None, None, "text"),
    ],
)
def test_content_types(attached, link, kind):
    item = {"permalink_url": link}
    if attached:
        item["attachments"] = {"data": [{"media_type": attached}, {"media_type": "photo"}]}
    assert records.content_type(item) == kind


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "17_9"},
        {**POST, "created_time": "yesterday"},
        {**POST, "id": ""},
        {**POST, "shares": {}},
        {**POST, "reactions_total": {"summary": {"total_count": "many"}}},
    ],
)
def test_a_post_of_another_shape_is_refused(broken):
    with pytest.raises((KeyError, Refusal, ValidationError)):
        records.post(broken, {})


@pytest.mark.parametrize(
    ("end_time", "day"),
    [
        ("2026-03-08T08:00:00+0000", date(2026, 3, 7)),
        ("2026-03-09T07:00:00+0000", date(2026, 3, 8)),
        ("2026-11-01T07:00:00+0000", date(2026, 10, 31)),
        ("2026-11-02T08:00:00+0000", date(2026, 11, 1)),
        ("2027-01-01T08:00:00+0000", date(2026, 12, 31)),
    ],
)
def test_a_day_is_the_one_that_end_time_closes_in_california(end_time, day):
    found = records.account_day({"end_time": end_time, "values": {"page_follows": 5}})
    assert (found.day, found.day_boundary, found.followers) == (day, "America/Los_Angeles", 5)
    assert (found.follows, found.views, found.followers_gained) == (None, None, None)


@pytest.mark.parametrize("item", [{"name": "A"}, {"followers_count": 0}, None, []])
def test_a_page_without_followers_is_refused(item):
    with pytest.raises((KeyError, Refusal, TypeError)):
        records.audience(item)


def test_a_comment_keeps_nothing_of_its_author():
    item = {
        "id": "9_1", "created_time": "2026-11-03T09:15:04+0000", "like_count": 2, "parent": {"id": "9_0"},
        "from": {"id": "24891", "name": "Ada Mori"}, "message": "Write to ada@example.org",
    }  # fmt: skip
    plain = records.pseudonymous(item, KEY)
    assert "Ada" not in str(plain) and "24891" not in str(plain) and "message" not in plain
    comment = records.comment(plain, "17_9")
    assert (comment.subject_key, comment.likes, comment.is_reply) == (KEY.subject_key("24891"), 2, True)


def test_a_comment_whose_author_is_not_told():
    plain = records.pseudonymous({"id": "9_1", "created_time": "2026-11-03T09:15:04+0000"}, KEY)
    comment = records.comment(plain, "17_9")
    assert (comment.subject_key, comment.likes, comment.is_reply) == (None, None, False)


@pytest.mark.parametrize("item", [None, [], "text", {"from": {"id": 3}}])
def test_what_is_no_comment_is_refused(item):
    with pytest.raises((KeyError, TypeError)):
        records.comment(records.pseudonymous(item, KEY), "17_9")


def test_the_contract_names_only_metrics_that_are_alive():
    metrics = contract("facebook").metrics
    assert {*metrics["post"], *metrics["video"]} <= set(ALIVE_ON_POSTS)
    assert {*metrics["days"], *metrics["demographics"]} <= set(ALIVE_ON_PAGES)


def test_the_contract_names_versions_that_answer():
    rules = contract("facebook")
    for version in rules.versions:
        assert called(fake(), f"/{version}/me").headers["facebook-api-version"] == version
    assert rules.ends_on(rules.api_version) == date(2028, 7, 29)
