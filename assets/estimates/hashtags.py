"""The asset `estimates/hashtags`: posts with a hashtag against those without, inside account and format."""

from collections import defaultdict

import dagster as dg
import pyarrow as pa

from assets.estimates import scores, tables
from assets.estimates.groups import Group, Judged, by_business, compare
from assets.estimates.scores import PlatformPosts
from assets.estimates.tables import number, text, whole
from assets.statistics.differences import Sample
from warehouse.resources import Warehouse

SCHEMA = tables.mart(
    "One row per business, platform and hashtag, or set of hashtags that always come together: how posts "
    "with it did at the age of seven days against posts without it, inside account and format. "
    "Observational: the author chose the hashtags.",
    [
        text("business_id", "The business."),
        text("platform", "The platform."),
        text("hashtag", "Lower case, without #; a set that always comes together as 'a + b'."),
        whole("posts", "Matured posts with it."),
        number("engagement_mean", "Mean engagement of these posts at seven days."),
        number("engagement_median", "Median engagement of these posts at seven days."),
        number("effect", "Shrunk factor against posts without; NULL under 5 posts of either."),
        number("effect_low", "Lower end of the 80 % interval of the effect."),
        number("effect_high", "Upper end of the 80 % interval of the effect."),
        number("q_value", "Benjamini-Hochberg q over the hashtags tested of the business."),
        text("verdict", "finding, hint, nothing or too_few; which way is in the effect."),
    ],
)


def estimate(post_scores: pa.Table) -> pa.Table:
    """All hashtags of every business and platform with matured posts, rows in any order."""
    return pa.Table.from_pylist(by_business(scores.platforms(post_scores), _tags), schema=SCHEMA)


def _tags(posts: PlatformPosts) -> list[Judged]:
    stratum, day = posts.codes("account_id", "content_type"), posts.codes("account_id", "posted_date")
    sample = Sample(posts.numbers("score"), stratum, day)
    return compare(posts, sample, sets_of_tags(posts.texts("hashtags")), "hashtag")


def sets_of_tags(hashtags: list[str]) -> list[Group]:
    """The hashtags, sorted, with the indices of their posts, from a text "a, b" a post.

    Hashtags on the very same posts are one group.
    """
    posts: defaultdict[str, list[int]] = defaultdict(list)
    for index, listed in enumerate(hashtags):
        for tag in sorted({tag.strip() for tag in listed.split(",")} - {""}):
            posts[tag].append(index)
    together: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for tag in sorted(posts):
        together[tuple(posts[tag])].append(tag)
    groups = [Group(" + ".join(tags), where) for where, tags in together.items()]
    return sorted(groups, key=lambda group: group.name)


@dg.asset(
    key_prefix="estimates",
    group_name="estimates",
    owners=["team:growth"],
    kinds={"python"},
    deps=[dg.AssetKey(["marts", "post_scores"]), dg.AssetKey(["publishing", "candidate"])],
)
def hashtags(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per business, platform and hashtag or set of hashtags. A rerun gives the same rows."""
    return tables.materialize(warehouse, "hashtags", {"post_scores": scores.COLUMNS}, estimate)
