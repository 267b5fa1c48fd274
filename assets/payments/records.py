"""Typed records of payments and exchange rates, as they land. Knows the fields, reads no file."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from warehouse.intake.rejections import Rejected, is_blank, refused
from warehouse.refusals import Refusal
from warehouse.rows.fields import (
    CustomerKey,
    Day,
    HasZone,
    Identifier,
    Label,
    Moment,
    OptionalIdentifier,
    OptionalLabel,
    OptionalMoment,
    UserKey,
    one_of,
)
from warehouse.rows.quantities import Amount, Count, Currency, CurrencyCode, NeededAmount, Ratio
from warehouse.rows.records import Record

STATUSES = ("paid", "refunded", "failed", "disputed")
FUTURE = "more than a day after the file landed"


def _status(value: Any) -> Any:
    return "paid" if is_blank(value) else value


Status = Annotated[Label, one_of(STATUSES), BeforeValidator(_status)]


class Payment(Record):
    """A payment as one file tells it, with what of it was given back. Customer and user are pseudonyms."""

    identity: ClassVar[tuple[str, ...]] = ("payment_id",)

    payment_id: Identifier
    customer_key: CustomerKey = Field(default=None, validation_alias="customer_id")
    user_key: UserKey = Field(default=None, validation_alias="user_id")
    paid_at: Moment
    refunded_at: OptionalMoment = None
    has_zone: HasZone = True
    currency: Currency = ""
    amount_minor: NeededAmount = Field(validation_alias="amount")
    refunded_minor: Amount = Field(default=None, validation_alias="refunded_amount")
    status: Status = "paid"
    product: OptionalLabel = None
    processing_ms: Count = None
    opportunity_id: OptionalIdentifier = None

    def oddities(self, landed_at: datetime) -> Iterator[tuple[str, str]]:
        """What cannot be, but does not make the payment worthless."""
        for name in ("paid_at", "refunded_at"):
            moment = getattr(self, name)
            if moment and moment > landed_at + timedelta(days=1):
                yield name, FUTURE
        if self.refunded_at and self.refunded_at < self.paid_at:
            yield "refunded_at", "before paid_at"
        if self.refunded_minor and self.refunded_minor > self.amount_minor:
            yield "refunded_amount", "more than the amount"


class Rate(Record):
    """What one unit of a currency was worth in another one on a day."""

    identity: ClassVar[tuple[str, ...]] = ("day", "from_currency", "to_currency")

    day: Day = Field(validation_alias="date")
    from_currency: CurrencyCode = Field(validation_alias="from")
    to_currency: CurrencyCode = Field(validation_alias="to")
    rate: Ratio

    def check(self) -> None:
        """Raises Rejected for a currency exchanged for itself."""
        if self.from_currency == self.to_currency:
            raise Rejected(refused("to", Refusal("another currency than from", self.to_currency)))
