"""The asset `estimates/content_types`: a format against the account's other posts of the same quarter."""

import dagster as dg
import numpy as np
import pyarrow as pa

from assets.estimates import scores, tables
from assets.estimates.groups import Group, Judged, by_business, compare
from assets.estimates.scores import PlatformPosts
from assets.estimates.tables import number, text, whole
from assets.statistics.clusters import Ints
from assets.statistics.differences import Sample
from warehouse.resources import Warehouse

MONTHS = 3

SCHEMA = tables.mart(
    "One row per business, platform and format: how posts of that format did at the age of seven days "
    "against the account's other posts of the same quarter. Observational: the author chose the format.",
    [
        text("business_id", "The business."),
        text("platform", "The platform."),
        text("content_type", "The format, such as image or video; (none) where none is given."),
        whole("posts", "Matured posts of this format."),
        number("engagement_mean", "Mean engagement of these posts at seven days."),
        number("engagement_median", "Median engagement of these posts at seven days."),
        number("effect", "Factor against the other formats; NULL under 5 posts of either."),
        number("effect_low", "Lower end of the 80 % interval of the effect."),
        number("effect_high", "Upper end of the 80 % interval of the effect."),
        number("q_value", "Benjamini-Hochberg q over the formats tested of the business."),
        text("verdict", "finding, hint, nothing or too_few; which way is in the effect."),
    ],
)


def estimate(post_scores: pa.Table) -> pa.Table:
    """All formats of every business and platform with matured posts, rows in any order."""
    return pa.Table.from_pylist(by_business(scores.platforms(post_scores), _formats), schema=SCHEMA)


def _formats(posts: PlatformPosts) -> list[Judged]:
    """Every format against the others of the platform.

    A post's score is measured against the baseline of its own format and cannot tell formats apart. Compared
    is the log of the engagement, inside account and quarter: growth then favours no format that came late.
    """
    account, quarter = posts.codes("account_id"), _quarter(posts)
    stratum = np.unique(account * (quarter.max() + 1) + quarter, return_inverse=True)[1]
    day = posts.codes("account_id", "posted_date")
    sample = Sample(np.log1p(posts.numbers("engagement_7d")), stratum, day)
    return compare(posts, sample, _groups(posts), "content_type")


def _quarter(posts: PlatformPosts) -> Ints:
    """Quarters since 1970 of the local dates of posting."""
    dates = posts.table["posted_date"].to_numpy()
    return np.asarray(dates.astype("datetime64[M]").astype(np.int64) // MONTHS, dtype=np.int64)


def _groups(posts: PlatformPosts) -> list[Group]:
    formats = np.array(posts.texts("content_type", "(none)"))
    return [Group(str(name), np.flatnonzero(formats == name).tolist()) for name in np.unique(formats)]


@dg.asset(
    key_prefix="estimates",
    group_name="estimates",
    owners=["team:growth"],
    kinds={"python"},
    deps=[dg.AssetKey(["marts", "post_scores"]), dg.AssetKey(["publishing", "candidate"])],
)
def content_types(warehouse: Warehouse) -> dg.MaterializeResult:
    """One row per business, platform and format. A rerun gives the same rows."""
    return tables.materialize(warehouse, "content_types", {"post_scores": scores.COLUMNS}, estimate)
