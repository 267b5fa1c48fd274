"""Typed record of a post in X's analytics export: the counters of its whole life. Reads no file."""

import re
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, create_model

from warehouse.refusals import Refusal
from warehouse.rows.fields import Identifier, Moment, Text, written
from warehouse.rows.hashtags import NOT_GIVEN, Hashtags
from warehouse.rows.quantities import Count
from warehouse.rows.records import Record

METRICS = (
    "impressions", "engagements", "retweets", "replies", "likes", "user_profile_clicks", "url_clicks",
    "hashtag_clicks", "detail_expands", "permalink_clicks", "app_opens", "app_installs", "follows",
    "email_tweet", "dial_phone", "media_views", "media_engagements",
)  # fmt: skip
PROMOTED = tuple(f"promoted_{metric}" for metric in METRICS)
PERMALINK = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w+)/status/\d+", re.ASCII)


def _account(value: Any) -> str:
    match = PERMALINK.match(written(value).strip())
    if match is None:
        raise Refusal("the link of a post on X, which names its account", value)
    return match[1]


class _Export(Record):
    """What an export says about a post, besides its counters."""

    identity: ClassVar[tuple[str, ...]] = ("post_id",)

    post_id: Identifier = Field(validation_alias="tweet_id")
    account_id: Annotated[str, BeforeValidator(_account)] = Field(validation_alias="tweet_permalink")
    permalink: Text = Field(default=None, validation_alias="tweet_permalink")
    text: Text = Field(default=None, validation_alias="tweet_text")
    posted_at: Moment = Field(validation_alias="time")
    hashtags: Hashtags = NOT_GIVEN


_COUNTERS: dict[str, Any] = {metric: (Count, None) for metric in METRICS + PROMOTED}
ActivityExport = create_model("ActivityExport", __base__=_Export, **_COUNTERS)
