"""What both estimates on time share: effects of weekday and hour on the score, and how often they occur."""

from typing import Any

import numpy as np

from assets.estimates.scores import PlatformPosts
from assets.estimates.tables import figure
from assets.statistics import permutation, slots, verdicts
from assets.statistics.clusters import Ints
from assets.statistics.resampling import generator

WEEKDAYS, DAY_HOURS, HOURS = 7, 24, 3
SLOTS = (WEEKDAYS, DAY_HOURS // HOURS)
LEVEL = 0.8


def days(posts: PlatformPosts) -> Ints:
    """The day of each post as a number from 0; posts of one account and date share the day's luck."""
    return posts.codes("account_id", "posted_date")


def slot_effects(posts: PlatformPosts) -> slots.Table:
    """Effects of weekday (rows), three-hour block (columns) and their combination (cells) on the score."""
    weekday, block = posts.whole("posted_weekday") - 1, posts.whole("posted_hour") // HOURS
    return slots.effects(slots.Posts(posts.numbers("score"), weekday, block, days(posts)), SLOTS)


def hour_effects(posts: PlatformPosts, weekdays: slots.Effects) -> slots.Effects:
    """Effects of the 24 hours on the score, after the effects of the weekdays are taken off."""
    score = posts.numbers("score") - weekdays.mean[posts.whole("posted_weekday") - 1]
    hour = posts.whole("posted_hour")
    return slots.effects(slots.Posts(score, np.zeros_like(hour), hour, days(posts)), (1, DAY_HOURS)).columns


def overall_p(posts: PlatformPosts, groups: Ints, name: str) -> float | None:
    """p of "the groups do not differ in score", None under 30 posts; always the same for the same posts."""
    if len(posts) < verdicts.HINT_UNITS:
        return None
    random = generator(posts.business_id, posts.platform, name)
    return permutation.groups_differ(posts.numbers("score"), groups, days(posts), random)


def occasions(posts: PlatformPosts, groups: Ints, size: int) -> list[dict[str, Any]]:
    """For each of `size` groups: posts, different dates, and the median engagement at seven days."""
    date = posts.codes("posted_date")
    pairs = np.unique(groups * (date.max() + 1) + date) // (date.max() + 1)
    dates = np.bincount(pairs, minlength=size)
    engagement = posts.numbers("engagement_7d")
    members = [engagement[groups == group] for group in range(size)]
    medians = [figure(np.median(those)) if len(those) else None for those in members]
    return [
        {"posts": len(those), "dates": int(on), "engagement_median": median}
        for those, on, median in zip(members, dates, medians, strict=True)
    ]
