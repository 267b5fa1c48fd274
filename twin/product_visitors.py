"""Who visits: where from, on what device, with which job, and what the person is called by the systems."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from twin.people import PEOPLE, person
from twin.product_truth import Product
from twin.randomness import one, pick

ACROSS_DAYS = 1000  # more visitors than a day has


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person, the same on every device. `number` is unlike that of any other visitor of the product."""

    number: int
    arrived_at: datetime
    origin: str
    country: str
    city: str
    device: str
    industry: str
    job_title: str
    risk: str
    concern: str

    @property
    def user_id(self) -> str:
        return f"user-{self.number:07}"

    @property
    def customer_id(self) -> str:
        return f"cus_Compass{self.number:07}"

    @property
    def email(self) -> str:
        """An address that nobody else has, in this business or in another."""
        return person(PEOPLE + self.number).address

    def anonymous_id(self, device: int) -> str:
        """The cookie on the visitor's first, second ... device."""
        return f"anon-{self.number:07}-{device}"


def visitors(product: Product, day: int, moments: list[datetime], rng: np.random.Generator) -> list[Visitor]:
    """The visitors who come for the first time on day 0, 1, 2 ... of the product, at those moments."""
    number = len(moments)
    origins = pick(rng, {name: each.share for name, each in product.origins.items()}, number)
    countries = pick(rng, {name: each.share for name, each in product.countries.items()}, number)
    industries = pick(rng, {name: each.share for name, each in product.industries.items()}, number)
    devices = pick(rng, product.devices, number)
    drawn = zip(moments, origins, countries, industries, devices, strict=True)
    found = []
    for index, (moment, origin, country, industry, device) in enumerate(drawn):
        work = product.industries[industry]
        visitor = Visitor(
            number=day * ACROSS_DAYS + index,
            arrived_at=moment,
            origin=origin,
            country=country,
            city=one(rng, product.countries[country].cities),
            device=device,
            industry=industry,
            job_title=one(rng, work.titles),
            risk=work.risk,
            concern=pick(rng, product.risks[work.risk].concerns, 1)[0],
        )
        found.append(visitor)
    return found
