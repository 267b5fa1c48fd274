"""What raw knows of a stream's things: when each was created, its state, a digest of what was kept of it."""

import hashlib
import json
from datetime import datetime
from typing import Any, NamedTuple

from assets.stripe.objects import StripeObject
from assets.sync.connection import Connection
from assets.sync.coverage import Stretch
from assets.sync.raw_rows import asked

NEWEST = """
select id, created_at, digest, is_open, is_deleted from (
    select
        {name} as id,
        arg_max(created_at, (observed_at, position)) as created_at,
        arg_max(digest, (observed_at, position)) as digest,
        arg_max(coalesce(list_contains(?, status), false), (observed_at, position)) as is_open,
        arg_max(is_deleted, (observed_at, position)) as is_deleted
    from {{raw}}
    where business_id = ? and account_id = ?
    group by {name}
)
where is_open or created_at >= ?
"""
LAST = """
select {fields} from {{raw}} where business_id = ? and account_id = ? and {name} = ?
order by observed_at desc, position desc limit 1
"""


class Known(NamedTuple):
    """One thing as it landed last."""

    created_at: datetime
    digest: str | None
    is_open: bool
    is_deleted: bool

    def stands_in(self, stretch: Stretch) -> bool:
        """Whether the list of the stretch should show it."""
        return stretch.start <= self.created_at < stretch.end and not self.is_deleted


def known_things(
    connection: Connection, stream: str, record: type[StripeObject], since: datetime
) -> dict[str, Known]:
    """The things that were created since then, and those of any age that are not finished; by id."""
    sql = NEWEST.format(name=record.identity)
    values = [list(record.open), connection.business.id, connection.account_id, since]
    rows = asked(connection.home, connection.platform, stream, sql, values)
    return {row[0]: Known(*row[1:]) for row in rows}


def deleted(connection: Connection, stream: str, record: type[StripeObject], name: str) -> StripeObject:
    """A thing that is known and is not there any more: as it landed last, but for that."""
    fields = list(record.model_fields)
    sql = LAST.format(fields=", ".join(f'"{field}"' for field in fields), name=record.identity)
    values = [connection.business.id, connection.account_id, name]
    (row,) = asked(connection.home, connection.platform, stream, sql, values)
    return record.model_validate({**dict(zip(fields, row, strict=True)), "is_deleted": True, "digest": None})


def digest(item: Any) -> str:
    """The same for two things of which the same was kept."""
    text = json.dumps(item, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
