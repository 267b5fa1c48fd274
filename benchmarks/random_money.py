"""Raw rows of payments, rates and Stripe's objects from a seed: told again, corrected, refunded, disputed."""

import random
from datetime import timedelta

from benchmarks.random_rows import AS_OF, BUSINESSES, moment
from benchmarks.raw_layer import Row

CURRENCIES = ("USD", "EUR", "JPY", "KWD")
STATUSES = ("paid", "paid", "refunded", "failed", "disputed")
# Never two keys in one row: they would be one person.
WHO = ({"customer_key": "ann"}, {"customer_key": "ben"}, {"user_key": "uma"}, {})
STATES = ("won", "lost", "needs_response", "warning_closed")


def business(draw: random.Random) -> str:
    """One of the two businesses."""
    return str(draw.choice(BUSINESSES)["business_id"])


def payments(draw: random.Random, number: int) -> list[Row]:
    """One file's rows of some of the payments, each as this file happens to tell it."""
    return [_payment(draw, f"pay-{draw.randrange(number)}") for _ in range(number)]


def _payment(draw: random.Random, payment_id: str) -> Row:
    # What a payment is does not change; what is told of it does.
    own = random.Random(payment_id)  # noqa: S311
    amount, paid_at = own.randrange(1, 5_000), moment(own, 400)
    return {
        "business_id": business(own),
        "payment_id": payment_id,
        **own.choice(WHO),
        "paid_at": paid_at,
        "has_zone": True,
        "amount_minor": draw.choice((amount, amount, amount + 1)),
        "currency": own.choice(CURRENCIES),
        "status": draw.choice(STATUSES),
        "refunded_minor": draw.choice((None, None, 0, draw.randrange(1, 6_000))),
        "refunded_at": draw.choice((None, paid_at + timedelta(hours=draw.randrange(-50, 900)))),
        "product": own.choice(("course", None)),
        "processing_ms": own.choice((800, None)),
    }


def rates(draw: random.Random, number: int) -> list[Row]:
    """Rates of a business's currency, either way round, of days that are sometimes far apart."""
    return [_rate(draw) for _ in range(number)]


def _rate(draw: random.Random) -> Row:
    owner = draw.choice(BUSINESSES)
    other = draw.choice([code for code in CURRENCIES if code != owner["currency"]])
    pair = draw.choice(((other, owner["currency"]), (owner["currency"], other)))
    return {
        "business_id": owner["business_id"],
        "day": f"{moment(draw, 420):%Y-%m-%d}",
        "from_currency": pair[0],
        "to_currency": pair[1],
        "rate": draw.randrange(1, 40_000) / 10_000,
    }


def stripe(draw: random.Random, number: int) -> dict[str, list[Row]]:
    """Charges, some of them in the files too, with their refunds and disputes and some of nobody's."""
    charges = [_charge(draw, position) for position in range(number)]
    owners = [*charges, {"business_id": "acme", "charge_id": "ch-lost", "currency": "EUR"}]
    refunds = [_returned(draw, draw.choice(owners)) | {"refund_id": f"re-{each}"} for each in range(number)]
    disputes = [_dispute(draw, owners, each) for each in range(number)]
    return {"charges": charges, "refunds": refunds, "disputes": disputes}


def _dispute(draw: random.Random, owners: list[Row], position: int) -> Row:
    disputed = _returned(draw, draw.choice(owners))
    reversed_at = min(disputed["created_at"] + timedelta(days=draw.randrange(30)), AS_OF)
    own = {"dispute_id": f"dp-{position}", "status": draw.choice(STATES), "reversed_at": reversed_at}
    return disputed | own


def _charge(draw: random.Random, position: int) -> Row:
    amount = draw.randrange(1, 9_000)
    return {
        "business_id": business(draw),
        "account_id": "acct",
        "charge_id": draw.choice((f"pay-{position}", f"ch-{position}")),
        "payment_intent_id": draw.choice((None, f"pay-{position + 3}")),
        "customer_key": draw.choice(("ann", "dora", None)),
        "created_at": moment(draw, 400),
        "amount_minor": amount,
        "captured_minor": draw.choice((None, amount, amount // 2)),
        "currency": draw.choice(CURRENCIES),
        "status": draw.choice(("succeeded", "succeeded", "failed", "pending")),
        "is_captured": draw.choice((True, True, False)),
    }


def _returned(draw: random.Random, charge: Row) -> Row:
    return {
        "business_id": charge["business_id"],
        "account_id": "acct",
        "charge_id": charge["charge_id"],
        "created_at": moment(draw, 300),
        "amount_minor": draw.randrange(1, 4_000),
        "currency": charge["currency"],
        "status": draw.choice(("succeeded", "succeeded", "failed")),
    }
