"""Normal and Student distributions, as far as needed here: importing scipy.stats would take 1.5 s a run."""

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@lru_cache
def normal_quantile(level: float) -> float:
    """Half-width in deviations of the central interval that holds `level` of a normal: 0.95 gives 1.96."""
    return NormalDist().inv_cdf((1 + level) / 2)


def normal_below(z: Floats | float) -> Floats:
    """Share of a standard normal at or below each z, as an array of the same shape."""
    values = np.asarray(z, dtype=np.float64)
    return np.array([0.5 * math.erfc(-value / math.sqrt(2)) for value in values.flat]).reshape(values.shape)


def normal_two_sided(z: Floats | float) -> Floats:
    """Probability of a standard normal at least as far from 0 as each z, as an array of the same shape."""
    return 2 * normal_below(-np.abs(np.asarray(z, dtype=np.float64)))


def student_two_sided(t: Floats | float, freedom: int) -> Floats:
    """Probability of a Student t at least as far from 0 as each t.

    By the finite sums of Abramowitz and Stegun 26.7.3-4. Raises ValueError for fewer than one degree of
    freedom. Above 1,000 degrees it is the normal one.
    """
    if freedom < 1:
        raise ValueError(f"Student's t needs at least 1 degree of freedom, got {freedom}")
    if freedom > 1000:
        return normal_two_sided(t)
    angle = np.arctan(np.abs(np.asarray(t, dtype=np.float64)) / math.sqrt(freedom))
    series = _cosine_series(np.cos(angle), freedom)
    inside = np.sin(angle) * series if freedom % 2 == 0 else (angle + np.sin(angle) * series) * 2 / math.pi
    return np.clip(1 - inside, 0, 1)


def _cosine_series(cosine: Floats, freedom: int) -> Floats:
    """The sum in the finite form: even powers of the cosine for even degrees, odd powers for odd ones."""
    odd = freedom % 2
    term = cosine.copy() if odd else np.ones_like(cosine)
    total = np.zeros_like(cosine)
    for power in range(odd, freedom - 1, 2):
        total += term
        term = term * cosine**2 * (power + 1) / (power + 2)
    return total
