"""What of a product's truth is found in the marts: exact counts and sums, and truths inside intervals."""

from collections import Counter, defaultdict

from benchmarks.twin_product_intervals import coverages
from benchmarks.twin_product_layer import AS_OF
from benchmarks.twin_product_marts import ProductMarts
from benchmarks.twin_share import Share
from twin.product import ProductWorld
from twin.product_deliveries import deliveries
from twin.product_expected import EventTotals, expected_events, expected_payments
from twin.product_key import caused

SUMMED = {"payment": "paid_minor", "refund": "refunded_minor", "dispute": "disputed_minor"}
WITHIN_MODELS = (75.0, 100.0)
Key = tuple[str, bool]  # the name of an event or `sessions`, and whether they are of bots


def score(products: dict[str, ProductWorld], marts: ProductMarts) -> list[Share]:
    """Everything that is scored, in the order of the card."""
    return [
        _counts(products, marts),
        _payments(products, marts),
        *coverages(marts),
        _attribution(products, marts),
    ]


def _counts(products: dict[str, ProductWorld], marts: ProductMarts) -> Share:
    found: defaultdict[str, Counter[Key]] = defaultdict(Counter)
    for row in marts.counts:
        name = "events" if row["is_bot"] and row["name"] != "sessions" else row["name"]
        found[row["business_id"]][name, row["is_bot"]] += row["number"]
    compared = []
    for business_id, world in products.items():
        wanted = _wanted(expected_events(deliveries(world, AS_OF), world.product.timezone))
        compared += [found[business_id][key] == wanted[key] for key in wanted | found[business_id]]
    return _exactly("counts of events and sessions, of people and of bots, that are exact", compared)


def _wanted(totals: EventTotals) -> Counter[Key]:
    bots = {("events", True): totals.bot_events, ("sessions", True): totals.bot_sessions}
    people = {(name, False): number for name, number in totals.events.items()}
    return Counter({**people, **bots, ("sessions", False): totals.sessions})


def _payments(products: dict[str, ProductWorld], marts: ProductMarts) -> Share:
    found = {
        (row["business_id"], row["kind"], row["currency"]): abs(row["amount_minor"]) for row in marts.payments
    }
    compared = []
    for business_id, world in products.items():
        totals = expected_payments(world, AS_OF)
        for kind, name in SUMMED.items():
            for currency, amount in getattr(totals, name).items():
                compared.append(found.get((business_id, kind, currency), 0) == amount)
    return _exactly("sums of payments, refunds and disputes by currency that are exact", compared)


def _attribution(products: dict[str, ProductWorld], marts: ProductMarts) -> Share:
    """Is the share of first payments that a channel caused within the range of the models' shares?"""
    shares: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in marts.attribution:
        shares[row["business_id"], row["model"]][row["channel"]] += row["conversions"]
    inside = []
    for business_id, world in products.items():
        models = [each for (owner, _), each in shares.items() if owner == business_id]
        found = caused(world, AS_OF)
        for channel, number in found.items():
            told = [each[channel.lower()] / sum(each.values()) for each in models]
            inside.append(min(told) <= number / sum(found.values()) <= max(told))
    what = "shares of first payments that a channel caused within the range of the models"
    return Share(what, sum(inside), len(inside), WITHIN_MODELS)


def _exactly(what: str, compared: list[bool]) -> Share:
    return Share(what, sum(compared), len(compared), (100, 100))
