"""When posts do best: shrunk effects of weekday, hour and their combination on the score of posts."""

from dataclasses import dataclass

import numpy as np

from assets.statistics.clusters import Ints, Noise, noise
from assets.statistics.components import Observed, components
from assets.statistics.distributions import Floats, normal_below, normal_quantile
from assets.statistics.prediction import Fit, Prediction

FEWEST_REPEATS = 30
LEAST_VARIANCE = 1e-12


@dataclass(frozen=True)
class Posts:
    """Posts of a platform: score (log of engagement against the usual), row, column and day, each from 0."""

    score: Floats
    row: Ints
    column: Ints
    day: Ints


@dataclass(frozen=True)
class Effects:
    """Effects against the average post, log scale, with standard deviations; NaN where there is no post."""

    mean: Floats
    deviation: Floats

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Ends of the central interval as factors, 1 = as the average post."""
        half = normal_quantile(level) * self.deviation
        return np.exp(self.mean - half), np.exp(self.mean + half)

    def probability_above(self) -> Floats:
        """Probability that posts do better than the average post; one half where nothing is known."""
        known = self.deviation > 0
        z = np.divide(self.mean, self.deviation, out=np.where(np.isnan(self.mean), np.nan, 0.0), where=known)
        return normal_below(z)


@dataclass(frozen=True)
class Table:
    """Shrunk effects of rows, of columns, and of their cells (row by row), each against the average post."""

    rows: Effects
    columns: Effects
    cells: Effects


def effects(posts: Posts, shape: tuple[int, int]) -> Table:
    """Empirical Bayes: main effects of row and column, and each cell's own deviation, pulled towards 0.

    Score = mean + row + column + cell + day + noise, all random but the mean; with equal days and no main
    effects a cell of n posts keeps n / (n + sigma^2 / tau^2) of its deviation (Robinson 1991, "That BLUP is a
    good thing"). Variances come from moments, floored at 0; the standard deviations take them one standard
    error higher, so that a floor is not certainty.
    """
    used, cell = np.unique(posts.row * shape[1] + posts.column, return_inverse=True)
    rows, columns = np.eye(shape[0])[used // shape[1]], np.eye(shape[1])[used % shape[1]]
    observed = _observed(posts, cell, rows, columns)
    fits = [Fit(observed, sizes) for sizes in components(observed)]
    share = np.bincount(cell) / len(cell)
    return Table(
        _against_average([fit.rows() for fit in fits], share @ rows),
        _against_average([fit.columns() for fit in fits], share @ columns),
        _scattered(_against_average([fit.cells() for fit in fits], share), used, shape[0] * shape[1]),
    )


def _observed(posts: Posts, cell: Ints, rows: Floats, columns: Floats) -> Observed:
    """Means of the cells with their information, allowing for what posts of one day have in common."""
    counts = np.bincount(cell)
    variance, shared = _noise(posts, cell, counts)
    by_day = np.zeros((posts.day.max() + 1, len(counts)))
    np.add.at(by_day, (posts.day, cell), 1)
    discount = shared / (1 - shared + shared * by_day.sum(axis=1))
    information = np.diag(counts) - by_day.T @ (discount[:, None] * by_day)
    days = np.bincount(posts.day, weights=posts.score)
    right = np.bincount(cell, weights=posts.score) - by_day.T @ (discount * days)
    return Observed(np.linalg.solve(information, right), information, variance * (1 - shared), rows, columns)


def _noise(posts: Posts, cell: Ints, counts: Ints) -> Noise:
    """Noise around the cells; around the mean, never too small, where few cells have several posts."""
    freedom = len(cell) - len(counts)
    middle = np.bincount(cell, weights=posts.score) / counts
    if freedom < FEWEST_REPEATS:
        middle, freedom = np.full(len(counts), posts.score.mean()), len(cell) - 1
    found = noise(posts.score - middle[cell], posts.day, freedom)
    return Noise(max(found.variance, LEAST_VARIANCE), found.shared)


def _against_average(fits: list[Prediction], share: Floats) -> Effects:
    """Effects minus the average post's: mean of the narrow fit, deviation of the wide; NaN without posts."""
    narrow, wide = fits
    contrast = np.eye(len(share)) - share
    deviation = np.sqrt(np.clip(np.einsum("ij,jk,ik->i", contrast, wide.covariance, contrast), 0, None))
    seen = share > 0
    return Effects(np.where(seen, contrast @ narrow.mean, np.nan), np.where(seen, deviation, np.nan))


def _scattered(found: Effects, used: Ints, size: int) -> Effects:
    """The effects of the used cells in their places among all."""
    mean, deviation = np.full(size, np.nan), np.full(size, np.nan)
    mean[used], deviation[used] = found.mean, found.deviation
    return Effects(mean, deviation)
