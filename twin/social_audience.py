"""Who follows an account, by dimension: where they live, how old they are, what they do; it drifts slowly."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np

QUARTER = timedelta(days=91)
DRIFT = 0.08

# Which share of the followers is known by dimension, and the values with their weights.
COVERED = {
    "country": 0.97, "city": 0.55, "age": 0.93, "gender": 0.95, "seniority": 0.9, "industry": 0.82,
    "function": 0.86, "geo": 0.7, "geo_country": 0.97, "staff_count": 0.78, "association": 0.02,
}  # fmt: skip
ANYWHERE: dict[str, Mapping[str, float]] = {
    "age": {"13-17": 2, "18-24": 13, "25-34": 30, "35-44": 24, "45-54": 17, "55-64": 9, "65+": 5},
    "gender": {"F": 48, "M": 46, "U": 6},
    "seniority": {"3": 18, "4": 34, "5": 20, "6": 9, "7": 8, "8": 4, "9": 4, "10": 3},
    "industry": {"4": 9, "6": 12, "11": 11, "17": 8, "27": 10, "37": 14, "80": 13, "96": 12, "124": 11},
    "function": {"1": 5, "4": 16, "7": 9, "8": 12, "12": 8, "15": 14, "18": 10, "20": 8, "25": 10, "26": 8},
    "staff_count": {
        "SIZE_1": 8, "SIZE_2_TO_10": 22, "SIZE_11_TO_50": 24, "SIZE_51_TO_200": 18, "SIZE_201_TO_500": 10,
        "SIZE_501_TO_1000": 8, "SIZE_1001_TO_5000": 10,
    },
    "association": {"EMPLOYEE": 1},
}  # fmt: skip
PLACES: dict[str, dict[str, Mapping[str, float]]] = {
    "America": {
        "country": {"US": 71, "CA": 12, "GB": 6, "AU": 3, "DE": 2, "IE": 2, "MX": 2, "ES": 1, "FR": 1},
        "city": {
            "Albany, New York": 24, "New York, New York": 22, "Buffalo, New York": 14,
            "Boston, Massachusetts": 11, "Toronto, Ontario": 9, "Philadelphia, Pennsylvania": 7,
            "Chicago, Illinois": 7, "London, England": 6,
        },
        "geo_country": {"103644278": 71, "101174742": 12, "101165590": 6, "101452733": 3, "101282230": 2},
        "geo": {"90000070": 30, "90000007": 12, "90000014": 10, "90009551": 9, "90000077": 8, "90000084": 5},
    },
    "Europe": {
        "country": {"DE": 66, "AT": 9, "CH": 7, "NL": 4, "PL": 4, "FR": 3, "GB": 3, "DK": 2, "US": 2},
        "city": {
            "Berlin, Berlin": 41, "Potsdam, Brandenburg": 12, "Hamburg, Hamburg": 11, "Leipzig, Saxony": 10,
            "Munich, Bavaria": 9, "Vienna, Vienna": 9, "Zürich, Canton of Zürich": 8,
        },
        "geo_country": {"101282230": 66, "103883259": 9, "106693272": 7, "102890719": 4, "105072130": 4},
        "geo": {"90009712": 41, "90009727": 11, "90009735": 9, "90009714": 7, "90010143": 9},
    },
}  # fmt: skip


class Audience:
    """The make-up of one account's followers: a mixture of its own, whose weights move with the season."""

    def __init__(self, timezone: str, start: datetime, rng: np.random.Generator) -> None:
        self._start = start
        shares = ANYWHERE | PLACES[timezone.split("/")[0]]
        self._weights = {
            dimension: {value: weight * float(rng.uniform(0.7, 1.3)) for value, weight in values.items()}
            for dimension, values in shares.items()
        }
        self._phases = {dimension: float(rng.uniform(0, 2 * math.pi)) for dimension in shares}

    def at(self, moment: datetime, followers: int) -> dict[str, dict[str, int]]:
        """How many of the followers share each value; the sums stay below `followers`."""
        return {dimension: self._split(dimension, moment, followers) for dimension in self._weights}

    def _split(self, dimension: str, moment: datetime, followers: int) -> dict[str, int]:
        turn = 2 * math.pi * ((moment - self._start) / QUARTER) / 4 + self._phases[dimension]
        moved = {
            name: weight * (1 + DRIFT * math.sin(turn + number))
            for number, (name, weight) in enumerate(self._weights[dimension].items())
        }
        known = followers * COVERED[dimension] / sum(moved.values())
        return {name: int(weight * known) for name, weight in moved.items()}
