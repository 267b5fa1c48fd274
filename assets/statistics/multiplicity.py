"""Several statements at once: what each p-value is worth when so many were tested."""

from collections.abc import Callable, Sequence

import numpy as np

from assets.statistics.distributions import Floats

Adjustment = Callable[[Floats, Floats], Floats]


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """q-value of each p, in the same order; None stays None and is not counted as tested.

    Calling everything with q < 0.05 a finding keeps the expected share of false ones under 5 %
    (Benjamini and Hochberg 1995).
    """
    return _adjusted(p_values, lambda p, ranks: np.minimum.accumulate((p * len(p) / ranks)[::-1])[::-1])


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm's (1979) adjusted p of each p, in the same order: under 0.05 keeps any false finding under 5 %."""
    return _adjusted(p_values, lambda p, ranks: np.maximum.accumulate(p * (len(p) + 1 - ranks)))


def _adjusted(p_values: Sequence[float | None], adjust: Adjustment) -> list[float | None]:
    tested = [index for index, p in enumerate(p_values) if p is not None]
    given = np.array([p_values[index] for index in tested], dtype=np.float64)
    if np.any((given < 0) | (given > 1) | np.isnan(given)):
        raise ValueError(f"p-values must lie between 0 and 1, got {given.tolist()}")
    order = np.argsort(given, kind="stable")
    values: list[float | None] = [None] * len(p_values)
    for index, value in zip(order, adjust(given[order], np.arange(1.0, len(given) + 1)), strict=True):
        values[tested[index]] = float(min(1.0, value))
    return values
