"""Effects of rows, columns and cells for given variances of theirs: the best linear unbiased prediction."""

from typing import NamedTuple

import numpy as np

from assets.statistics.components import Components, Observed
from assets.statistics.distributions import Floats


class Prediction(NamedTuple):
    """Effects around the overall mean, and the covariance of their errors."""

    mean: Floats
    covariance: Floats


class Fit:
    """The best linear unbiased prediction for given variance components."""

    def __init__(self, observed: Observed, sizes: Components) -> None:
        self.observed, self.sizes = observed, sizes
        self.between = (
            sizes.row * observed.rows @ observed.rows.T
            + sizes.column * observed.columns @ observed.columns.T
            + sizes.cell * np.eye(len(observed.mean))
        )
        self.weights = np.linalg.inv(self.between + observed.variance * np.linalg.inv(observed.information))
        self.lever = self.weights.sum(axis=1)
        self.pull = self.weights @ (observed.mean - self.lever @ observed.mean / self.lever.sum())

    def rows(self) -> Prediction:
        """Effects of all rows, also of those without data."""
        size, of = self.sizes.row, self.observed.rows
        return self._predicted(size * np.eye(of.shape[1]), size * of.T)

    def columns(self) -> Prediction:
        """Effects of all columns, also of those without data."""
        size, of = self.sizes.column, self.observed.columns
        return self._predicted(size * np.eye(of.shape[1]), size * of.T)

    def cells(self) -> Prediction:
        """Row, column and own effect together, of the cells that have data."""
        return self._predicted(self.between, self.between)

    def _predicted(self, prior: Floats, cross: Floats) -> Prediction:
        """Mean and covariance of effects with that prior covariance and that covariance with the cells."""
        lever = cross @ self.lever
        spread = prior - cross @ self.weights @ cross.T + np.outer(lever, lever) / self.lever.sum()
        return Prediction(cross @ self.pull, spread)
