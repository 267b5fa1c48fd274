"""Typed records of mapped files: those of the sources they look like, and the import that read them."""

from typing import Annotated

from pydantic import Field

from assets.events.records import Event, plausible
from assets.opportunities.records import Opportunity
from assets.payments.records import Payment
from assets.posts_file.records import Post
from warehouse.rows.fields import Moment


class ImportedOpportunity(Opportunity):
    """A lead from a mapped file."""

    import_id: str


class ImportedPost(Post):
    """A post from a mapped file."""

    import_id: str


class ImportedEvent(Event):
    """An event from a mapped file; a time without a zone is local there."""

    occurred_at: Annotated[Moment, plausible] = Field(validation_alias="timestamp")
    import_id: str


class ImportedPayment(Payment):
    """A payment from a mapped file."""

    import_id: str
