"""What raw knows of a property that tells a mistake of GA4's from a true nothing."""

from collections.abc import Sequence
from datetime import date

from assets.sync.connection import Connection
from assets.sync.raw_rows import asked

WITH_ROWS = """
select count(distinct day) filter (day between ? and ?), count(distinct day)
from {raw}
where business_id = ? and account_id = ? and not is_empty
"""


def days_with_rows(connection: Connection, days: Sequence[date]) -> tuple[int, int]:
    """Of how many days any row has landed: from the first to the last of these, and at all."""
    values = [min(days), max(days), connection.business.id, connection.account_id]
    rows = asked(connection.home, connection.platform, "report_days", WITH_ROWS, values)
    return (rows[0][0], rows[0][1]) if rows else (0, 0)
