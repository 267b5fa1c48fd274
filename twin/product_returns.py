"""Coming back: in each calendar week after the assessment a known share opens the dashboard again."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from twin.moments import local, utc
from twin.product_truth import Product
from twin.product_visits import Act, Visit
from twin.randomness import happens
from twin.world import monday

OPENED, READ = "dashboard_opened", "tip_read"
TOLD_BY_SERVER = (OPENED, READ)  # it knows of users, not of sessions
SECOND_VISIT, TIP = 0.25, 0.4


def chance(product: Product, weeks_after_begin: int, week: int) -> float:
    """The true share of a cohort, that of a week after the product's first, that is back `week` weeks on."""
    improved = product.improvement if weeks_after_begin >= product.second_version else 1.0
    return min(product.returning[week - 1] * improved, 1.0)


def returns(
    product: Product, first_monday: date, submitted_at: datetime, rng: np.random.Generator
) -> Iterator[Visit]:
    """All visits of a year to the dashboard by one who has submitted an assessment, week by week."""
    zone = ZoneInfo(product.timezone)
    own = monday(local(submitted_at, zone).date())
    age = (own - first_monday).days // 7
    for week in range(1, len(product.returning) + 1):
        if happens(rng, chance(product, age, week)):
            begins = own + timedelta(weeks=week)
            for _ in range(2 if happens(rng, SECOND_VISIT) else 1):
                yield _visit(begins, zone, rng)


def _visit(begins: date, zone: ZoneInfo, rng: np.random.Generator) -> Visit:
    """Some time in that local week, which may be an hour longer or shorter; the server tells of it."""
    start, end = (utc(day, time(), zone) for day in (begins, begins + timedelta(days=7)))
    at = start + timedelta(seconds=int(rng.integers((end - start) // timedelta(seconds=1) - 600)))
    device = 2 if happens(rng, 0.3) else 1
    acts = [Act(at, OPENED, "/dashboard")]
    if happens(rng, TIP):
        acts.append(Act(at + timedelta(seconds=int(rng.integers(20, 500))), READ, "/dashboard/tips"))
    return Visit(None, device, is_known=True, acts=acts)
