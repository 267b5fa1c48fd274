"""Typed records of opportunities and conversions, as they land. Knows the fields, reads no file."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import AliasChoices, BeforeValidator, Field, ValidationInfo

from warehouse.intake.rejections import is_blank
from warehouse.rows.fields import (
    HasZone,
    Identifier,
    Label,
    Moment,
    OptionalLabel,
    OptionalMoment,
    Subject,
    Text,
    one_of,
)
from warehouse.rows.quantities import Amount, Currency
from warehouse.rows.records import Record

STATUSES = ("new", "responded", "won", "lost")
FUTURE = "more than a day after the file landed"


def _type(value: Any) -> Any:
    return "unknown" if is_blank(value) else value


def _status(value: Any, info: ValidationInfo) -> Any:
    """What the times say where no status is given."""
    if not is_blank(value):
        return value
    if info.data.get("converted_at"):
        return "won"
    return "responded" if info.data.get("responded_at") else "new"


Type = Annotated[Label, BeforeValidator(_type), Field(validate_default=True)]
Status = Annotated[Label, one_of(STATUSES), BeforeValidator(_status), Field(validate_default=True)]


class Opportunity(Record):
    """A lead as one file tells it. The person is a subject key; the name is dropped."""

    identity: ClassVar[tuple[str, ...]] = ("opportunity_id",)

    opportunity_id: Identifier = Field(validation_alias=AliasChoices("id", "opportunity_id"))
    source: Label
    type: Type = "unknown"
    created_at: Moment
    responded_at: OptionalMoment = None
    converted_at: OptionalMoment = None
    has_zone: HasZone = True
    status: Status = ""
    currency: Currency = ""
    revenue_minor: Amount = Field(default=None, validation_alias="revenue")
    campaign: OptionalLabel = None
    subject_key: Subject = Field(default=None, validation_alias="contact")
    summary: Text = None
    notes: Text = None
    how_heard: Text = None

    def oddities(self, landed_at: datetime) -> Iterator[tuple[str, str]]:
        """Times that cannot be, but do not make the lead worthless."""
        if self.created_at > landed_at + timedelta(days=1):
            yield "created_at", FUTURE
        for name in ("responded_at", "converted_at"):
            moment = getattr(self, name)
            if moment and moment < self.created_at:
                yield name, "before created_at"


class Conversion(Record):
    """A person's word that an opportunity was won, with its revenue."""

    identity: ClassVar[tuple[str, ...]] = ("opportunity_id",)

    opportunity_id: Identifier = Field(validation_alias=AliasChoices("opportunity_id", "id"))
    converted_at: Moment
    has_zone: HasZone = True
    currency: Currency = ""
    revenue_minor: Amount = Field(default=None, validation_alias="revenue")
    notes: Text = None

    def oddities(self, landed_at: datetime) -> Iterator[tuple[str, str]]:
        """A conversion that has not happened yet."""
        if self.converted_at > landed_at + timedelta(days=1):
            yield "converted_at", FUTURE
