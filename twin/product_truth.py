"""The shape of what is true of a business's product: who comes from where, how far they get, what they pay.

Effects multiply odds: a gate that lets 50 % through lets 60 % through under an effect of 1.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Where visitors come from: their share, how their links are tagged, what coming from there does.

    `effect` is on the odds of every gate, `spend` multiplies what a customer pays. A `platform` means that
    the campaign is the one in the link of a post on that platform.
    """

    channel: str
    share: float
    source: str
    medium: str
    referrer: str | None = None
    campaigns: tuple[str, ...] = ()
    effect: float = 1.0
    spend: float = 1.0
    platform: str | None = None


@dataclass(frozen=True)
class Gate:
    """A step of the calculator: the share of those before it who get through, the median seconds for it."""

    event: str
    rate: float
    page: str
    seconds: float
    number: int | None = None  # the property `step`
    feels_risk: bool = False


@dataclass(frozen=True)
class Risk:
    """A level of risk: its effect on the gates that feel it, and how concerned such people are."""

    effect: float
    concerns: Mapping[str, float]


@dataclass(frozen=True)
class Industry:
    """An industry: its share of the visitors, the risk of its jobs, and the jobs."""

    share: float
    risk: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Country:
    """A country: its share of the visitors, its currency, what the own currency is in it, its cities."""

    share: float
    currency: str
    rate: float
    cities: tuple[str, ...]


@dataclass(frozen=True)
class Reminder:
    """What brings people back to the offer: after how many days, how many come, how many then click."""

    origin: str
    days: tuple[float, float]
    comes: float
    clicks: float


@dataclass(frozen=True)
class Buying:
    """How customers buy on: BG/NBD (days) and Gamma-Gamma (major units of the business's currency)."""

    r: float
    alpha: float
    a: float
    b: float
    p: float
    q: float
    gamma: float
    refunded: float
    refunded_in_full: float
    disputed: float
    disputes_won: float
    failed: float


@dataclass(frozen=True)
class Product:
    """Everything that is true of a business's product."""

    business_id: str
    timezone: str
    currency: str
    visitors_per_day: float
    origins: Mapping[str, Origin]
    gates: tuple[Gate, ...]
    risks: Mapping[str, Risk]
    industries: Mapping[str, Industry]
    countries: Mapping[str, Country]
    devices: Mapping[str, float]
    reminders: tuple[Reminder, ...]
    returning: tuple[float, ...]  # share of the assessed who are back in week 1, 2 ... after theirs
    improvement: float  # multiplies `returning` for cohorts from the product's second version on
    second_version: int  # weeks after the beginning
    helped: float  # who opens the help between two steps
    pauses: float  # who goes on another day
    retries: float  # who had tried before and left
    buying: Buying
    offer: float  # the price shown, major units of the own currency
    sold: tuple[str, ...]

    @property
    def risk_shares(self) -> dict[str, float]:
        """How the visitors divide over the levels of risk."""
        return {
            name: sum(each.share for each in self.industries.values() if each.risk == name)
            for name in self.risks
        }
