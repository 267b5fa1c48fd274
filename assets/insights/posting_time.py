"""Insights on the time of posting: the slots that the estimates recommend, or why there is none."""

from itertools import groupby

from assets.insights.formats import index_interval, number, platform, plural
from assets.insights.insight import PRIORITY_OF, Evidence, Insight, Verdict, subject
from assets.insights.marts import Business, Connection, Row, rows
from assets.statistics.verdicts import HINT_UNITS

STATED = 2
SAID: dict[str, Verdict] = {"recommended": "finding", "hint": "hint"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
METHOD = "empirical Bayes over weekday and three-hour block, 80 % interval; permutation test of all slots"


def insights(connection: Connection, business: Business) -> list[Insight]:
    """One statement a platform: the best slots, or that there is no evidence, or that posts are too few."""
    sql = f"""
select platform, weekday, hour_block, posts, dates, engagement_median, effect, effect_low, effect_high,
    verdict, overall_p, matured_posts
from marts.posting_times
where business_id = {business.literal}
order by platform, verdict = 'recommended' desc, verdict = 'hint' desc, effect_low desc nulls last,
    weekday, hour_block
"""
    by_platform = groupby(rows(connection, sql), key=lambda slot: slot["platform"])
    return [_of_platform(business, list(slots), sql) for _, slots in by_platform]


def _of_platform(business: Business, slots: list[Row], sql: str) -> Insight:
    best = slots[0]
    verdict = SAID.get(best["verdict"], "nothing")
    certain, hedged = _sentences(slots)
    return Insight(
        id=subject(business.business_id, "posting_time", best["platform"]),
        business_id=business.business_id,
        kind="posting_time",
        priority=PRIORITY_OF[verdict],
        verdict=verdict,
        text=certain if verdict == "finding" else hedged,
        evidence=_evidence(best, verdict),
        sql=sql,
        mart="posting_times",
        period="all matured posts",
        action=_action(business, best) if verdict == "finding" else None,
        p=best["overall_p"],
        tested=0 if best["overall_p"] is None else 1,
        hedged=hedged,
    )


def _sentences(slots: list[Row]) -> tuple[str, str]:
    """What is said where slots are recommended, and where they are not or do not survive the correction."""
    name, best = platform(slots[0]["platform"]), slots[0]
    recommended = [f"{_when(one)} {_figures(one)}" for one in slots if one["verdict"] == "recommended"][
        :STATED
    ]
    certain = f"engagement with {name} posts is higher than usual on {' and on '.join(recommended)}"
    posts = f"{plural(best['matured_posts'] or 0, 'post')} of seven days or more"
    if (best["matured_posts"] or 0) < HINT_UNITS:
        return certain, f"{name}: too few posts to say when to post ({posts}, {HINT_UNITS} needed)"
    hedged = f"{name}: no evidence that the time of posting matters ({posts})"
    if best["verdict"] in ("recommended", "hint"):
        hedged += f"; {_when(best)} looks higher than usual, not yet certain {_figures(best)}"
    return certain, hedged


def _when(slot: Row) -> str:
    return f"{WEEKDAYS[slot['weekday'] - 1]} {clock(slot['hour_block'])}"


def _figures(slot: Row) -> str:
    median, posts = number(slot["engagement_median"]), plural(slot["posts"], "post")
    interval = index_interval(slot["effect_low"], slot["effect_high"], 80)
    return f"(median {median}, {posts} on {plural(slot['dates'], 'date')}, {interval})"


def _action(business: Business, slot: Row) -> str:
    return (
        f"Plan the next posts on {platform(slot['platform'])} for {_when(slot)} ({business.timezone}) "
        "and see whether it holds: the times were chosen, not drawn by lot"
    )


def _evidence(slot: Row, verdict: Verdict) -> Evidence:
    if verdict == "nothing":
        return Evidence(n=slot["matured_posts"] or 0, method=METHOD)
    effect, low, high = slot["effect"], slot["effect_low"], slot["effect_high"]
    return Evidence(n=slot["posts"], effect=effect, low=low, high=high, method=METHOD)


def clock(hour_block: int) -> str:
    """A three-hour block as local time: block 3 is "09:00 to 12:00"."""
    return f"{3 * hour_block:02}:00 to {3 * hour_block + 3:02}:00"
