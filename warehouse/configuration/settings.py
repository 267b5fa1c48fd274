"""The whole configuration as typed models: businesses with their accounts, limits, retention, budgets."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from warehouse.configuration.analyses import Cohort, Experiment, Funnel
from warehouse.configuration.mappings import Import
from warehouse.configuration.secrets import Secret
from warehouse.configuration.values import (
    CurrencyCode,
    Duration,
    Identifier,
    Settings,
    Text,
    Zone,
    number,
    whole,
)
from warehouse.refusals import Refusal, near

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _platform(name: str) -> str:
    if name == "twitter":
        raise Refusal("the name of a platform", name, "did you mean x?")
    return name


def _business_id(name: str) -> str:
    if name == "insights":
        raise Refusal("an id other than insights, which is the file of all businesses together", name)
    return name


Platform = Annotated[Identifier, AfterValidator(_platform)]


class UnknownBusiness(LookupError):
    """No business of that id is configured."""


class Account(Settings):
    """An account of a business on one platform."""

    platform: Platform
    account: Text
    token: Secret | None = None
    refresh_token: Secret | None = None
    client_id: Secret | None = None
    client_secret: Secret | None = None
    product: Text | None = None  # which of a platform's products reads it, where there are several


class Business(Settings):
    """A business: its local time, its currency, and what is looked at; its name is its id by default."""

    id: Annotated[Identifier, AfterValidator(_business_id)]
    name: Text = Field(default_factory=lambda data: data.get("id", ""))
    timezone: Zone
    currency: CurrencyCode
    week_starts: Weekday = "monday"
    accounts: list[Account] = Field(default_factory=list)
    conversion_window_days: Annotated[int, whole(1, 3650)] = 30
    funnels: list[Funnel] = Field(default_factory=list)
    cohorts: list[Cohort] = Field(default_factory=list)
    experiments: list[Experiment] = Field(default_factory=list)


class Thresholds(Settings):
    """From where on a measurement of the product is a breach: milliseconds, or shares of 1."""

    load_ms: Annotated[float, number(0, 3_600_000)] = 3000.0
    query_ms: Annotated[float, number(0, 3_600_000)] = 1000.0
    api_ms: Annotated[float, number(0, 3_600_000)] = 2000.0
    error_rate: Annotated[float, number(0, 1)] = 0.05
    memory: Annotated[float, number(0, 1)] = 0.8
    cpu: Annotated[float, number(0, 1)] = 0.7


class Retention(Settings):
    """How long things are kept: days of raw data, days of landed originals, number of published versions."""

    raw_days: Annotated[int, whole(1, 36500)] = 730
    keep_originals: Annotated[int, whole(0, 36500)] = 30
    published_versions: Annotated[int, whole(2, 1000)] = 8


class Budget(Settings):
    """What calls to one platform may cost."""

    usd_per_month: Annotated[float, number(0, 1_000_000, or_equal=True)]


class PlatformSettings(Settings):
    """How a platform is called: where, which version, the longest wait, how far back a first run goes."""

    base_url: Text | None = None
    api_version: Text | None = None
    longest_wait: Duration = timedelta(minutes=16)
    days_back: Annotated[int, whole(1, 36500)] | None = None


class Configuration(Settings):
    """Everything that almanac.yaml says."""

    businesses: Annotated[list[Business], Field(min_length=1)]
    imports: list[Import] = Field(default_factory=list)
    thresholds: Thresholds = Thresholds()
    retention: Retention = Retention()
    notify: list[Secret] = Field(default_factory=list)
    budgets: dict[Platform, Budget] = Field(default_factory=dict)
    platforms: dict[Platform, PlatformSettings] = Field(default_factory=dict)
    demonstration: bool = False

    def business(self, business_id: str) -> Business:
        """The business of that id; raises UnknownBusiness with near ids."""
        for business in self.businesses:
            if business.id == business_id:
                return business
        known = [business.id for business in self.businesses]
        hint = near(business_id, known) or f"there are {', '.join(known)}"
        raise UnknownBusiness(f"expected the id of a business in almanac.yaml, got {business_id!r} ({hint})")
