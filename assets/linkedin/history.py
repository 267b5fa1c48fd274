"""What raw knows of a page and its posts that tells a mistake of LinkedIn's from a true nothing."""

from assets.sync.connection import Connection
from assets.sync.raw_rows import asked

COUNTED = "select distinct post_id from {raw} where business_id = ? and account_id = ? and impressions > 0"
FOLLOWERS = """
select arg_max(followers, observed_at) from {raw}
where business_id = ? and account_id = ? and followers is not null
"""


def counted_posts(connection: Connection) -> set[str]:
    """The posts that had impressions once: their statistics cannot be empty any more."""
    account = [connection.business.id, connection.account_id]
    return {post_id for (post_id,) in asked(connection.home, connection.platform, "posts", COUNTED, account)}


def last_followers(connection: Connection) -> int | None:
    """The followers of the newest snapshot, None before the first."""
    account = [connection.business.id, connection.account_id]
    rows = asked(connection.home, connection.platform, "audience", FOLLOWERS, account)
    return rows[0][0] if rows else None
