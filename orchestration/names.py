"""Names of jobs and sources, without Dagster, so that the command line can speak of them before it loads
anything."""

import re
from typing import Any

SOCIAL_PLATFORMS = ("x", "linkedin", "facebook", "instagram", "tiktok")
PLATFORMS = (*SOCIAL_PLATFORMS, "ga4", "stripe")
SOURCES = ("opportunities", "posts_file", "events", "payments", *PLATFORMS, "imports")


def ingest(source: str) -> str:
    """Name of the job that takes what has arrived for a source."""
    return f"ingest_{source}"


def weekly_report(timezone: str) -> str:
    """Name of the job that writes the weekly reports of the businesses in a time zone."""
    return f"weekly_report_{re.sub(r'[^a-z0-9]+', '_', timezone.lower())}"


def report_config(businesses: list[str]) -> dict[str, Any]:
    """Run configuration that limits the weekly report to these businesses."""
    return {"ops": {"reports__weekly": {"config": {"businesses": businesses}}}}
