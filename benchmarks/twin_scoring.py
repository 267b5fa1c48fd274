"""What of the simulated truth is found in the marts: exact sums, true slots, silence where nothing is."""

from collections import defaultdict
from collections.abc import Iterator

from benchmarks.twin_intervals import coverages
from benchmarks.twin_layer import Played
from benchmarks.twin_marts import Marts, Row
from benchmarks.twin_share import Channels, Share, by_account
from benchmarks.twin_truths import sources, weeks
from twin.world import Slot


def score(businesses: list[Played], marts: Marts) -> list[Share]:
    """Everything that is scored, in the order of the card."""
    channels = {
        (each.business.id, channel.platform): channel
        for each in businesses for channel in each.business.channels
    }  # fmt: skip
    return [
        _weekly_sums(businesses, marts),
        _source_sums(businesses, marts),
        *_slots_found(channels, marts),
        *_quiet_accounts(channels, marts),
        *coverages(businesses, channels, marts),
    ]


def _weekly_sums(businesses: list[Played], marts: Marts) -> Share:
    found = {(row["business_id"], row["platform"], row["week_start"]): row for row in marts.weeks}
    compared = [
        found.get(week, {}).get(name, "absent") == value
        for each in businesses for week, sums in weeks(each).items() for name, value in sums.items()
    ]  # fmt: skip
    return _exactly("sums of a metric by week and account that are exact", compared)


def _source_sums(businesses: list[Played], marts: Marts) -> Share:
    found = {
        (row["business_id"], row["value"]):
            (row["opportunities"], row["conversions"], row["revenue_minor"] or 0)
        for row in marts.sources if row["dimension"] == "source" and row["window_days"] is None
    }  # fmt: skip
    compared = [found.get(key) == sums for each in businesses for key, sums in sources(each).items()]
    return _exactly("sources whose opportunities, conversions and revenue are exact", compared)


def _exactly(what: str, compared: list[bool]) -> Share:
    return Share(what, sum(compared), len(compared), (100, 100))


def _slots_found(channels: Channels, marts: Marts) -> Iterator[Share]:
    """Of accounts with a true best slot: is it the first of those with five posts, is it recommended?"""
    ranks, recommended = [], []
    for key, slots in by_account(marts.posting_times).items():
        best = channels[key].best
        if best is None:
            continue
        judged = [row for row in slots if row["verdict"] != "too_few"]
        ranked = sorted(judged, key=lambda row: -row["effect"])
        ranks.append(bool(ranked) and _is(ranked[0], best))
        recommended += [_is(row, best) for row in judged if row["verdict"] == "recommended"]
    yield Share("accounts with a true best slot where that comes first", sum(ranks), len(ranks), (90, 100))
    yield Share(
        "slots recommended there that are the true ones", sum(recommended), len(recommended), (80, 100)
    )
    yield Share("true slots that are recommended", sum(recommended), len(ranks))


def _quiet_accounts(channels: Channels, marts: Marts) -> Iterator[Share]:
    """Accounts where the time of day has no effect at all: together, and platform by platform."""
    quiet: defaultdict[str, list[bool]] = defaultdict(list)
    for key, slots in by_account(marts.posting_times).items():
        if channels[key].best is None:
            quiet[key[1]].append(all(row["verdict"] != "recommended" for row in slots))
    every = [silent for of_platform in quiet.values() for silent in of_platform]
    yield Share(
        "accounts where time does not matter without a recommendation", sum(every), len(every), (95, 100)
    )
    for platform, silent in sorted(quiet.items()):
        yield Share(f"of these, the ones on {platform}", sum(silent), len(silent))


def _is(row: Row, best: Slot) -> bool:
    return bool((row["weekday"], row["hour_block"]) == (best.weekday, best.block))
