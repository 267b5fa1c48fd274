"""What hashtags and formats share: groups of posts against the other posts, judged within the business."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from assets.estimates.scores import PlatformPosts
from assets.estimates.tables import figure
from assets.statistics import multiplicity, shrinkage, verdicts
from assets.statistics.differences import Members, Sample, differences

FEWEST_POSTS = 5
LEVEL = 0.8


@dataclass(frozen=True)
class Group:
    """One group of posts of a platform: its name and the indices of its posts."""

    name: str
    posts: Sequence[int]


@dataclass(frozen=True)
class Effect:
    """What is known of one group: shrunk factor and interval, P(above), p, and the posts on both sides."""

    figures: dict[str, float | None]
    probability: float
    p_value: float
    units: int
    others: int


@dataclass(frozen=True)
class Judged:
    """One row of the mart before its q-value and verdict; `effect` is None with too few posts to compare."""

    row: dict[str, Any]
    effect: Effect | None


def compare(posts: PlatformPosts, sample: Sample, groups: Sequence[Group], column: str) -> list[Judged]:
    """Each group of the platform as a row; those under five posts with or five without get no effect."""
    large = [group for group in groups if len(group.posts) >= FEWEST_POSTS]
    effects = _effects(sample, large) if large else {}
    engagement = posts.numbers("engagement_7d").tolist()
    head = {"business_id": posts.business_id, "platform": posts.platform}
    rows = [
        head | {column: group.name} | _counted([engagement[post] for post in group.posts]) for group in groups
    ]
    return [Judged(row, effects.get(group.name)) for row, group in zip(rows, groups, strict=True)]


def _effects(sample: Sample, groups: Sequence[Group]) -> dict[str, Effect]:
    """The effects of the groups that can be compared, by name."""
    sizes = [len(group.posts) for group in groups]
    post = np.concatenate([np.asarray(group.posts, dtype=np.int64) for group in groups])
    found = differences(sample, Members(np.repeat(np.arange(len(groups)), sizes), post, len(groups)))
    enough = np.flatnonzero(np.minimum(found.units, found.others) >= FEWEST_POSTS)
    shrunk = shrinkage.shrunk_effects(found.mean[enough], found.variance[enough])
    ends = zip(np.exp(shrunk.mean), *(np.exp(end) for end in shrunk.interval(LEVEL)), strict=True)
    above = shrunk.probability_above_zero()
    names = ("effect", "effect_low", "effect_high")
    return {
        groups[int(index)].name: Effect(
            {name: figure(value) for name, value in zip(names, values, strict=True)},
            float(likely),
            float(found.p_value[index]),
            int(found.units[index]),
            int(found.others[index]),
        )
        for index, values, likely in zip(enough, ends, above, strict=True)
    }


def _counted(engagement: list[float]) -> dict[str, Any]:
    mean, median = statistics.fmean(engagement), statistics.median(engagement)
    return {"posts": len(engagement), "engagement_mean": figure(mean), "engagement_median": figure(median)}


def by_business(
    platforms: Iterable[PlatformPosts], compared: Callable[[PlatformPosts], list[Judged]]
) -> list[dict[str, Any]]:
    """The rows of all businesses, q-values over everything that was tested in the same business."""
    businesses = groupby(platforms, key=lambda posts: posts.business_id)
    families = [[one for posts in each for one in compared(posts)] for _, each in businesses]
    return [row for family in families for row in _with_verdicts(family)]


def _with_verdicts(family: Sequence[Judged]) -> list[dict[str, Any]]:
    q_values = multiplicity.benjamini_hochberg([one.effect.p_value if one.effect else None for one in family])
    return [one.row | _verdict(one.effect, q_value) for one, q_value in zip(family, q_values, strict=True)]


def _verdict(effect: Effect | None, q_value: float | None) -> dict[str, Any]:
    if effect is None:
        return {"verdict": "too_few"}
    verdict = verdicts.compared(effect.units, effect.others, q_value, effect.probability, FEWEST_POSTS)
    return effect.figures | {"q_value": figure(q_value), "verdict": verdict}
