"""What raw knows of an account's posts: when each was published, seen last, how often it was missed since."""

from dataclasses import dataclass
from datetime import date, datetime

from assets.sync.raw_rows import asked
from warehouse.home import Home

GONE_AFTER_MISSES, GONE_AFTER_DAYS = 3, 2
ASKED = """
with seen as (
    select
        *,
        max(observed_at) filter (not is_missing) over (partition by post_id) as last_present,
        is_missing and observed_at > coalesce(last_present, timestamp '1970-01-01') as is_miss
    from {raw}
    where business_id = ? and account_id = ?
)
select
    post_id,
    arg_max(version_id, observed_at) filter (version_id is not null),
    max(posted_at),
    max(observed_at),
    max(last_present),
    count(distinct observed_at) filter (is_miss),
    count(distinct cast(observed_at as date)) filter (is_miss),
    arg_max(content_type, observed_at) filter (content_type is not null)
from seen
group by post_id
"""


@dataclass(frozen=True, slots=True)
class KnownPost:
    """One post as raw knows it. Moments are naive UTC; `misses` since it was last there, on so many days."""

    post_id: str
    version_id: str | None
    posted_at: datetime | None
    last_observed: datetime
    last_present: datetime | None
    misses: int
    missed_days: int
    content_type: str | None

    @property
    def is_gone(self) -> bool:
        """Whether it counts as deleted: missed three times, on two days or more."""
        return self.misses >= GONE_AFTER_MISSES and self.missed_days >= GONE_AFTER_DAYS


def known_posts(home: Home, source: str, business_id: str, account_id: str) -> dict[str, KnownPost]:
    """Every post of the account that has landed, by id; empty before the first."""
    rows = asked(home, source, "posts", ASKED, [business_id, account_id])
    return {row[0]: KnownPost(*row) for row in rows}


def landed_days(home: Home, source: str, stream: str) -> list[date]:
    """The days of which figures have landed, of whatever account, oldest first."""
    return [day for (day,) in asked(home, source, stream, "select distinct day from {raw} order by day", [])]
