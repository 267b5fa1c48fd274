"""What raw knows of an account's posts: when each was published, seen last, and how often it was missed since."""

from dataclasses import dataclass
from datetime import datetime

from warehouse import landing
from warehouse.engine import connect, quoted
from warehouse.home import Home

GONE_AFTER_MISSES, GONE_AFTER_DAYS = 3, 2
ASKED = """
with seen as (
    select * from read_parquet('{files}', union_by_name = true)
    where business_id = ? and account_id = ?
),
present as (select post_id, max(observed_at) as last_present from seen where not is_missing group by post_id)
select
    seen.post_id,
    arg_max(version_id, observed_at) filter (version_id is not null),
    max(posted_at),
    max(observed_at),
    any_value(last_present),
    count(distinct observed_at) filter (is_missing and observed_at > coalesce(last_present, '1970-01-01')),
    count(distinct cast(observed_at as date)) filter (is_missing and observed_at > coalesce(last_present, '1970-01-01')),
    arg_max(content_type, observed_at) filter (content_type is not null)
from seen left join present using (post_id)
group by seen.post_id
"""


@dataclass(frozen=True, slots=True)
class KnownPost:
    """One post as raw knows it. Moments are naive UTC; `misses` since it was last there, on so many UTC days."""

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
        """Whether it counts as deleted: missed three times, on two days or more (DESIGN of tombstones)."""
        return self.misses >= GONE_AFTER_MISSES and self.missed_days >= GONE_AFTER_DAYS


def known_posts(home: Home, source: str, business_id: str, account_id: str) -> dict[str, KnownPost]:
    """Every post of the account that has landed, by id; empty before the first."""
    folder = landing.folder(home, source, "posts")
    if not any(folder.glob("observed_on=*/*.parquet")):
        return {}
    with connect(home) as connection:
        rows = connection.execute(
            ASKED.format(files=f"{quoted(folder)}/*/*.parquet"), [business_id, account_id]
        ).fetchall()
    return {row[0]: KnownPost(*row) for row in rows}
