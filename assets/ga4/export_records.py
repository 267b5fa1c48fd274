"""What an exported event of GA4 is as an event of ours: which of its nested fields is which column.

An event has no id in the export. `event_id` is a hash of what tells events apart: stream, device, name,
moment in microseconds, bundle and place in its batch; of older exports, which have no batches, the parameters
too. So the intraday and the daily table give an event the same id, and one that is there twice counts once.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from assets.events.records import Event
from assets.ga4.export_values import fields, given, listed, named, rounded, said
from warehouse.intake.rejections import Rejected, missing, refused
from warehouse.refusals import Refusal
from warehouse.rows.fields import PersonKey

EPOCH = datetime(1970, 1, 1)
BATCH = ("batch_page_id", "batch_ordering_id", "batch_event_index")
IDENTITY = (
    "stream_id", "user_pseudo_id", "event_name", "event_timestamp", "event_bundle_sequence_id", *BATCH,
)  # fmt: skip
# Parameters that have a column of their own.
PARAMETERS = {
    "page_location": "page",
    "page_referrer": "referrer",
    "engagement_time_msec": "duration_ms",
    "experiment": "experiment",
    "variant": "variant",
}
TAKEN = {
    "event_name", "event_timestamp", "event_params", "user_properties", "user_id", "user_pseudo_id", "items",
    "ecommerce",
}  # fmt: skip
# Ids of devices: they would tell people apart and are of no use here.
DEVICE_IDS = {"advertising_id", "vendor_id"}


class ExportedEvent(Event):
    """An event of GA4. Its session is one of GA4's on one device, told by a pseudonym."""

    session_id: PersonKey = None

    @classmethod
    def flat(cls, row: dict[str, Any]) -> dict[str, Any]:
        """The event in the fields of ours; raises Rejected for one without a moment."""
        params = named(row.get("event_params"))
        geo, device = fields(row, "geo"), fields(row, "device")
        taken = {ours: params.pop(theirs) for theirs, ours in PARAMETERS.items() if theirs in params}
        return {
            **_rest(row),
            **taken,
            **_came_from(row, params),
            **_worth(row, params),
            "event_id": _event_id(row),
            "event": row.get("event_name"),
            "timestamp": _moment(row.get("event_timestamp")),
            "user_id": row.get("user_id"),
            "anonymous_id": row.get("user_pseudo_id"),
            "session_id": _session(row, params),
            **{name: said(geo.get(name)) for name in ("country", "region", "city")},
            "device": said(device.get("category")),
            "properties": {**params, **_described(row)},
        }


def _event_id(row: Mapping[str, Any]) -> str:
    parts = [str(row.get(name)) for name in IDENTITY]
    if all(row.get(name) is None for name in BATCH):
        parts.append(json.dumps(named(row.get("event_params")), sort_keys=True, default=str))
    return "ga4-" + hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _moment(told: Any) -> str:
    """The moment in ISO 8601, of the microseconds since 1970 that GA4 gives."""
    if told is None:
        raise Rejected(missing("event_timestamp", "microseconds since 1970"))
    try:
        return f"{(EPOCH + timedelta(microseconds=int(str(told)))).isoformat()}Z"
    except (ValueError, OverflowError):
        raise Rejected(refused("event_timestamp", Refusal("microseconds since 1970", told))) from None


def _session(row: Mapping[str, Any], params: dict[str, Any]) -> str | None:
    """GA4's number of a session, which is one only together with the device."""
    number, device = params.pop("ga_session_id", None), row.get("user_pseudo_id")
    return f"{device}.{number}" if number is not None and device else None


def _came_from(row: Mapping[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    """Source, medium and campaign of the session, else of the event; never those of the first visit."""
    last = fields(row, "session_traffic_source_last_click")
    collected = fields(row, "collected_traffic_source")
    own = {name: params.pop(name, None) for name in ("source", "medium", "campaign")}
    for told, names in (
        (fields(last, "manual_campaign"), ("source", "medium", "campaign_name")),
        (fields(last, "cross_channel_campaign"), ("source", "medium", "campaign_name")),
        (collected, ("manual_source", "manual_medium", "manual_campaign_name")),
        (own, ("source", "medium", "campaign")),
    ):
        found = {ours: said(told.get(theirs)) for ours, theirs in zip(own, names, strict=True)}
        if any(found.values()):
            return found
    return {}


def _worth(row: Mapping[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    """Value and currency: of the purchase, else of the event, else what GA4 has made of it in dollars."""
    shop, currency, value = fields(row, "ecommerce"), params.get("currency"), params.get("value")
    if currency and value is not None:
        del params["currency"], params["value"]
    for amount, code in (
        (shop.get("purchase_revenue"), currency),
        (value, currency),
        (shop.get("purchase_revenue_in_usd"), "USD"),
        (row.get("event_value_in_usd"), "USD"),
    ):
        if amount is not None and code:
            return {"value": rounded(amount, code), "currency": code}
    return {}


def _described(row: Mapping[str, Any]) -> dict[str, Any]:
    """What else belongs to the event: where the user first came from, user properties, order, items."""
    first = fields(row, "traffic_source")
    parts = {
        **{f"first_user_{name}": said(first.get(name)) for name in ("source", "medium")},
        "first_user_campaign": said(first.get("name")),
        "user_properties": named(row.get("user_properties")),
        "transaction_id": said(fields(row, "ecommerce").get("transaction_id")),
        "items": [given(item) for item in listed(row.get("items"))],
    }
    return dict(given(parts))


def _rest(row: Mapping[str, Any]) -> dict[str, Any]:
    """What has no column, for `extra`."""
    rest = {name: value for name, value in row.items() if name not in TAKEN}
    device = fields(rest, "device")
    rest["device_details"] = {name: value for name, value in device.items() if name not in DEVICE_IDS}
    return dict(given(rest))
