"""What a platform's contract.yaml says: versions and the days they end, streams, limits, prices, history."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from warehouse.times import parse_duration

FOLDER = Path(__file__).resolve().parents[1]
Span = Annotated[timedelta, BeforeValidator(lambda value: parse_duration(value))]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Refresh(_Part):
    """Posts younger than this are read again when their newest observation is older than `every`."""

    younger_than: Span
    every: Span


class StreamContract(_Part):
    """One stream: how often it is due, how far it reaches back, what it takes to read it.

    A stream is either of things (posts, comments: `page` a listing call, `details` further calls for each `batch`
    of things) or of days (`window_days` a call); without either it is one call a sync.
    """

    every: Span
    page: int | None = None
    details: float = 0
    batch: int = 1
    window_days: int | None = None
    calls: int = 1  # for each window, or for the snapshot
    history_days: int | None = None  # how far back the platform goes; None: to the beginning
    history_things: int | None = None
    look_back_days: int = 0  # days that are read again because platforms correct them
    closed_after_days: int = 0  # how many days pass until a day can be read
    usd_per_thing: float = 0.0
    note: str = ""


class Contract(_Part):
    """Everything about a platform's API that changes with time and is not logic."""

    platform: str
    base_url: str
    api_version: str
    versions: dict[str, date | None]
    read_on: date
    paces: dict[str, tuple[int, float]] = Field(
        default_factory=dict
    )  # endpoint: calls in seconds; "*" is all
    windows: dict[str, tuple[int, float]] = Field(
        default_factory=dict
    )  # the same where headers tell it: for plans
    refresh: list[Refresh] = Field(default_factory=list)
    settles_after_days: int = 3
    streams: dict[str, StreamContract]
    token_note: str = ""
    metrics: dict[str, list[str]] = Field(default_factory=dict)  # what is asked for, in groups that a client names

    def ends_on(self, version: str) -> date | None:
        """The day on which a version stops answering, None where none is announced or known."""
        return self.versions.get(version)


@cache
def contract(platform: str) -> Contract:
    """The contract of a platform, from its folder."""
    text = (FOLDER / platform / "contract.yaml").read_text(encoding="utf-8")
    return Contract.model_validate(yaml.safe_load(text))
