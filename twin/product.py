"""The simulated product of a business: its visitors, hits, identities and purchases, as far as time has come.

History is consistent: the same seed and start give the same events and payments, whatever is asked first.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from twin.careers_product import COMPASS_PRODUCT
from twin.moments import arrivals, local, utc
from twin.product_bots import bots
from twin.product_life import Campaign, Life, live, on_device_of
from twin.product_purchases import seen
from twin.product_records import Dispute, Hit, Identity, Purchase, Refund
from twin.product_truth import Product
from twin.product_visitors import visitors
from twin.randomness import generator
from twin.world import Period, monday

__all__ = ["Dispute", "Hit", "Identity", "ProductWorld", "Purchase", "Refund"]

PRODUCTS = {product.business_id: product for product in (COMPASS_PRODUCT,)}
START = datetime(2026, 5, 24)
STRIPE_CONNECTED = timedelta(days=60)
SHARED_EVERY, SHARED_FIRST = 45, 20  # days
ACCOUNTS = {"compass": {"stripe": "acct_1CompassCareers0", "ga4": "412905377"}}


def _no_campaign(*_: object) -> None:
    return None


class ProductWorld:
    """One business's product. Days are drawn once, in order, as far as somebody has looked.

    `accounts` are the native ids of the Stripe account and of the GA4 property. What was paid before the
    Stripe account was connected went through another provider and is not in `purchases`.
    """

    def __init__(
        self,
        seed: int = 7,
        business_id: str = "compass",
        start: datetime = START,
        campaign: Campaign = _no_campaign,
        product: Product | None = None,
    ) -> None:
        self.seed, self.business_id, self.start = seed, business_id, start
        self.product = product or PRODUCTS[business_id]
        self.accounts = ACCOUNTS[business_id]
        self.stripe_since = start + STRIPE_CONNECTED
        self._campaign = campaign
        self._zone = ZoneInfo(self.product.timezone)
        self._first = local(start, self._zone).date()
        self._days: list[list[Life]] = []
        self._bots: list[list[Hit]] = []

    def lives(self, until: datetime) -> Iterator[Life]:
        """Everybody who came until then, with their whole future, for those who may know it."""
        self._draw(until)
        for day in self._days:
            yield from (life for life in day if life.visitor.arrived_at <= until)

    def hits(self, until: datetime) -> list[Hit]:
        """What visitors and bots did until then, oldest first."""
        self._draw(until)
        people = (hit for day in self._days for life in day for hit in life.hits)
        found = [*people, *(hit for day in self._bots for hit in day)]
        return sorted((hit for hit in found if hit.at <= until), key=lambda hit: (hit.at, hit.id))

    def purchases(self, until: datetime) -> list[Purchase]:
        """What Stripe knows at that moment, oldest first."""
        return [
            replace(each, id=f"ch_{each.id}")
            for each in self._paid(until)
            if each.at >= self.stripe_since
        ]  # fmt: skip

    def earlier_purchases(self, until: datetime) -> list[Purchase]:
        """What was paid through the provider before Stripe, as known at that moment, oldest first."""
        return [
            replace(each, id=f"pay-{each.id}") for each in self._paid(until) if each.at < self.stripe_since
        ]

    def identities(self, until: datetime) -> list[Identity]:
        """Which identifiers were seen together until then, oldest first."""
        found = (each for life in self.lives(until) for each in life.identities if each.at <= until)
        return sorted(found, key=lambda each: (each.at, each.user_id))

    def _paid(self, until: datetime) -> list[Purchase]:
        paid = (each for life in self.lives(until) for each in life.purchases if each.at <= until)
        return sorted((seen(each, until) for each in paid), key=lambda each: (each.at, each.id))

    def _draw(self, until: datetime) -> None:
        """Draws all local days that have begun."""
        while self._begin(len(self._days)) <= until:
            day = len(self._days)
            self._days.append(self._lives_of(day))
            rng = generator(self.seed, self.business_id, "bots", str(day))
            self._bots.append(list(bots(day, max(self._begin(day), self.start), rng)))

    def _lives_of(self, number: int) -> list[Life]:
        day = self._first + timedelta(days=number)
        rng = generator(self.seed, self.business_id, "visitors", day.isoformat())
        period = Period(max(self._begin(number), self.start), self._begin(number + 1) - timedelta(seconds=1))
        share = (period.end - period.start) / timedelta(days=1)
        coming = int(rng.poisson(self.product.visitors_per_day * share))
        moments = arrivals(rng, period, self._zone, _steady, coming)
        lives = [
            live(self.product, visitor, monday(self._first), self._campaign, rng)
            for visitor in visitors(self.product, number, moments, rng)
        ]
        return _sharing(lives) if number % SHARED_EVERY == SHARED_FIRST else lives

    def _begin(self, number: int) -> datetime:
        return utc(self._first + timedelta(days=number), time(), self._zone)


def _sharing(lives: list[Life]) -> list[Life]:
    """The lives of a day on which two of those who log in use the same device."""
    assessed = [life for life in lives if life.submitted_at is not None][:2]
    if len(assessed) < 2:
        return lives
    owner, other = assessed
    return [on_device_of(owner, life) if life is other else life for life in lives]


def _steady(_: date) -> float:
    return 1.0
