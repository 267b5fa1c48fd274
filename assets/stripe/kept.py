"""What of Stripe's objects is kept: named fields only, people as pseudonyms. Everything else stays there."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from warehouse.pseudonyms import InstallKey
from warehouse.refusals import kind

PLAIN = {  # stream: fields that are kept as they are
    "charges": (
        "id object created livemode amount amount_captured amount_refunded currency status paid captured "
        "refunded disputed payment_intent balance_transaction failure_code"
    ),
    "refunds": (
        "id object created livemode amount currency status reason charge payment_intent balance_transaction "
        "failure_balance_transaction failure_reason"
    ),
    "disputes": (
        "id object created livemode amount currency status reason charge payment_intent is_charge_refundable"
    ),
    "invoices": (
        "id object created livemode number currency status amount_due amount_paid amount_remaining subtotal "
        "total billing_reason collection_method attempt_count due_date period_start period_end "
        "status_transitions"
    ),
    "customers": "object created livemode currency delinquent deleted",
    "balance_transactions": (
        "id object created available_on amount fee net currency exchange_rate type reporting_category source "
        "status balance_type"
    ),
}
TEXTS = ("description",)
METADATA = ("product", "plan", "opportunity_id")
LEDGER = "id created amount fee net currency reporting_category type"


def kept(stream: str, item: Any, key: InstallKey) -> Any:
    """The object with the fields that are needed; of something that is no object only what it is."""
    if not isinstance(item, dict):
        return kind(item)
    own = {name: _id_of(item[name]) for name in PLAIN[stream].split() if name in item}
    texts = {name: key.pseudonymous(item[name]) for name in TEXTS if isinstance(item.get(name), str)}
    return {**own, **texts, **_people(stream, item, key), **_parts(item, key)}


def _people(stream: str, item: dict[str, Any], key: InstallKey) -> dict[str, str]:
    """Who it is about: pseudonyms of the customer's id, of the address, of the sender's own user id."""
    customer = _id_of(item.get("id" if stream == "customers" else "customer"))
    address = item.get("email") or item.get("customer_email") or _billing(item).get("email")
    found: dict[str, tuple[Any, Callable[[str], str]]] = {
        "customer_key": (customer, partial(key.identifier_key, "customer")),
        "email_key": (address or item.get("receipt_email"), key.subject_key),
        "user_key": (_fields(item.get("metadata")).get("user_id"), partial(key.identifier_key, "user")),
    }
    return {name: keyed(value) for name, (value, keyed) in found.items() if _is_text(value)}


def _parts(item: dict[str, Any], key: InstallKey) -> dict[str, Any]:
    """Parts of an object of which less than all is kept, each only where there is something."""
    metadata = _named(_fields(item.get("metadata")), METADATA, key.pseudonymous)
    country = _fields(_billing(item).get("address")).get("country")
    subscription = _fields(_fields(item.get("parent")).get("subscription_details")).get("subscription")
    ledger = item.get("balance_transactions")
    found = {
        "metadata": metadata,
        "country": country if _is_text(country) else None,
        "subscription": _id_of(subscription),
        "balance_transactions": [
            _named(_fields(each), LEDGER.split()) for each in ledger if isinstance(each, dict)
        ]
        if isinstance(ledger, list)
        else None,
    }
    return {name: value for name, value in found.items() if value}


def _named(given: dict[str, Any], names: Iterable[str], clean: Callable[[str], str] = str) -> dict[str, Any]:
    return {
        name: clean(value) if isinstance(value, str) else value
        for name in names
        if (value := given.get(name)) is not None and not isinstance(value, dict | list)
    }


def _billing(item: dict[str, Any]) -> dict[str, Any]:
    return _fields(item.get("billing_details"))


def _id_of(value: Any) -> Any:
    """The id of a linked object, which may come whole; any other value as it is."""
    return value["id"] if isinstance(value, dict) and "object" in value and "id" in value else value


def _fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""
