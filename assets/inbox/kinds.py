"""Every kind of file that this release takes from the inbox, and the streams of raw that they fill."""

import pyarrow as pa

from assets.events import events, identities
from assets.ga4 import events as ga4_events
from assets.imports import events as imported_events
from assets.imports import opportunities as imported_opportunities
from assets.imports import payments as imported_payments
from assets.imports import posts as imported_posts
from assets.opportunities import conversions, opportunities
from assets.payments import payments, rates
from assets.posts_file import posts
from assets.x import activity_exports
from warehouse.intake import ledger
from warehouse.intake.inbox import Kind
from warehouse.rows.records import arrow_schema

ALL_KINDS: tuple[Kind, ...] = (
    opportunities.KIND,
    conversions.KIND,
    posts.KIND,
    activity_exports.KIND,
    imported_opportunities.KIND,
    imported_posts.KIND,
    imported_events.KIND,
    imported_payments.KIND,
    events.KIND,
    identities.KIND,
    ga4_events.KIND,
    payments.KIND,
    rates.KIND,
)


def streams() -> list[tuple[str, str, pa.Schema]]:
    """Source, stream and schema of everything that comes through the inbox, its ledger included."""
    kinds = [(kind.source, kind.stream, arrow_schema(kind.record)) for kind in ALL_KINDS]
    return [*kinds, *ledger.streams()]
