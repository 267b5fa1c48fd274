"""Removal effects of the states of an absorbing Markov chain of first order (Anderl et al. 2016)."""

from collections.abc import Mapping

import numpy as np

from assets.statistics.distributions import Floats

START, GOAL, LOST = "(start)", "(conversion)", "(null)"
Steps = Mapping[tuple[str, str], int]  # from, to: how often


def removal_effects(steps: Steps) -> dict[str, float]:
    """The share of arrivals at the goal that is lost when nobody gets past a state; 0 where none arrive."""
    states = sorted({state for step in steps for state in step} - {START, GOAL, LOST})
    counts = _counts(steps, [START, *states, GOAL, LOST])
    chances = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    every = _arrival(chances)
    return {
        state: 1 - _arrival(_without(chances, place)) / every if every else 0.0
        for place, state in enumerate(states, start=1)
    }


def shares(effects: Mapping[str, float]) -> dict[str, float]:
    """The effects by their sum; none where nothing has an effect."""
    total = sum(effects.values())
    return {state: effect / total for state, effect in effects.items()} if total > 0 else {}


def _counts(steps: Steps, names: list[str]) -> Floats:
    place = {name: number for number, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for (before, after), times in steps.items():
        counts[place[before], place[after]] += times
    return counts


def _arrival(chances: Floats) -> float:
    """The chance to get from the start, which is first, to the goal, which is last but one."""
    between, arriving = chances[:-2, :-2], chances[:-2, -2]
    return float(np.linalg.solve(np.eye(len(between)) - between, arriving)[0])


def _without(chances: Floats, place: int) -> Floats:
    """The chain in which whoever comes to a state is lost."""
    removed = chances.copy()
    removed[place] = 0
    removed[place, -1] = 1
    return removed
