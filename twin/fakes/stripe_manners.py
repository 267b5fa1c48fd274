"""What a test lets go otherwise than usual at the fake Stripe: what takes its time, fails, or is deleted."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Manners:
    """What goes otherwise than usual; may be changed between calls. Keys are ids, moments are naive UTC.

    `pending_until`: charges and refunds that take their time; `failed_at`: refunds that come to nothing;
    `deleted_at`: customers, and invoices that were drafts until then.
    """

    is_live: bool = True
    pending_until: dict[str, datetime] = field(default_factory=dict)
    failed_at: dict[str, datetime] = field(default_factory=dict)
    deleted_at: dict[str, datetime] = field(default_factory=dict)

    def is_gone(self, identifier: str, now: datetime) -> bool:
        return identifier in self.deleted_at and self.deleted_at[identifier] <= now

    def is_pending(self, identifier: str, now: datetime) -> bool:
        return identifier in self.pending_until and self.pending_until[identifier] > now
