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

    A stream is either of things (posts, comments: `page` a listing call, `details` further calls for each
    `batch` of things) or of days (`window_days` a call); without either it is one call a sync.
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
    late_days: int = 0  # days that are read again every `late_every`, because some figures settle late
    late_every: Span | None = None
    closed_after_days: int = 0  # how many days pass until a day can be read
    usd_per_thing: float = 0.0
    may_be_quiet: bool = False  # a day without anything new is no sign of a mistake
    note: str = ""


class Report(_Part):
    """A table that a platform makes to order: its names of dimensions and metrics, and our columns."""

    dimensions: dict[str, str]
    metrics: dict[str, str]


class Product(_Part):
    """One of several products of a platform: where it is, in which version, how often posts are due."""

    base_url: str
    api_version: str
    refresh: list[Refresh] = Field(default_factory=list)


class Contract(_Part):
    """Everything about a platform's API that changes with time and is not logic."""

    platform: str
    base_url: str
    # Beside the main one, by the name in almanac.yaml.
    products: dict[str, Product] = Field(default_factory=dict)
    api_version: str
    versions: dict[str, date | None]
    read_on: date
    # Endpoint: calls in seconds; "*" is all. Headers tell of `windows` at every call: for plans only.
    paces: dict[str, tuple[int, float]] = Field(default_factory=dict)
    windows: dict[str, tuple[int, float]] = Field(default_factory=dict)
    refresh: list[Refresh] = Field(default_factory=list)
    settles_after_days: int = 3
    thing: str = "post"  # what an account is counted in; the plural names the stream that lists it
    streams: dict[str, StreamContract]
    # What is asked for, in groups that a client names.
    metrics: dict[str, list[str]] = Field(default_factory=dict)
    reports: dict[str, Report] = Field(default_factory=dict)

    def product(self, name: str | None) -> Product:
        """How one of the platform's products is called; the main one where the name is none or unknown."""
        main = Product(base_url=self.base_url, api_version=self.api_version, refresh=self.refresh)
        return self.products.get(name or "", main)

    def version(self, product: str | None, configured: str | None) -> str:
        """The version to call. One that almanac.yaml names is of the main product: no other has it."""
        own = self.products.get(product or "")
        return own.api_version if own else configured or self.api_version

    def ends_on(self, version: str) -> date | None:
        """The day on which a version stops answering, None where none is announced or known."""
        return self.versions.get(version)


@cache
def contract(platform: str) -> Contract:
    """The contract of a platform, from its folder."""
    text = (FOLDER / platform / "contract.yaml").read_text(encoding="utf-8")
    return Contract.model_validate(yaml.safe_load(text))
