"""The whole life of a visitor as the systems see it: hits, what is known of who is who, purchases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from twin.product_journey import Journey
from twin.product_purchases import purchases
from twin.product_records import Hit, Identity, Purchase
from twin.product_returns import returns
from twin.product_truth import Product
from twin.product_visitors import Visitor
from twin.product_visits import Visit

Campaign = Callable[[str, datetime, np.random.Generator], str | None]  # platform, moment -> a post's campaign


class _Link(NamedTuple):
    """How a link is tagged, and where it stands."""

    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    referrer: str | None = None


@dataclass(frozen=True)
class Life:
    """One visitor from the first to the last. `passed`: gates in the end; `caused_by`: see Journey."""

    visitor: Visitor
    passed: int
    submitted_at: datetime | None
    caused_by: str | None
    hits: tuple[Hit, ...]
    identities: tuple[Identity, ...]
    purchases: tuple[Purchase, ...]

    @property
    def paid_at(self) -> datetime | None:
        """When the first payment went through, None where none did."""
        return next((each.at for each in self.purchases if not each.is_failed), None)


def live(
    product: Product, visitor: Visitor, first_monday: date, campaign: Campaign, rng: np.random.Generator
) -> Life:
    """Lets a visitor live; the same draws give the same life."""
    journey = Journey(product, visitor, rng)
    visits = list(journey.visits)
    if journey.submitted_at is not None:
        visits += returns(product, first_monday, journey.submitted_at, rng)
    paid = purchases(product, visitor, journey.clicked_at, rng) if journey.clicked_at else []
    hits = tuple(_hits(product, visitor, visits, campaign, rng))
    return Life(
        visitor=visitor,
        passed=journey.passed,
        submitted_at=journey.submitted_at,
        caused_by=journey.caused_by,
        hits=hits,
        identities=tuple(_identities(visitor, hits, paid)),
        purchases=tuple(paid),
    )


def on_device_of(owner: Life, other: Life) -> Life:
    """The other life as it looks when it begins on the owner's device: its cookie belongs to two people."""
    own, shared = other.visitor.anonymous_id(1), owner.visitor.anonymous_id(1)
    hits = (replace(hit, anonymous_id=shared) if hit.anonymous_id == own else hit for hit in other.hits)
    identities = (replace(each, user_id=shared) if each.user_id == own else each for each in other.identities)
    return replace(other, hits=tuple(hits), identities=tuple(identities))


def _hits(
    product: Product, visitor: Visitor, visits: list[Visit], campaign: Campaign, rng: np.random.Generator
) -> Iterator[Hit]:
    """The hits of all visits in the order of happening; a visit to the dashboard has no link and no id."""
    number = 0
    for order, visit in enumerate(sorted(visits, key=lambda each: each.acts[0].at), start=1):
        link = _link(product, visit, campaign, rng)
        is_known = visit.is_known and not any(act.event == "assessment_submitted" for act in visit.acts)
        for act in visit.acts:
            number += 1
            is_known = is_known or act.event == "assessment_submitted"
            yield Hit(
                id=f"e-{visitor.number:07}-{number:03}",
                event=act.event,
                at=act.at,
                user_id=visitor.user_id if is_known else None,
                anonymous_id=visitor.anonymous_id(visit.device),
                session_id=f"s-{visitor.number:07}-{order}",
                source=link.source,
                medium=link.medium,
                campaign=link.campaign,
                referrer=link.referrer,
                page=act.page,
                country=visitor.country,
                city=visitor.city,
                device="mobile" if visit.device == 2 else visitor.device,
                properties=dict(act.properties),
            )


def _link(product: Product, visit: Visit, campaign: Campaign, rng: np.random.Generator) -> _Link:
    """The link that led to the visit."""
    if visit.origin is None:
        return _Link()
    origin = product.origins[visit.origin]
    if origin.platform is not None:
        name = campaign(origin.platform, visit.acts[0].at, rng)
    else:
        name = origin.campaigns[int(rng.integers(len(origin.campaigns)))] if origin.campaigns else None
    return _Link(origin.source, origin.medium, name, origin.referrer)


def _identities(visitor: Visitor, hits: tuple[Hit, ...], paid: list[Purchase]) -> Iterator[Identity]:
    """A log-in on each device ties its cookie to the person; the first try to pay ties the customer."""
    devices: set[str] = set()
    for hit in hits:
        if hit.user_id is not None and hit.anonymous_id not in devices:
            if not devices:
                yield Identity(hit.at, visitor.user_id, visitor.email)
            devices.add(hit.anonymous_id)
            yield Identity(hit.at, hit.anonymous_id, visitor.email)
    if paid:
        yield Identity(paid[0].at, visitor.user_id, visitor.email, visitor.customer_id)
