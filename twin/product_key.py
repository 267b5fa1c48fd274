"""The answer key of a product: true rates, retention, values and shares, and totals of what can be seen."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime

from twin.product import ProductWorld
from twin.product_deliveries import deliveries
from twin.product_expected import EventTotals, PaymentTotals, expected_events, expected_payments
from twin.product_truth import Product
from twin.product_truths import (
    caused_shares,
    customer_value,
    mean_spend,
    paying_rate,
    retention,
    step_rates,
    strict_rates,
)

VALUE_AGES = (90, 365)
COMPLETED = (1, 2, 3)  # the gates of the funnel `undisturbed`


@dataclass(frozen=True)
class ProductTruth:
    """What is true of one product, and the totals that its files and platforms add up to.

    Step rates are shares of the step before, the first one of all visitors; values are net, in major units of
    the business's currency, for customers by the source that brought them first.
    """

    step_rates: dict[str, list[float]]  # by group: all, source=..., risk_level=...
    strict_rates: list[float]
    paying_rate: float
    retention: dict[str, list[float]]  # by version of the product, 1, 2 ... weeks later
    second_version_week: int  # cohorts from this week after the first have the second version
    buying: dict[str, float]  # parameters of BG/NBD (per day) and Gamma-Gamma
    mean_spend: dict[str, float]  # by source and medium
    values: dict[str, dict[str, float]]  # by source and medium, and age in days
    channel_shares: dict[str, float]  # of conversions, by the channel that caused them
    caused: dict[str, int]  # the same as counted, of those whose payment went through by as_of
    shared_devices: int
    events: EventTotals
    payments: PaymentTotals


def product_truth(world: ProductWorld, until: datetime) -> ProductTruth:
    """The truth of a product together with what its visitors and customers did until then."""
    product = world.product
    origins = {f"{each.source}/{each.medium}": each for each in product.origins.values()}
    cookies = Counter(each.user_id for each in world.identities(until) if each.user_id.startswith("anon"))
    return ProductTruth(
        step_rates=grouped_rates(product),
        strict_rates=strict_rates(product, COMPLETED),
        paying_rate=paying_rate(product),
        retention={
            "first": retention(product, 0),
            "second": retention(product, product.second_version),
        },
        second_version_week=product.second_version,
        buying=asdict(product.buying),
        mean_spend={name: mean_spend(product, each) for name, each in origins.items()},
        values={
            name: {str(age): customer_value(product, each, age) for age in VALUE_AGES}
            for name, each in origins.items()
        },
        channel_shares=caused_shares(product),
        caused=caused(world, until),
        shared_devices=sum(people > 1 for people in cookies.values()),
        events=expected_events(deliveries(world, until), product.timezone),
        payments=expected_payments(world, until),
    )


def grouped_rates(product: Product) -> dict[str, list[float]]:
    """The true step rates of everybody, and by the properties by which the funnels are broken down."""
    return {
        **step_rates(product, lambda *_: "all"),
        **step_rates(product, lambda origin, _: f"source={origin.source}"),
        **step_rates(product, lambda _, risk: f"risk_level={risk}"),
    }


def caused(world: ProductWorld, until: datetime) -> dict[str, int]:
    """How many first payments each channel caused until then."""
    origins = world.product.origins
    found = Counter(
        origins[life.caused_by].channel
        for life in world.lives(until)
        if life.caused_by is not None and life.paid_at is not None and life.paid_at <= until
    )
    return dict(sorted(found.items()))
