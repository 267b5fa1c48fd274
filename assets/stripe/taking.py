"""A stream of Stripe while it is read: what raw knows of it, and what lands of what comes."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from assets.stripe.client import StripeClient
from assets.stripe.kept import kept
from assets.stripe.known import Known, deleted, digest, known_things
from assets.stripe.objects import Customer, StripeObject
from assets.stripe.records import moment, parsed
from assets.sync.coverage import Stretch
from assets.sync.pull import NO_ITEM, Page, Pull


@dataclass
class Reading:
    """One stream in one sync. `known`: things as they landed last; `seen`: what came in this sync."""

    pull: Pull
    client: StripeClient
    record: type[StripeObject]
    known: dict[str, Known]
    seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, pull: Pull, since: datetime) -> "Reading":
        """A reading of what was created since then; raises TokenRefused for a key of the other mode."""
        record = pull.record
        if not issubclass(record, StripeObject):
            raise TypeError(f"expected a record of Stripe's, got {record.__name__}")
        client = StripeClient.of(pull.connection)
        # Stripe counts whole seconds: a list begins with the one in which the stretch does.
        known = known_things(pull.connection, pull.stream, record, since.replace(microsecond=0))
        return cls(pull, client, record, known)

    @property
    def is_of_customers(self) -> bool:
        """Whether the ids of the things are pseudonyms here, with which Stripe cannot be asked."""
        return issubclass(self.record, Customer)

    def take(self, item: Any, page: Page) -> datetime | None:
        """Lands a thing unless it landed just like this before; when it was created, where it says so."""
        thing = kept(self.pull.stream, item, self.pull.connection.key)
        name, mark = self._name(thing), digest(thing)
        if name in self.seen:
            return None
        self.seen |= {name} if name else set()
        known = self.known.get(name or "")
        if known and known.digest == mark and not known.is_deleted:
            self.pull.unchanged += 1
        else:
            parse = partial(parsed, stream=self.pull.stream, is_live=self.client.is_live, digest=mark)
            self.pull.take(parse, thing, page)
        created = _created(thing)
        self.pull.saw(created)
        return created

    def miss(self, name: str) -> None:
        """Lands that a known thing is not there any more."""
        record = deleted(self.pull.connection, self.pull.stream, self.record, name)
        told = {self.record.identity: name, "deleted": True}
        self.pull.take(lambda _: record, told, Page(self.pull.stream, 1, self.pull.connection.now()))

    def unlisted(self, stretch: Stretch) -> list[str]:
        """The known things that the list of the stretch should have shown and did not."""
        absent = self.known.keys() - self.seen
        return [name for name in self.known if name in absent and self.known[name].stands_in(stretch)]

    def _name(self, thing: Any) -> str | None:
        name = (
            thing.get("customer_key" if self.is_of_customers else "id") if isinstance(thing, dict) else None
        )
        return name if isinstance(name, str) else None


def _created(thing: Any) -> datetime | None:
    try:
        return moment(thing["created"])
    except NO_ITEM:
        return None
