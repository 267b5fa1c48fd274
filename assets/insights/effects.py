"""Statements about groups of posts (a format, a hashtag) against what is usual. Computes no effect."""

from dataclasses import dataclass
from itertools import groupby

from assets.insights.formats import index_interval, number, platform, plural
from assets.insights.insight import PRIORITY_OF, Evidence, Insight, Kind, Verdict, subject
from assets.insights.marts import Business, Connection, Row, rows

STATED = 2


@dataclass(frozen=True)
class Grouping:
    """A mart of groups of posts: its name, the column that names a group, the words of its statements."""

    kind: Kind
    mart: str
    column: str
    noun: str
    phrase: str
    method: str

    def sql(self, business: Business) -> str:
        """All groups of the business, the surest first within a platform."""
        return f"""
select platform, {self.column}, posts, engagement_median, effect, effect_low, effect_high, q_value, verdict
from marts.{self.mart}
where business_id = {business.literal}
order by platform, verdict = 'finding' desc, verdict = 'hint' desc, q_value nulls last, posts desc,
    {self.column}
"""


def statements(connection: Connection, business: Business, grouping: Grouping) -> list[Insight]:
    """For each platform the groups that stand out, two at most, or one sentence that none does."""
    sql = grouping.sql(business)
    groups = rows(connection, sql)
    by_platform = [list(found) for _, found in groupby(groups, key=lambda group: group["platform"])]
    return [insight for found in by_platform for insight in _of_platform(business, grouping, found, sql)]


def _of_platform(business: Business, grouping: Grouping, groups: list[Row], sql: str) -> list[Insight]:
    tested = sum(group["q_value"] is not None for group in groups)
    notable = [group for group in groups if group["verdict"] in ("finding", "hint")][:STATED]
    if not notable:
        return [_nothing(business, grouping, groups, tested, sql)]
    return [_group(business, grouping, group, tested if group is notable[0] else 0, sql) for group in notable]


def _group(business: Business, grouping: Grouping, group: Row, tested: int, sql: str) -> Insight:
    verdict: Verdict = group["verdict"]
    certain, hedged = _sentences(grouping, group)
    return Insight(
        id=subject(business.business_id, grouping.kind, group["platform"], group[grouping.column]),
        business_id=business.business_id,
        kind=grouping.kind,
        priority=PRIORITY_OF[verdict],
        verdict=verdict,
        text=certain if verdict == "finding" else hedged,
        evidence=_evidence(grouping, group),
        sql=sql,
        mart=grouping.mart,
        period="all matured posts",
        p=group["q_value"],
        tested=tested,
        hedged=hedged,
    )


def _sentences(grouping: Grouping, group: Row) -> tuple[str, str]:
    """The sentence of a finding and that of a hint."""
    direction = "higher" if group["effect"] > 1 else "lower"
    posts = f"{platform(group['platform'])} posts {grouping.phrase} {group[grouping.column]}"
    grounds = (
        f"median {number(group['engagement_median'])}, {plural(group['posts'], 'post')}, "
        f"{index_interval(group['effect_low'], group['effect_high'], 80)}"
    )
    return (
        f"engagement with {posts} is {direction} than usual: {grounds}",
        f"engagement with {posts} looks {direction} than usual, not yet certain: {grounds}",
    )


def _evidence(grouping: Grouping, group: Row) -> Evidence:
    effect, low, high = group["effect"], group["effect_low"], group["effect_high"]
    return Evidence(n=group["posts"], effect=effect, low=low, high=high, method=grouping.method)


def _nothing(business: Business, grouping: Grouping, groups: list[Row], tested: int, sql: str) -> Insight:
    return Insight(
        id=subject(business.business_id, grouping.kind, groups[0]["platform"]),
        business_id=business.business_id,
        kind=grouping.kind,
        priority="low",
        verdict="nothing",
        text=f"{platform(groups[0]['platform'])}: {_no_difference(grouping, groups, tested)}",
        evidence=Evidence(n=sum(group["posts"] for group in groups), method=grouping.method),
        sql=sql,
        mart=grouping.mart,
        period="all matured posts",
        p=min((group["q_value"] for group in groups if group["q_value"] is not None), default=None),
        tested=tested,
    )


def _no_difference(grouping: Grouping, groups: list[Row], tested: int) -> str:
    """Whether there is no difference, nothing to compare with, or too little to see one."""
    most = f"{plural(max(group['posts'] for group in groups), 'post')} of seven days or more"
    if tested:
        return f"no clear difference between {plural(tested, grouping.noun)} and the other posts"
    if len(groups) == 1:
        return f"only 1 {grouping.noun}, with {most}: nothing to compare"
    return f"too few to compare {grouping.noun}s ({most} at most)"
