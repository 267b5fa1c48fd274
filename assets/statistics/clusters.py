"""Observations that come in clusters, as posts of one day share the day's luck: how alike they are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assets.statistics.distributions import Floats

Ints = NDArray[np.int64]
MOST_ALIKE = 0.95


class Noise(NamedTuple):
    """Variance of an observation around its group, and the share of it that its cluster shares (0..0.95)."""

    variance: float
    shared: float


def noise(residuals: Floats, clusters: Ints, freedom: int) -> Noise:
    """Variance with `freedom` degrees of freedom, and the intraclass correlation by analysis of variance.

    `clusters` numbers the cluster of each residual from 0. Donner (1986), "A review of inference procedures
    for the intraclass correlation coefficient"; floored at 0.
    """
    variance = float(np.sum(residuals**2)) / max(freedom, 1)
    sizes = np.bincount(clusters)
    inner = len(residuals) - len(sizes)
    if inner < 1 or len(sizes) < 2:
        return Noise(variance, 0.0)
    between_squares = float(np.sum(np.bincount(clusters, weights=residuals) ** 2 / sizes))
    within = (float(np.sum(residuals**2)) - between_squares) / inner
    between = between_squares / (len(sizes) - 1)
    size = (len(residuals) - np.sum(sizes**2) / len(residuals)) / (len(sizes) - 1)
    total = between + (size - 1) * within
    return Noise(variance, float(np.clip((between - within) / total, 0, MOST_ALIKE)) if total > 0 else 0.0)
