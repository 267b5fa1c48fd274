"""Typed records of events and identities, as they land. Knows the fields, reads no file."""

from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, ValidationInfo

from warehouse.intake.rejections import Rejected, refused
from warehouse.refusals import Refusal
from warehouse.rows.fields import (
    AnonymousKey,
    CustomerKey,
    EmailKey,
    Identifier,
    Instant,
    Label,
    OptionalIdentifier,
    OptionalLabel,
    PersonKey,
    UserKey,
    context,
)
from warehouse.rows.properties import Properties
from warehouse.rows.quantities import Currency, Duration, Worth
from warehouse.rows.records import Record
from warehouse.rows.web_addresses import WebAddress

RESERVED = frozenset((
    "source", "medium", "campaign", "referrer", "page", "country", "region", "city", "device", "experiment",
    "variant", "value", "currency", "duration_ms",
))  # fmt: skip
FIRST_MOMENT = datetime(2000, 1, 1)
PLAUSIBLE = "a time from 2000-01-01 to one day after the file landed"


def _plausible(moment: datetime, info: ValidationInfo) -> datetime:
    if not FIRST_MOMENT <= moment <= context(info).landed_at + timedelta(days=1):
        raise Refusal(PLAUSIBLE, f"{moment.isoformat()}Z")
    return moment


plausible = AfterValidator(_plausible)


class Event(Record):
    """An event as one file tells it. What only describes it is left out where it cannot be read."""

    optional: ClassVar[frozenset[str]] = RESERVED | {"user_id", "anonymous_id", "session_id"}

    event_id: Identifier
    event: Label
    occurred_at: Annotated[Instant, plausible] = Field(validation_alias="timestamp")
    user_key: UserKey = Field(default=None, validation_alias="user_id")
    anonymous_key: AnonymousKey = Field(default=None, validation_alias="anonymous_id")
    session_id: OptionalIdentifier = None
    source: OptionalLabel = None
    medium: OptionalLabel = None
    campaign: OptionalLabel = None
    referrer: WebAddress = None
    page: WebAddress = None
    country: OptionalLabel = None
    region: OptionalLabel = None
    city: OptionalLabel = None
    device: OptionalLabel = None
    experiment: OptionalLabel = None
    variant: OptionalLabel = None
    currency: Currency = ""
    value_minor: Worth = Field(default=None, validation_alias="value")
    duration_ms: Duration = None
    properties: Properties = "{}"

    @classmethod
    def flat(cls, row: dict[str, Any]) -> dict[str, Any]:
        """The event with its reserved properties at the level of its fields; raises Rejected."""
        given = row.get("properties")
        if given is None:
            return {**row, "properties": {}}
        if not isinstance(given, dict):
            raise Rejected(refused("properties", Refusal("an object with named properties", given)))
        others = given.copy()
        reserved = {name: others.pop(name) for name in RESERVED & given.keys()}
        return {**row, **reserved, "properties": others}


class Identity(Record):
    """Identifiers that belong to one person, each as its key."""

    user_key: UserKey = Field(default=None, validation_alias="user_id")
    customer_key: CustomerKey = Field(default=None, validation_alias="customer_id")
    email_key: EmailKey = Field(default=None, validation_alias="email")
    handle_key: PersonKey = Field(default=None, validation_alias="handle")

    def check(self) -> None:
        """Raises Rejected for a single identifier, which joins nothing."""
        keys = (self.user_key, self.customer_key, self.email_key, self.handle_key)
        known = sum(key is not None for key in keys)
        if known < 2:
            expected = "two or more of user_id, customer_id, email, handle"
            raise Rejected(refused("row", Refusal(expected, known)))
