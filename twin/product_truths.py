"""What follows from the truth of a product: rates, retention, values and shares, computed and not counted."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from scipy.special import hyp2f1

from twin.product_purchases import GIVES_UP
from twin.product_returns import chance
from twin.product_truth import Buying, Origin, Product
from twin.product_visits import rate

Group = Callable[[Origin, str], str]  # origin and risk -> the group that is asked for


def step_rates(product: Product, group: Group) -> dict[str, list[float]]:
    """The share of those at each gate who come from the one before, by group."""
    return {name: _ratios(reached) for name, reached in _reached(product, group).items()}


def strict_rates(product: Product, gates: tuple[int, ...]) -> list[float]:
    """Like `step_rates` between gates that follow each other, of those who do nothing else in between."""
    (reached,) = _reached(product, lambda *_: "all").values()
    undisturbed = (1 - product.helped) * (1 - product.pauses)
    return [undisturbed * reached[gate + 1] / reached[gate] for gate in gates[1:]]


def retention(product: Product, weeks_after_begin: int) -> list[float]:
    """The share of a weekly cohort that is back 1, 2 ... weeks later."""
    return [chance(product, weeks_after_begin, week + 1) for week in range(len(product.returning))]


def caused_shares(product: Product) -> dict[str, float]:
    """The share of all conversions that each channel caused."""
    caused: defaultdict[str, float] = defaultdict(float)
    for origin, risk, share in _cells(product):
        offered = share * _passing(product, origin, risk)[-2]
        clicked = rate(product, product.gates[-1], origin, risk)
        caused[origin.channel] += offered * clicked
        for reminder, clicks in _reminded(product, 1 - clicked):
            caused[reminder] += offered * clicks
    total = sum(caused.values())
    return {channel: share / total for channel, share in sorted(caused.items())}


def paying_rate(product: Product) -> float:
    """The share of those who click on the offer whose payment goes through in the end."""
    return 1 - product.buying.failed * GIVES_UP


def expected_repeats(buying: Buying, days: float) -> float:
    """How often a customer is expected to pay again within days of the first payment (BG/NBD)."""
    r, alpha, a, b = buying.r, buying.alpha, buying.a, buying.b
    share = days / (alpha + days)
    alive = (alpha / (alpha + days)) ** r * float(hyp2f1(r, b, a + b - 1, share))
    return (a + b - 1) / (a - 1) * (1 - alive)


def mean_spend(product: Product, origin: Origin) -> float:
    """The mean payment of customers from an origin, major units of the own currency."""
    buying = product.buying
    return origin.spend * buying.p * buying.gamma / (buying.q - 1)


def kept_share(buying: Buying) -> float:
    """The share of what was paid that is neither given back nor lost in a dispute, once all is settled."""
    refunded = buying.refunded * (1 + buying.refunded_in_full) / 2
    lost = (1 - buying.refunded) * buying.disputed * (1 - buying.disputes_won)
    return 1 - refunded - lost


def customer_value(product: Product, origin: Origin, days: float) -> float:
    """What a customer from an origin is expected to bring, net, within days of the first payment."""
    payments = 1 + expected_repeats(product.buying, days)
    return mean_spend(product, origin) * payments * kept_share(product.buying)


def customer_shares(product: Product) -> dict[str, float]:
    """How the customers divide over the origins by which they came first."""
    reached = _reached(product, lambda origin, _: origin.source + "/" + origin.medium)
    clicked = {name: gates[-1] for name, gates in reached.items()}
    total = sum(clicked.values())
    return {
        name: clicked[origin.source + "/" + origin.medium] / total for name, origin in product.origins.items()
    }


def _reached(product: Product, group: Group) -> dict[str, list[float]]:
    """The shares of all visitors who reach the arrival and each gate, by group."""
    found: dict[str, list[float]] = {}
    for origin, risk, share in _cells(product):
        reached = found.setdefault(group(origin, risk), [0.0] * (len(product.gates) + 1))
        for gate, passing in enumerate(_passing(product, origin, risk)):
            reached[gate] += share * passing
    return found


def _cells(product: Product) -> Iterator[tuple[Origin, str, float]]:
    for origin in product.origins.values():
        for risk, share in product.risk_shares.items():
            yield origin, risk, origin.share * share


def _passing(product: Product, origin: Origin, risk: str) -> list[float]:
    """The shares of visitors of one kind who arrive and who pass each gate, with those who were reminded."""
    passing = [1.0]
    for gate in product.gates:
        passing.append(passing[-1] * rate(product, gate, origin, risk))
    reminded = _reminded(product, passing[-2] - passing[-1])
    return [*passing[:-1], passing[-1] + sum(clicks for _, clicks in reminded)]


def _reminded(product: Product, left: float) -> Iterator[tuple[str, float]]:
    """How many of those who left click after each reminder, with the channel of the reminder."""
    for reminder in product.reminders:
        clicks = left * reminder.comes * reminder.clicks
        yield product.origins[reminder.origin].channel, clicks
        left -= clicks


def _ratios(reached: list[float]) -> list[float]:
    return [after / before for before, after in pairwise(reached)]
