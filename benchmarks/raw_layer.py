"""Writes a raw layer straight from rows, for benchmarks and tests that need marts without an inbox."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from assets.ga4.records import ReportDay
from assets.stripe import objects as stripe
from assets.sync import ledger, records, refused

Row = dict[str, Any]

TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "bigint": pa.int64(),
    "timestamp": pa.timestamp("us"),
    "boolean": pa.bool_(),
    "double": pa.float64(),
    "date": pa.date32(),
    "list": pa.list_(pa.string()),
}
POST_METRICS = "impressions reach views likes comments shares quotes saves clicks video_views"
X_METRICS = (
    "impressions engagements retweets replies likes user_profile_clicks url_clicks hashtag_clicks "
    "detail_expands permalink_clicks app_opens app_installs follows email_tweet dial_phone media_views "
    "media_engagements"
)
COMMON = {
    "text": "business_id source_file file_sha256 extra",
    "bigint": "source_line",
    "timestamp": "observed_at landed_at",
}
OPPORTUNITIES = {
    "text": "opportunity_id source type status currency campaign subject_key summary notes how_heard",
    "timestamp": "created_at responded_at converted_at",
    "boolean": "has_zone",
    "bigint": "revenue_minor",
}
POSTS = {
    "text": "post_id platform account_id text status content_type",
    "timestamp": "scheduled_for posted_at metrics_at",
    "boolean": "has_zone",
    "list": "hashtags",
    "bigint": POST_METRICS,
}
EVENTS = {
    "text": (
        "event_id event user_key anonymous_key session_id source medium campaign referrer page country "
        "region city device experiment variant currency properties"
    ),
    "timestamp": "occurred_at",
    "bigint": "value_minor duration_ms",
}
PAYMENTS = {
    "text": "payment_id customer_key user_key currency status product opportunity_id",
    "timestamp": "paid_at refunded_at",
    "boolean": "has_zone",
    "bigint": "amount_minor refunded_minor processing_ms",
}
STREAMS: dict[tuple[str, str], dict[str, str]] = {
    ("opportunities", "opportunities"): OPPORTUNITIES,
    ("opportunities", "conversions"): {
        "text": "opportunity_id currency notes",
        "timestamp": "converted_at",
        "boolean": "has_zone",
        "bigint": "revenue_minor",
    },
    ("posts_file", "posts"): POSTS,
    ("x", "activity_exports"): {
        "text": "post_id account_id permalink text",
        "timestamp": "posted_at",
        "list": "hashtags",
        "bigint": X_METRICS + " " + " ".join(f"promoted_{metric}" for metric in X_METRICS.split()),
    },
    ("imports", "opportunities"): OPPORTUNITIES | {"text": OPPORTUNITIES["text"] + " import_id"},
    ("imports", "posts"): POSTS | {"text": POSTS["text"] + " import_id"},
    ("events", "events"): EVENTS,
    ("events", "identities"): {"text": "user_key customer_key email_key handle_key"},
    ("ga4", "events"): EVENTS,
    ("payments", "payments"): PAYMENTS,
    ("payments", "rates"): {"text": "day from_currency to_currency", "double": "rate"},
    ("imports", "events"): EVENTS | {"text": EVENTS["text"] + " import_id"},
    ("imports", "payments"): PAYMENTS | {"text": PAYMENTS["text"] + " import_id"},
    ("config", "businesses"): {
        "text": "name timezone currency week_starts",
        "bigint": "conversion_window_days",
        "boolean": "is_demonstration",
    },
    ("config", "accounts"): {"text": "platform account_id"},
    ("config", "funnels"): {
        "text": (
            "funnel_id step_order range_from range_to unit breakdown_1 breakdown_2 attribution breakdown_at"
        ),
        "bigint": "window_seconds attribution_step",
        "boolean": "clip_to_range",
    },
    ("config", "funnel_filters"): {
        "text": "funnel_id role event first_time",
        "bigint": "number from_step to_step",
        "boolean": "is_optional",
    },
    ("config", "cohorts"): {"text": "cohort_id entry_event return_event period kind", "bigint": "periods"},
    ("config", "conditions"): {"text": "owner owner_id property value", "bigint": "number"},
    ("inbox", "files"): {
        "text": "source stream status reason",
        "bigint": "bytes rows rejected notices",
        "timestamp": "newest_data",
    },
    ("inbox", "rejections"): {"text": "source stream severity field reason"},
}

RECORDS: dict[str, type[records.Observed]] = {
    "posts": records.PostObservation,
    "account_days": records.AccountDay,
    "audience": records.AudienceSnapshot,
    "demographics": records.DemographicShare,
    "comments": records.Comment,
    "report_days": ReportDay,
    "charges": stripe.Charge,
    "refunds": stripe.Refund,
    "disputes": stripe.Dispute,
    "invoices": stripe.Invoice,
    "customers": stripe.Customer,
    "balance_transactions": stripe.BalanceTransaction,
}
# What each platform gives, and the columns of its own that a stream has beside those of all platforms.
PLATFORMS = {
    "x": "posts audience",
    "linkedin": "posts account_days audience demographics",
    "facebook": "posts account_days audience demographics comments",
    "instagram": "posts account_days audience demographics comments",
    "tiktok": "posts account_days audience demographics",
    "ga4": "report_days",
    "stripe": "charges refunds disputes invoices customers balance_transactions",
}
OWN_COLUMNS: dict[tuple[str, str], dict[str, str]] = {
    ("x", "posts"): {"bigint": "profile_clicks engagements"},
    ("linkedin", "posts"): {"double": "platform_engagement"},
    ("instagram", "posts"): {"bigint": "profile_visits follows interactions"},
    ("instagram", "account_days"): {"bigint": "accounts_engaged"},
    ("tiktok", "posts"): {"double": "average_watch_seconds"},
}
OBSERVED = {(platform, stream) for platform, streams in PLATFORMS.items() for stream in streams.split()}
SYNCS = {("sync", "attempts"): ledger.schema(), ("sync", "refusals"): refused.schema()}


def schema(source: str, stream: str) -> pa.Schema:
    """The Parquet schema of one raw stream: its own columns and those that all streams share."""
    if (source, stream) in SYNCS:
        return SYNCS[source, stream]
    if (source, stream) in OBSERVED:
        own = OWN_COLUMNS.get((source, stream), {})
        return pa.unify_schemas([records.schema(RECORDS[stream]), _fields(own.items())])
    return _fields([*COMMON.items(), *STREAMS[source, stream].items()])


def _fields(parts: Iterable[tuple[str, str]]) -> pa.Schema:
    return pa.schema([(name, TYPES[kind]) for kind, names in parts for name in names.split()])


def prepare(home: Path) -> None:
    """Gives every stream a file without rows, so that no reader meets an empty folder."""
    for source, stream in [*STREAMS, *sorted(OBSERVED), *SYNCS]:
        _write(home, source, stream, "1970-01-01", "schema-empty", [])


def land(home: Path, source: str, stream: str, rows: list[Row], *, file: str, landed_at: datetime) -> None:
    """Adds one file of rows to a stream. What a row leaves out is NULL, except its line, file and times."""
    shared: Row = {"source_file": file, "file_sha256": file, "sync_id": file}
    shared |= {"landed_at": landed_at, "observed_at": landed_at}
    filled = [
        shared | {"source_line": line, "position": line} | row for line, row in enumerate(rows, start=1)
    ]
    _write(home, source, stream, f"{landed_at:%Y-%m-%d}", file, filled)


def _write(home: Path, source: str, stream: str, observed_on: str, name: str, rows: list[Row]) -> None:
    folder = home / "raw" / source / stream / f"observed_on={observed_on}"
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist(rows, schema=schema(source, stream))
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def land_folder(home: Path, folder: Path) -> None:
    """Prepares a home and lands every `<source>.<stream>.csv` of a folder, file by source file."""
    prepare(home)
    for path in sorted(folder.glob("*.csv")):
        source, stream = path.stem.split(".")
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [_typed(row, schema(source, stream)) for row in csv.DictReader(lines)]
        name = "source_file" if "source_file" in schema(source, stream).names else "sync_id"
        files = {(row[name], row["landed_at"]) for row in rows}
        for file, landed_at in sorted(files):
            own = [row for row in rows if (row[name], row["landed_at"]) == (file, landed_at)]
            land(home, source, stream, own, file=file, landed_at=landed_at)


def _typed(row: dict[str, str], columns: pa.Schema) -> Row:
    given = {name: _value(text, columns.field(name).type) for name, text in row.items() if text}
    moment = {"observed_at": given["metrics_at"]} if given.get("metrics_at") else {}
    return given | moment


def _value(text: str, kind: pa.DataType) -> Any:
    if kind == TYPES["list"]:
        return text.split("|")
    if kind == TYPES["timestamp"]:
        return datetime.fromisoformat(text)
    if kind == TYPES["boolean"]:
        return text == "true"
    if kind == TYPES["date"]:
        return date.fromisoformat(text)
    if kind == TYPES["double"]:
        return float(text)
    return int(text) if kind == TYPES["bigint"] else text
