"""Lands simulated products of many seeds side by side in one raw layer, as if their files had been taken."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assets.config import cohort_rows, condition_rows, funnel_rows, records
from assets.events.records import RESERVED
from benchmarks.raw_layer import Row, land, prepare
from twin.careers import COMPASS
from twin.careers_product import COMPASS_PRODUCT
from twin.product import START, ProductWorld
from twin.product_deliveries import Delivery, deliveries
from twin.product_files import event, payment
from twin.product_purchases import minor_units
from twin.product_rates import rates
from twin.product_records import Purchase
from twin.product_truth import Product
from warehouse.configuration.settings import Configuration

AS_OF = datetime(2026, 11, 20, 9, 0)
SETTLED = timedelta(days=16)  # nobody takes longer from the first step to the last
KEYS = {"user_id": "user_key", "anonymous_id": "anonymous_key", "customer_id": "customer_key"}


def worlds(seeds: Iterable[int], product: Product = COMPASS_PRODUCT) -> dict[str, ProductWorld]:
    """The product once for each seed, by the id of its business: `compass_7` is that of seed 7."""
    return {f"{COMPASS.id}_{seed}": ProductWorld(seed, product=product) for seed in seeds}


def land_products(home: Path, products: dict[str, ProductWorld]) -> None:
    """Fills an empty raw layer with everything about them."""
    prepare(home)
    _land_configuration(home, list(products))
    for business_id, world in products.items():
        streams: dict[tuple[str, str], Iterator[Row]] = {
            ("events", "events"): map(_event, deliveries(world, AS_OF)),
            ("events", "identities"): map(_identity, world.identities(AS_OF)),
            ("payments", "payments"): map(_payment, _purchases(world)),
            ("payments", "rates"): _rates(world),
        }
        for (source, stream), rows in streams.items():
            own = [{"business_id": business_id, **row} for row in rows]
            land(home, source, stream, own, file=business_id, landed_at=AS_OF)


def configuration(business_ids: Iterable[str]) -> Configuration:
    """Businesses like Compass Careers whose funnels count those who have had the time to finish."""
    analyses = yaml.safe_load(COMPASS.analyses)
    days = {"from": START.date(), "to": (AS_OF - SETTLED).date()}
    funnels = [{**funnel, "range": days} for funnel in analyses["funnels"]]
    shared = {
        "timezone": COMPASS.timezone,
        "currency": COMPASS.currency,
        "funnels": funnels,
        "cohorts": analyses["cohorts"],
    }
    return Configuration.model_validate({"businesses": [{"id": name, **shared} for name in business_ids]})


def _land_configuration(home: Path, business_ids: list[str]) -> None:
    known = configuration(business_ids)
    streams = {
        "businesses": records.businesses,
        "funnels": funnel_rows.funnels,
        "funnel_filters": funnel_rows.funnel_filters,
        "cohorts": cohort_rows.cohorts,
        "conditions": condition_rows.conditions,
    }
    for stream, rows in streams.items():
        land(home, "config", stream, list(rows(known)), file="config", landed_at=AS_OF)


def _event(delivery: Delivery) -> Row:
    told = dict(event(delivery.hit))
    properties = dict(told.pop("properties"))
    reserved = {name: properties.pop(name) for name in RESERVED if name in properties}
    value = reserved.pop("value", None)
    return {
        **_keyed(told),
        **reserved,
        "occurred_at": datetime.fromisoformat(told["timestamp"].removesuffix("Z")),
        "value_minor": None if value is None else value * minor_units(reserved["currency"]),
        "properties": json.dumps(properties, sort_keys=True, separators=(",", ":")),
        "observed_at": delivery.at,
    }


def _identity(identity: Any) -> Row:
    keys = {"user_key": identity.user_id, "email_key": identity.email, "customer_key": identity.customer_id}
    return {name: _key(value) for name, value in keys.items() if value}


def _purchases(world: ProductWorld) -> list[Purchase]:
    return [*world.earlier_purchases(AS_OF), *world.purchases(AS_OF)]


def _payment(purchase: Purchase) -> Row:
    told = payment(purchase)
    refunded = sum(refund.amount_minor for refund in purchase.refunds)
    return {
        **_keyed(told),
        "paid_at": purchase.at,
        "has_zone": True,
        "amount_minor": purchase.amount_minor,
        "refunded_minor": refunded or None,
        "refunded_at": purchase.refunds[-1].at if purchase.refunds else None,
    }


def _rates(world: ProductWorld) -> Iterator[Row]:
    for day, currency, own, rate in rates(world, AS_OF):
        yield {"day": day, "from_currency": currency, "to_currency": own, "rate": float(rate)}


def _keyed(told: Any) -> Row:
    """A record with keys in the place of identifiers, and only what a raw stream has a column for."""
    plain = {"event_id", "event", "session_id", "payment_id", "currency", "status", "product"}
    keys = {KEYS[name]: _key(value) for name, value in told.items() if name in KEYS}
    return keys | {name: value for name, value in told.items() if name in plain}


@cache
def _key(value: str) -> str:
    return hashlib.blake2b(value.encode(), digest_size=16).hexdigest()
