"""Stories of Instagram, gone after a day: read every three hours, the last figures stay, losses are named."""

from datetime import datetime, timedelta

import pytest

from assets.sync.contract import contract
from tests.instagram_twin import POSTS, Reader, instagram_world
from twin.social import SocialPost
from warehouse.home import Home

HOUR = timedelta(hours=1)
STORY = "content_type = 'story'"


@pytest.fixture
def reader(home: Home, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(home, monkeypatch, instagram_world())


def a_story(reader: Reader) -> SocialPost:
    """One that is published when no other is live."""
    (story,) = reader.stories(datetime(2026, 11, 12, 14))
    return story


def figures(reader: Reader, story: SocialPost) -> list[tuple[datetime, int | None]]:
    return reader.rows("posts", "observed_at, views", f"post_id = '{story.id}'")


def test_a_story_is_seen_every_three_hours_and_its_last_figures_are_near_its_end(reader: Reader) -> None:
    story = a_story(reader)
    for number in range(11):
        attempt = reader.sync(story.posted_at + (1 + 3 * number) * HOUR, POSTS, only_due=True)["posts"]
        assert (attempt.status, attempt.lost) == ("ok", None)
    seen = figures(reader, story)
    assert len(seen) == 8
    last_at, last_views = seen[-1]
    assert story.posted_at + 21 * HOUR <= last_at < story.posted_at + 24 * HOUR
    assert last_views == reader.account.counters(story.id, last_at)["views"]
    assert all(views is not None for _, views in seen)
    assert not reader.rows("posts", "post_id", f"is_missing and {STORY}")


def test_posts_are_due_every_three_hours_and_all_else_once_a_day() -> None:
    every = {name: stream.every for name, stream in contract("instagram").streams.items()}
    assert every.pop("posts") == 3 * HOUR
    assert set(every.values()) == {24 * HOUR}


def test_a_story_with_few_viewers_lands_without_figures_and_is_no_missing_permission(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(home, monkeypatch, instagram_world())
    story = a_story(reader)
    viewers = reader.account.counters(story.id, story.posted_at + 10 * HOUR)["reach"]
    monkeypatch.setattr("twin.fakes.instagram_media_insights.FEWEST_VIEWERS", viewers)
    for hours in (1, 20):
        attempt = reader.sync(story.posted_at + hours * HOUR, POSTS)["posts"]
        assert (attempt.status, attempt.reason) == ("ok", None)
    assert [views is None for _, views in figures(reader, story)] == [True, False]


def test_figures_that_vanish_before_the_end_do_not_displace_the_last_ones(reader: Reader) -> None:
    story = a_story(reader)
    reader.sync(story.posted_at + 10 * HOUR, POSTS)
    monkey = pytest.MonkeyPatch()
    monkey.setattr("twin.fakes.instagram_media_insights.LIVE", 11 * HOUR)
    reader.sync(story.posted_at + 13 * HOUR, POSTS)
    monkey.undo()
    assert [at for at, _ in figures(reader, story)] == [figures(reader, story)[0][0]]
    assert figures(reader, story)[0][1] is not None


def test_a_story_that_was_known_and_missed_for_a_day_is_named_once(reader: Reader) -> None:
    story = a_story(reader)
    reader.sync(story.posted_at + 2 * HOUR, POSTS)
    attempt = reader.sync(story.posted_at + 40 * HOUR, POSTS)["posts"]
    assert f"story {story.id}: its figures of the last 21 hours before its end" in attempt.lost
    assert "were not seen, if there were any" in attempt.remarks
    assert reader.sync(story.posted_at + 43 * HOUR, POSTS)["posts"].lost is None


def test_a_story_that_nobody_knows_of_is_not_said_to_be_lost(reader: Reader) -> None:
    story = a_story(reader)
    reader.sync(story.posted_at - 20 * HOUR, POSTS)
    attempt = reader.sync(story.posted_at + 30 * HOUR, POSTS)["posts"]
    assert story.id not in {row[0] for row in reader.rows("posts", "post_id")}
    assert attempt.lost is None
    assert "stories published from" in attempt.remarks
