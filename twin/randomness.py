"""Seeded randomness: one independent stream for each purpose, so that a new purpose moves no old draw."""

import zlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

Thing = TypeVar("Thing")


def generator(seed: int, *purpose: str) -> np.random.Generator:
    """The stream of one purpose: the same seed and names give the same draws, others unrelated ones."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in purpose)])


def pick(rng: np.random.Generator, shares: Mapping[str, float], number: int) -> list[str]:
    """`number` keys drawn in proportion to their shares (which need not sum to 1)."""
    weights = np.fromiter(shares.values(), dtype=float)
    drawn = rng.choice(len(shares), size=number, p=weights / weights.sum())
    names = list(shares)
    return [names[index] for index in drawn]


def one(rng: np.random.Generator, things: Sequence[Thing]) -> Thing:
    """One of the things, each as likely as the others."""
    return things[int(rng.integers(len(things)))]


def happens(rng: np.random.Generator, probability: float) -> bool:
    """True with the given probability."""
    return bool(rng.random() < probability)
