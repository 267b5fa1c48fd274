"""The largest value of a likelihood in positive parameters, and how sure the data are of where it lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assets.statistics.distributions import Floats

WIDEST, LONGEST_STEP, SHORTEST_STEP = 15.0, 1.5, 1e-10
MOST_STEPS, APART = 200, 1e-4
CLOSE_ENOUGH = 1e-12

# Log-likelihood of all data and its gradient, both at the parameters' logarithms.
Likelihood = Callable[[Floats], tuple[float, Floats]]


class NotFitted(ValueError):
    """The likelihood has no largest value that the data would pin down."""


@dataclass(frozen=True)
class Maximum:
    """Where a likelihood is largest: the parameters, and the covariance of their logarithms."""

    parameters: Floats
    covariance: Floats
    log_likelihood: float

    def draws(self, random: np.random.Generator, number: int) -> Floats:
        """Parameters that the data allow as well, one row a draw, by the normal of the logarithms."""
        values, vectors = np.linalg.eigh(self.covariance)
        normal = random.standard_normal((number, len(self.parameters)))
        return self.parameters * np.exp(normal * np.sqrt(np.clip(values, 0, None)) @ vectors.T)


def maximum(likelihood: Likelihood, starts: Sequence[Sequence[float]]) -> Maximum:
    """The best of what Newton's method finds from each of the starts; raises NotFitted.

    It takes some ten steps where a quasi-Newton one takes a hundred, and the curvature is needed anyway.
    """
    found = [_climbed(likelihood, np.log(np.asarray(start, dtype=np.float64))) for start in starts]
    logs, value = max(found, key=lambda one: one[1])
    if not np.isfinite(value) or np.any(np.abs(logs) > WIDEST - LONGEST_STEP):
        raise NotFitted("the likelihood rises without end: the customers are too much alike")
    curvature = _curvature(likelihood, logs)
    if np.linalg.eigvalsh(curvature)[-1] >= 0:
        raise NotFitted("the likelihood is flat: the data do not tell the parameters apart")
    covariance = np.asarray(np.linalg.inv(-curvature), dtype=np.float64)
    return Maximum(np.exp(logs), covariance, value)


def _climbed(likelihood: Likelihood, logs: Floats) -> tuple[Floats, float]:
    """Uphill until no step helps, and the value there."""
    value, slope = likelihood(logs)
    for _ in range(MOST_STEPS):
        step = _uphill(_curvature(likelihood, logs), slope)
        higher = _higher(likelihood, logs, step, value)
        if higher is None:
            break
        gained = higher[1] - value
        logs, value, slope = higher
        if gained <= CLOSE_ENOUGH * abs(value) or np.any(np.abs(logs) >= WIDEST):
            break
    return logs, value


def _uphill(curvature: Floats, slope: Floats) -> Floats:
    """Newton's step, turned uphill in directions of the wrong curvature and cut to the longest allowed."""
    values, vectors = np.linalg.eigh(curvature)
    steep = np.maximum(np.abs(values), 1e-9 * np.abs(values).max() + 1e-300)
    step = vectors @ ((vectors.T @ slope) / steep)
    return np.asarray(step * min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-300)))


def _higher(
    likelihood: Likelihood, logs: Floats, step: Floats, value: float
) -> tuple[Floats, float, Floats] | None:
    """The first point on the way back from the end of the step that lies higher; None without one."""
    while float(np.abs(step).max()) > SHORTEST_STEP:
        reached = np.clip(logs + step, -WIDEST, WIDEST)
        height, slope = likelihood(reached)
        if np.isfinite(height) and height > value:
            return reached, height, slope
        step = step / 4
    return None


def _curvature(likelihood: Likelihood, logs: Floats) -> Floats:
    """Second derivatives, by differences of the gradient."""
    steps = np.eye(len(logs)) * APART
    rows = [(likelihood(logs + step)[1] - likelihood(logs - step)[1]) / (2 * APART) for step in steps]
    return np.asarray((np.array(rows) + np.array(rows).T) / 2)
