"""How often the simulated truth lies in the intervals of the estimates."""

import math
from collections.abc import Iterator

from benchmarks.twin_layer import Played
from benchmarks.twin_marts import Marts, Row
from benchmarks.twin_share import Channels, Share, by_account
from benchmarks.twin_truths import of_contents, of_hashtags, of_slots

WIDER = 1.959964 / 1.281552  # from an 80 % interval of a normal distribution to its 95 % interval
Estimate = tuple[Row, float]  # and the true log of its effect


def coverages(businesses: list[Played], channels: Channels, marts: Marts) -> Iterator[Share]:
    """Effects of slots, hashtags and formats at 80 and 95 %, rates of sources at 95 %."""
    yield from _coverage("posting times", list(_slot_truths(channels, marts)))
    yield from _coverage("hashtags", list(_tag_truths(businesses, marts)))
    yield from _coverage("formats", list(_content_truths(channels, marts)))
    yield _rates(businesses, marts)


def _slot_truths(channels: Channels, marts: Marts) -> Iterator[Estimate]:
    posts = by_account(marts.posts)
    for key, slots in by_account(marts.posting_times).items():
        when = [
            (post["posted_weekday"], post["posted_hour"] // 3)
            for post in posts[key]
            if post["score"] is not None
        ]
        truths = of_slots(channels[key], when)
        yield from ((row, truths[row["weekday"], row["hour_block"]]) for row in slots if row["posts"] >= 5)


def _tag_truths(businesses: list[Played], marts: Marts) -> Iterator[Estimate]:
    truths = {each.business.id: of_hashtags(each) for each in businesses}
    for row in marts.hashtags:
        if row["effect"] is not None and row["hashtag"] in truths[row["business_id"]]:
            yield row, truths[row["business_id"]][row["hashtag"]]


def _content_truths(channels: Channels, marts: Marts) -> Iterator[Estimate]:
    posts = by_account(marts.posts)
    for key, rows in by_account(marts.content_types).items():
        truths = of_contents(channels[key], [post["content_type"] for post in posts[key]])
        yield from ((row, truths[row["content_type"]]) for row in rows if row["effect"] is not None)


def _coverage(what: str, estimates: list[Estimate]) -> Iterator[Share]:
    """How often the truth lies in the 80 % interval, and in the 95 % interval that follows from it."""
    for level, wider, target in ((80, 1.0, (75, 100)), (95, WIDER, (90, 99))):
        inside = [_holds(row, truth, wider) for row, truth in estimates]
        yield Share(f"effects of {what} in their {level} % interval", sum(inside), len(inside), target)


def _holds(row: Row, truth: float, wider: float) -> bool:
    low, high = math.log(row["effect_low"]), math.log(row["effect_high"])
    middle, half = (low + high) / 2, wider * (high - low) / 2
    return abs(truth - middle) <= half + 1e-9


def _rates(businesses: list[Played], marts: Marts) -> Share:
    truths = {
        (each.business.id, name): source.conversion_rate
        for each in businesses for name, source in each.business.all_sources.items()
    }  # fmt: skip
    inside = [
        row["rate_low"] <= truths[row["business_id"], row["source"]] <= row["rate_high"]
        for row in marts.lead_sources if row["matured"]
    ]  # fmt: skip
    return Share("conversion rates of sources in their 95 % interval", sum(inside), len(inside), (90, 99))
