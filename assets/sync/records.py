"""Typed records of what platforms say: posts as observed, account days, audiences, demographics, comments.

Metrics bear the names of the marts; what a platform does not give is None, never 0. Everything that it gave
is kept beside them in `payload`.
"""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar

import pyarrow as pa
from pydantic import BaseModel, BeforeValidator, ConfigDict

from warehouse.refusals import Refusal
from warehouse.rows.hashtags import NOT_GIVEN, Hashtags
from warehouse.rows.quantities import LARGEST, Count
from warehouse.rows.records import MOMENT, arrow_type

FIRST = (("business_id", pa.string()), ("account_id", pa.string()))
LAST = (
    ("payload", pa.string()),
    ("endpoint", pa.string()),
    ("api_version", pa.string()),
    ("vocabulary", pa.string()),
    ("window_start", MOMENT),
    ("window_end", MOMENT),
    ("page", pa.int64()),
    ("position", pa.int64()),
    ("sync_id", pa.string()),
    ("observed_at", MOMENT),
    ("landed_at", MOMENT),
)


def _id(value: Any) -> str:
    """An id as text; whole numbers keep all their digits, floats have lost some."""
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise Refusal("an id as text or whole number", value)
    return str(value)


def _signed(value: Any) -> int | None:
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not -LARGEST <= value <= LARGEST or value != int(value):
        raise Refusal("a whole number", value)
    return int(value)


Id = Annotated[str, BeforeValidator(_id)]
Signed = Annotated[int | None, BeforeValidator(_signed)]


class Observed(BaseModel):
    """One thing as a platform showed it at one moment. `scrubbed` names texts that may hold an address."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, allow_inf_nan=False)
    scrubbed: ClassVar[tuple[str, ...]] = ()


class PostObservation(Observed):
    """A post with its lifetime counters as seen; with `is_missing`, that it was asked for and not there."""

    scrubbed: ClassVar[tuple[str, ...]] = ("text",)

    post_id: Id  # for good: the first id of a chain of edits
    version_id: str | None = None  # the id it has now, where edits change it
    posted_at: datetime | None = None
    edited_at: datetime | None = None
    text: str | None = None
    permalink: str | None = None
    content_type: str | None = None  # text, image, carousel, video, reel, story, link, document, poll
    hashtags: Hashtags = NOT_GIVEN
    is_missing: bool = False
    impressions: Count = None
    views: Count = None
    reach: Count = None
    likes: Signed = None
    comments: Count = None
    shares: Count = None
    quotes: Count = None
    saves: Count = None
    clicks: Count = None
    video_views: Count = None
    watch_seconds: float | None = None  # whole watch time
    completion_rate: float | None = None  # share of views that saw the end, 0..1


class AccountDay(Observed):
    """An account's figures of one day, as the platform told them on `observed_at`; later ones correct it."""

    day: date
    day_boundary: str  # the time zone in which the platform cuts this day
    followers: Count = None  # total at the end of the day, only where the platform says so
    follows: Count = None
    unfollows: Count = None
    followers_gained: Signed = None  # net
    impressions: Count = None
    views: Count = None
    reach: Count = None
    profile_views: Count = None
    website_clicks: Count = None
    likes: Signed = None
    comments: Signed = None
    shares: Signed = None
    saves: Signed = None
    clicks: Count = None
    interactions: Signed = None  # engagement as the platform itself counts it
    video_views: Count = None


class AudienceSnapshot(Observed):
    """How large an account is now: followers, following, posts, and how it is called."""

    handle: str | None = None
    name: str | None = None
    followers: Count = None
    following: Count = None
    posts: Count = None
    likes_received: Count = None


class DemographicShare(Observed):
    """How many followers share one value of a dimension now; `share` where the platform gives only that."""

    # country, city, age, gender, age_gender, seniority, industry, function, geo, staff_count, association
    dimension: str
    value: str
    label: str | None = None
    followers: Count = None
    share: float | None = None


class Comment(Observed):
    """A comment on a post: who (a pseudonym), when. What was said stays with the platform."""

    comment_id: Id
    post_id: Id
    created_at: datetime
    subject_key: str | None = None
    likes: Count = None
    is_reply: bool = False


@cache
def schema(record: type[Observed]) -> pa.Schema:
    """The Parquet schema of a record: business and account, its fields in order, how it was observed."""
    own = tuple((name, column_type(info.annotation)) for name, info in record.model_fields.items())
    return pa.schema([*FIRST, *own, *LAST])


def column_type(annotation: Any) -> pa.DataType:
    """The Arrow type of a field, days included."""
    return pa.date32() if annotation in (date, date | None) else arrow_type(annotation)
