"""Posts with something, such as a hashtag, against posts without it, compared only inside strata."""

from dataclasses import dataclass

import numpy as np

from assets.statistics.clusters import Ints, noise
from assets.statistics.distributions import Floats, student_two_sided

LEAST_VARIANCE = 1e-12


@dataclass(frozen=True)
class Sample:
    """Posts: score (log of engagement), the stratum in which they are comparable, the day; codes from 0."""

    score: Floats
    stratum: Ints
    day: Ints


@dataclass(frozen=True)
class Members:
    """Which posts belong to which group: one entry a membership, `post` an index of the sample."""

    group: Ints
    post: Ints
    groups: int


@dataclass(frozen=True)
class Differences:
    """For each group: mean score with minus without, its variance and p, and how many posts were compared.

    NaN, and no posts compared, where no stratum has posts of both kinds.
    """

    mean: Floats
    variance: Floats
    p_value: Floats
    units: Ints
    others: Ints


def differences(sample: Sample, members: Members) -> Differences:
    """The difference of each group, strata weighted by n1 n0 / n as in a regression on strata.

    The variance is the one inside strata, times Kish's design effect for posts of the group that share a day.
    """
    size = np.bincount(sample.stratum).astype(np.float64)
    total = np.bincount(sample.stratum, weights=sample.score)
    inside, score = _by_stratum(sample, members, len(size))
    outside = size - inside
    weight = inside * outside / size
    apart = score / np.maximum(inside, 1) - (total - score) / np.maximum(outside, 1)
    information = weight.sum(axis=1)
    known = information > 0
    mean = np.where(known, (weight * apart).sum(axis=1) / np.where(known, information, 1), np.nan)
    variance, freedom = _variance(sample, members, total / size, information)
    compared = weight > 0
    p_value = np.where(known, student_two_sided(np.nan_to_num(mean / np.sqrt(variance)), freedom), np.nan)
    units, others = ((side * compared).sum(axis=1).astype(np.int64) for side in (inside, outside))
    return Differences(mean, variance, p_value, units, others)


def _by_stratum(sample: Sample, members: Members, strata: int) -> tuple[Floats, Floats]:
    """Posts and sum of scores, groups down, strata across."""
    place = members.group * strata + sample.stratum[members.post]
    shape = (members.groups, strata)
    places = members.groups * strata
    counts = np.bincount(place, minlength=places).reshape(shape)
    sums = np.bincount(place, weights=sample.score[members.post], minlength=places)
    return counts.astype(np.float64), sums.astype(np.float64).reshape(shape)


def _variance(sample: Sample, members: Members, middle: Floats, information: Floats) -> tuple[Floats, int]:
    """Variance of each group's difference, NaN where there is none, and the degrees of freedom behind it."""
    freedom = max(1, len(sample.score) - len(middle))
    found = noise(sample.score - middle[sample.stratum], sample.day, freedom)
    effect = 1 + found.shared * (_posts_a_day(sample, members) - 1)
    base = max(found.variance, LEAST_VARIANCE) * effect
    known = information > 0
    return np.where(known, base / np.where(known, information, 1), np.nan), freedom


def _posts_a_day(sample: Sample, members: Members) -> Floats:
    """How many posts of its group an average post of the group has on its day, itself included."""
    days = sample.day.max() + 1
    pairs, counts = np.unique(members.group * days + sample.day[members.post], return_counts=True)
    squares = np.bincount(pairs // days, weights=counts**2, minlength=members.groups)
    return squares / np.maximum(np.bincount(members.group, minlength=members.groups), 1)
