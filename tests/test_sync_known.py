"""What raw knows of posts: newest sighting, misses since, and when a post counts as deleted."""

from datetime import datetime, timedelta

import pytest

from assets.sync.known import known_posts, landed_days
from assets.sync.records import AccountDay, PostObservation, schema
from warehouse import landing

DAY = datetime(2026, 10, 20, 9)


def land(home, *seen, account="17", business="acme"):
    """Lands observations (post id, when, is_missing, more), each as a file of its own."""
    for number, (post_id, at, is_missing, *more) in enumerate(seen):
        row = PostObservation(
            post_id=post_id, is_missing=is_missing, **(more[0] if more else {})
        ).model_dump()
        row |= {"business_id": business, "account_id": account, "observed_at": at, "landed_at": at}
        name = f"{business}-{account}-{post_id}-{at:%d%H%M}-{number}"
        landing.land_rows(home, "pond", "posts", name, schema(PostObservation), [row], at)


def known(home):
    return known_posts(home, "pond", "acme", "17")


def test_before_anything_has_landed_nothing_is_known(home):
    assert known(home) == {}
    landing.prepare(home, "pond", "posts", schema(PostObservation))
    assert known(home) == {}


def test_the_newest_of_what_was_seen_counts(home):
    land(
        home,
        ("1", DAY, False, {"version_id": "a", "posted_at": DAY, "content_type": "text"}),
        ("1", DAY + timedelta(hours=2), False, {"version_id": "b", "posted_at": DAY}),
        ("1", DAY + timedelta(hours=1), False, {"version_id": "c", "content_type": "video"}),
    )
    (post,) = known(home).values()
    assert (post.version_id, post.content_type, post.posted_at) == ("b", "video", DAY)
    assert post.last_observed == post.last_present == DAY + timedelta(hours=2)
    assert (post.misses, post.is_gone) == (0, False)


def test_another_account_and_another_business_are_others(home):
    land(home, ("1", DAY, False))
    land(home, ("2", DAY, False), account="18")
    land(home, ("3", DAY, False), business="other")
    assert set(known(home)) == {"1"}


def missed(home, *hours):
    land(home, ("1", DAY, False, {"posted_at": DAY}))
    land(home, *(("1", DAY + timedelta(hours=hour), True, {"posted_at": DAY}) for hour in hours))
    return known(home)["1"]


@pytest.mark.parametrize(
    ("hours", "is_gone"),
    [
        ((1,), False),
        ((1, 2, 3), False),  # three times, but on one day
        ((1, 24), False),  # on two days, but twice
        ((1, 2, 24), True),
        ((24, 48, 72), True),
    ],
)
def test_a_post_is_gone_after_three_misses_on_two_days(home, hours, is_gone):
    post = missed(home, *hours)
    assert post.misses == len(hours)
    assert post.is_gone is is_gone
    assert post.last_present == DAY
    assert post.last_observed == DAY + timedelta(hours=hours[-1])


def test_a_post_that_comes_back_is_there_and_its_misses_begin_anew(home):
    missed(home, 1, 2, 24)
    land(home, ("1", DAY + timedelta(hours=30), False, {"posted_at": DAY}))
    assert (known(home)["1"].misses, known(home)["1"].is_gone) == (0, False)
    land(home, ("1", DAY + timedelta(hours=50), True, {"posted_at": DAY}))
    assert (known(home)["1"].misses, known(home)["1"].is_gone) == (1, False)


def test_a_post_that_was_never_there_can_be_gone(home):
    land(home, *(("1", DAY + timedelta(days=days), True) for days in range(3)))
    assert known(home)["1"].is_gone and known(home)["1"].last_present is None


def test_the_days_that_have_landed(home):
    def day(number, sync_id):
        row = AccountDay(day=DAY.date() + timedelta(days=number), day_boundary="UTC").model_dump()
        return row | {"sync_id": sync_id}

    rows = [day(2, "s1"), day(1, "s1"), day(1, "s1"), day(7, "s2")]
    landing.land_rows(home, "pond", "account_days", "a", schema(AccountDay), rows, DAY)
    assert [each.day for each in landed_days(home, "pond", "account_days")] == [21, 22, 27]
