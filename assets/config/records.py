"""Typed rows of a configuration: its businesses and their accounts. Holds no secret and no name of one."""

from collections.abc import Iterable, Iterator
from typing import Any

from warehouse.configuration.loading import Configuration
from warehouse.rows.records import Record

Row = dict[str, Any]


class ConfiguredBusiness(Record):
    """A business as its marts need it."""

    name: str
    timezone: str
    currency: str
    week_starts: str
    conversion_window_days: int
    is_demonstration: bool


class ConfiguredAccount(Record):
    """An account of a business on a platform."""

    platform: str
    account_id: str


def businesses(configuration: Configuration) -> Iterator[Row]:
    """One row per business, without the columns that the file as a whole gives."""
    for position, business in enumerate(configuration.businesses, start=1):
        yield {
            "business_id": business.id,
            "name": business.name,
            "timezone": business.timezone,
            "currency": business.currency,
            "week_starts": business.week_starts,
            "conversion_window_days": business.conversion_window_days,
            "is_demonstration": configuration.demonstration,
            "source_line": position,
        }


def accounts(configuration: Configuration) -> Iterator[Row]:
    """One row per business and account, without the columns that the file as a whole gives."""
    return numbered(
        (business.id, {"platform": account.platform, "account_id": account.account})
        for business in configuration.businesses
        for account in business.accounts
    )


def numbered(rows: Iterable[tuple[str, Row]]) -> Iterator[Row]:
    """The rows of businesses with their places in the configuration, counted from 1."""
    for position, (business_id, row) in enumerate(rows, start=1):
        yield {"business_id": business_id, **row, "source_line": position}
