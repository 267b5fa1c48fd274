"""Whether groups differ at all: the Kruskal-Wallis statistic against shuffles that keep clusters whole."""

import numpy as np

from assets.statistics.clusters import Ints
from assets.statistics.distributions import Floats
from assets.statistics.trends import mid_ranks

FEWEST_DRAWS, MOST_DRAWS = 199, 999
WORK = 300_000
BATCH = 100
ENOUGH_EXCEEDING = 20


def groups_differ(values: Floats, groups: Ints, clusters: Ints, random: np.random.Generator) -> float | None:
    """p of "the group does not matter", by permuting the ranks of the values; None under two groups.

    Clusters of equal size swap their means, and members change places inside their cluster, so that a lucky
    day is not taken for a good weekday. Without clusters of several members it is the Kruskal-Wallis
    permutation test. Drawing stops early when 20 draws reach the observed statistic (Besag and Clifford
    1991).
    """
    if len(np.unique(groups)) < 2:
        return None
    shuffle = _Shuffle(mid_ranks(values), groups, clusters)
    most = int(np.clip(WORK // len(values), FEWEST_DRAWS, MOST_DRAWS))
    exceeding = drawn = 0
    while drawn < most and exceeding < ENOUGH_EXCEEDING:
        batch = min(BATCH, most - drawn)
        exceeding += int(np.sum(shuffle.statistics(batch, random) >= shuffle.observed * (1 - 1e-9)))
        drawn += batch
    return (exceeding + 1) / (drawn + 1)


class _Shuffle:
    """Ranks taken apart into cluster means and deviations from them; both can be shuffled on their own."""

    def __init__(self, ranks: Floats, groups: Ints, clusters: Ints) -> None:
        order = np.lexsort((groups, clusters))
        self.ranks, self.groups = (ranks - ranks.mean())[order], groups[order]
        _, self.start, self.cluster, self.size = np.unique(
            clusters[order], return_index=True, return_inverse=True, return_counts=True
        )
        self.members = np.bincount(self.groups).astype(np.float64)
        self.by_size = np.argsort(self.size, kind="stable")
        self.means = np.bincount(self.cluster, weights=self.ranks) / self.size
        self.deviations = self.ranks - self.means[self.cluster]
        self.table = np.zeros((len(self.size), len(self.members)))
        np.add.at(self.table, (self.cluster, self.groups), 1)
        self._find_movable()
        self.observed = float(self._between(self._sums())[0])

    def _find_movable(self) -> None:
        """Members of clusters that span groups: only their places inside the cluster change a group's sum."""
        spanning = (self.table > 0).sum(axis=1) > 1
        self.movable = np.flatnonzero(spanning[self.cluster])
        self.place = self.movable - self.start[self.cluster[self.movable]]
        self.one_hot = np.zeros((len(self.movable), len(self.members)))
        self.one_hot[np.arange(len(self.movable)), self.groups[self.movable]] = 1

    def _sums(self) -> Floats:
        """Sum of the ranks of each group as observed, one line."""
        return np.bincount(self.groups, weights=self.ranks).astype(np.float64)[None, :]

    def statistics(self, draws: int, random: np.random.Generator) -> Floats:
        """The statistic of that many shuffles."""
        swapped = np.empty((draws, len(self.size)), dtype=np.int64)
        swapped[:, self.by_size] = np.argsort(self.size + random.random((draws, len(self.size))), axis=1)
        return self._between(self.means[swapped] @ self.table + self._moved(draws, random) @ self.one_hot)

    def _moved(self, draws: int, random: np.random.Generator) -> Floats:
        """Deviations of the movable members after turning each cluster by a random number of places."""
        home = self.cluster[self.movable]
        turns = (random.random((draws, len(self.size))) * self.size).astype(np.int64)
        place = self.place + turns[:, home]
        place -= np.where(place >= self.size[home], self.size[home], 0)
        return self.deviations[self.start[home] + place]

    def _between(self, sums: Floats) -> Floats:
        """Sum of squares between groups around the draw's own mean; orders shuffles as the H of the test."""
        squares = np.divide(sums**2, self.members, out=np.zeros_like(sums), where=self.members > 0)
        return squares.sum(axis=1) - sums.sum(axis=1) ** 2 / self.members.sum()
