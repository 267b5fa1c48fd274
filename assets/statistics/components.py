"""How much rows, columns and cells of a two-way table truly differ: variance components by moments."""

from typing import NamedTuple

import numpy as np

from assets.statistics.distributions import Floats

NEGLIGIBLE = 1e-9


class Observed(NamedTuple):
    """Estimates of the cells that have data: `mean` has the covariance `variance` x inverse of `information`.

    `rows` and `columns` have one line a cell, with a 1 in the place of its row or column.
    """

    mean: Floats
    information: Floats
    variance: float
    rows: Floats
    columns: Floats


class Components(NamedTuple):
    """Variances of the true row effects, column effects and cell deviations, each floored at 0."""

    row: float
    column: float
    cell: float


def components(observed: Observed) -> tuple[Components, Components]:
    """The variance components, and the same one standard error higher.

    Henderson's method III: each sum of squares that rows, columns or cells add to a smaller model, minus what
    noise would make of it, divided by its coefficient (Searle, Casella and McCulloch 1992, chapter 5).
    """
    both = _residual(observed, observed.rows, observed.columns)
    without_rows, without_columns = _residual(observed, observed.columns), _residual(observed, observed.rows)
    cell = _excess(observed, both, np.eye(len(observed.mean)))
    row = _excess(observed, without_rows.minus(both), observed.rows, cell[0])
    column = _excess(observed, without_columns.minus(both), observed.columns, cell[0])
    return Components(row[0], column[0], cell[0]), Components(sum(row), sum(column), sum(cell))


class _Residual(NamedTuple):
    """The quadratic form of what a model leaves over, and its degrees of freedom."""

    form: Floats
    freedom: int

    def minus(self, other: "_Residual") -> "_Residual":
        return _Residual(self.form - other.form, self.freedom - other.freedom)


def _residual(observed: Observed, *factors: Floats) -> _Residual:
    design = np.hstack([np.ones((len(observed.mean), 1)), *factors])
    weighted = observed.information @ design
    inverse = np.linalg.pinv(design.T @ weighted, hermitian=True)
    rank = int(np.linalg.matrix_rank(design))
    return _Residual(observed.information - weighted @ inverse @ weighted.T, len(observed.mean) - rank)


def _excess(observed: Observed, left: _Residual, effect: Floats, cell: float = 0.0) -> tuple[float, float]:
    """The variance of the effect by moments, and its standard error; both 0 where the data cannot tell."""
    scale = float(np.trace(effect.T @ left.form @ effect))
    if left.freedom < 1 or scale < NEGLIGIBLE:
        return 0.0, 0.0
    noise = observed.variance * left.freedom + cell * float(np.trace(left.form))
    variance = max(0.0, (float(observed.mean @ left.form @ observed.mean) - noise) / scale)
    return variance, float(np.sqrt(2 / left.freedom) * (noise + variance * scale) / scale)
