"""How events arrive: most at once, some days late, some twice, some with a mistake that is put right."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from twin.product import ProductWorld
from twin.product_life import Life
from twin.product_records import Hit
from twin.randomness import generator, happens

LATE, TWICE, MISTAKEN = 0.03, 0.012, 0.04
CORRECTED = "assessment_submitted"
MISTAKE = {"concern_level": "unknown"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A hit as it was told at a moment."""

    at: datetime
    hit: Hit
    is_mistaken: bool = False


def deliveries(world: ProductWorld, until: datetime) -> list[Delivery]:
    """Everything that was told until then, in the order of telling; whatever was mistaken is put right later.

    What happened shortly before may still be on its way, though not a correction without its mistake.
    """
    bots = (Delivery(hit.at, hit) for hit in world.hits(until) if hit.is_bot)
    people = (each for life in world.lives(until) for each in _of(world, life))
    told = [each for each in (*bots, *people) if each.at <= until]
    return sorted(told, key=lambda each: (each.at, each.hit.id))


def _of(world: ProductWorld, life: Life) -> Iterator[Delivery]:
    rng = generator(world.seed, world.business_id, "deliveries", str(life.visitor.number))
    for hit, (late, twice) in zip(life.hits, rng.random((len(life.hits), 2)).tolist(), strict=True):
        told = hit.at + (_after(rng, 2, 96) if late < LATE else timedelta(seconds=2))
        if hit.event == CORRECTED and happens(rng, MISTAKEN):
            wrong = replace(hit, properties={**hit.properties, **MISTAKE})
            yield Delivery(told, wrong, is_mistaken=True)
            yield Delivery(told + _after(rng, 1, 72), hit)
        else:
            yield Delivery(told, hit)
            if twice < TWICE:
                yield Delivery(told + _after(rng, 0.1, 60), hit)


def _after(rng: np.random.Generator, least: float, most: float) -> timedelta:
    """A time of so many hours, short ones likelier than long ones."""
    return timedelta(seconds=round(3600 * least * (most / least) ** rng.random()))
