"""Visits and what is done in them, as a journey draws them before anybody records them."""

from dataclasses import dataclass, field
from datetime import datetime

from twin.product_truth import Gate, Origin, Product
from twin.product_visitors import Visitor

Properties = dict[str, str | int | float]


@dataclass
class Act:
    """Something that a visitor does."""

    at: datetime
    event: str
    page: str
    properties: Properties = field(default_factory=dict)


@dataclass
class Visit:
    """Acts without a long break between them, on one device, after following one link or none."""

    origin: str | None
    device: int
    is_known: bool
    acts: list[Act] = field(default_factory=list)


def rate(product: Product, gate: Gate, origin: Origin, risk: str) -> float:
    """The true share of those before a gate who get through it."""
    effect = origin.effect * (product.risks[risk].effect if gate.feels_risk else 1.0)
    return shifted(gate.rate, effect)


def shifted(rate: float, effect: float) -> float:
    """The probability whose odds are `effect` times those of `rate`."""
    return rate * effect / (1 - rate + rate * effect)


def told(product: Product, visitor: Visitor, gate: Gate, seconds: float) -> Properties:
    """The properties of the event at a gate, after so many seconds of waiting."""
    if gate.number is not None:
        return {"step": gate.number, "seconds": round(seconds)}
    if gate.event == "assessment_submitted":
        return {
            "job_title": visitor.job_title,
            "industry": visitor.industry,
            "risk_level": visitor.risk,
            "concern_level": visitor.concern,
        }
    country = product.countries[visitor.country]
    price = round(product.offer * country.rate)
    if gate.event == "conversion_offer_viewed":
        return {"risk_level": visitor.risk, "price": price, "currency": country.currency}
    if gate.event == "paid_upgrade_clicked":
        return {"risk_level": visitor.risk, "value": price, "currency": country.currency}
    return {}
