"""Typed records of social posts with their metrics, as they land. Knows the fields, reads no file."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, ValidationInfo

from warehouse.intake.rejections import Rejected, is_blank, missing, refused
from warehouse.refusals import Refusal
from warehouse.rows.fields import (
    HasZone,
    Identifier,
    Label,
    OptionalIdentifier,
    OptionalLabel,
    OptionalMoment,
    Text,
    one_of,
)
from warehouse.rows.hashtags import NOT_GIVEN, Hashtags
from warehouse.rows.quantities import Count
from warehouse.rows.records import Record

STATUSES = ("draft", "scheduled", "posted", "failed")
PLATFORMS = {"twitter": "x", "ig": "instagram", "insta": "instagram", "fb": "facebook"}
FUTURE = "more than a day after the file landed"


def _platform(value: str) -> str:
    return PLATFORMS.get(value.lower(), value.lower())


def _status(value: Any, info: ValidationInfo) -> Any:
    """What the times say where no status is given."""
    if not is_blank(value):
        return value
    if info.data.get("posted_at"):
        return "posted"
    return "scheduled" if info.data.get("scheduled_for") else "draft"


def _also(*names: str) -> Any:
    """An optional field that is also called by these other names; the first that is given counts."""
    return Field(default=None, validation_alias=AliasChoices(*names))


Platform = Annotated[Label, AfterValidator(_platform)]
Status = Annotated[Label, one_of(STATUSES), BeforeValidator(_status), Field(validate_default=True)]


class Post(Record):
    """A post as one file tells it, with its metrics as they were then. What is absent stays absent."""

    identity: ClassVar[tuple[str, ...]] = ("platform", "post_id")

    post_id: Identifier = Field(validation_alias=AliasChoices("id", "post_id"))
    platform: Platform
    account_id: OptionalIdentifier = _also("account_id", "account")
    text: Text = None
    scheduled_for: OptionalMoment = None
    posted_at: OptionalMoment = None
    metrics_at: OptionalMoment = None
    has_zone: HasZone = True
    status: Status = ""
    content_type: OptionalLabel = None
    hashtags: Hashtags = NOT_GIVEN
    impressions: Count = None
    reach: Count = None
    views: Count = _also("views", "plays")
    likes: Count = _also("likes", "reactions")
    comments: Count = _also("comments", "replies")
    shares: Count = _also("shares", "retweets", "reposts")
    quotes: Count = None
    saves: Count = _also("saves", "bookmarks")
    clicks: Count = _also("clicks", "link_clicks", "url_clicks")
    video_views: Count = None

    @classmethod
    def flat(cls, row: dict[str, Any]) -> dict[str, Any]:
        """The post with its `metrics` at the level of its fields; raises Rejected if they are no object."""
        metrics = row.get("metrics")
        if metrics is None:
            return row
        if not isinstance(metrics, dict):
            raise Rejected(refused("metrics", Refusal("an object with a number for each metric", metrics)))
        return {**metrics, **{name: value for name, value in row.items() if name != "metrics"}}

    def check(self) -> None:
        """Raises Rejected for a published post that does not say when."""
        if self.status == "posted" and self.posted_at is None:
            raise Rejected(missing("posted_at", "a date and time, as the status is posted"))

    def observed(self, landed_at: datetime) -> datetime:
        """When the metrics were read, where the file says so."""
        return self.metrics_at or landed_at

    def oddities(self, landed_at: datetime) -> Iterator[tuple[str, str]]:
        """Times that lie ahead although they should not."""
        if self.metrics_at and self.metrics_at > landed_at:
            yield "metrics_at", "after the file landed; the metrics count as of the landing"
        if self.posted_at and self.posted_at > landed_at + timedelta(days=1):
            yield "posted_at", FUTURE
