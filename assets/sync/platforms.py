"""Every stream that this release reads over HTTP, by platform, and the streams of raw that they fill."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from assets.facebook import account_days as facebook_account_days
from assets.facebook import audience as facebook_audience
from assets.facebook import comments as facebook_comments
from assets.facebook import demographics as facebook_demographics
from assets.facebook import posts as facebook_posts
from assets.ga4 import report_days as ga4_report_days
from assets.instagram import account_days as instagram_account_days
from assets.instagram import audience as instagram_audience
from assets.instagram import comments as instagram_comments
from assets.instagram import demographics as instagram_demographics
from assets.instagram import posts as instagram_posts
from assets.linkedin import account_days as linkedin_account_days
from assets.linkedin import audience as linkedin_audience
from assets.linkedin import demographics as linkedin_demographics
from assets.linkedin import posts as linkedin_posts
from assets.stripe import balance_transactions as stripe_balance_transactions
from assets.stripe import charges as stripe_charges
from assets.stripe import customers as stripe_customers
from assets.stripe import disputes as stripe_disputes
from assets.stripe import invoices as stripe_invoices
from assets.stripe import refunds as stripe_refunds
from assets.sync import ledger, refused
from assets.sync.records import schema
from assets.sync.stream import Stream
from assets.tiktok import account_days as tiktok_account_days
from assets.tiktok import audience as tiktok_audience
from assets.tiktok import demographics as tiktok_demographics
from assets.tiktok import posts as tiktok_posts
from assets.x import audience as x_audience
from assets.x import posts as x_posts

ALL_STREAMS: dict[str, tuple[Stream, ...]] = {
    "x": (
        x_posts.STREAM,
        x_audience.STREAM,
    ),
    "linkedin": (
        linkedin_posts.STREAM,
        linkedin_account_days.STREAM,
        linkedin_audience.STREAM,
        linkedin_demographics.STREAM,
    ),
    "facebook": (
        facebook_posts.STREAM,
        facebook_account_days.STREAM,
        facebook_audience.STREAM,
        facebook_demographics.STREAM,
        facebook_comments.STREAM,
    ),
    "instagram": (
        instagram_posts.STREAM,
        instagram_account_days.STREAM,
        instagram_audience.STREAM,
        instagram_demographics.STREAM,
        instagram_comments.STREAM,
    ),
    "tiktok": (
        tiktok_posts.STREAM,
        tiktok_account_days.STREAM,
        tiktok_audience.STREAM,
        tiktok_demographics.STREAM,
    ),
    "ga4": (ga4_report_days.STREAM,),
    "stripe": (
        stripe_charges.STREAM,
        stripe_refunds.STREAM,
        stripe_disputes.STREAM,
        stripe_invoices.STREAM,
        stripe_customers.STREAM,
        stripe_balance_transactions.STREAM,
    ),
}


def prepared() -> list[tuple[str, str, pa.Schema]]:
    """Source, stream and schema of everything that comes over HTTP, the ledger of syncs included."""
    streams = [stream for each in ALL_STREAMS.values() for stream in each]
    return [
        *((stream.source, stream.name, schema(stream.record)) for stream in streams),
        (ledger.SOURCE, ledger.STREAM, ledger.schema()),
        (refused.SOURCE, refused.STREAM, refused.schema()),
    ]


def run_config(source: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Run configuration that asks every stream of a platform for the same (SyncConfig); else an empty one."""
    names = [f"{source}__{stream.name}" for stream in ALL_STREAMS.get(source, ())]
    return {"ops": {name: {"config": dict(asked)} for name in names}} if names else {}
