"""What a row of a GA4 report becomes: a typed record of one day's figures, or the note of an empty day."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator

from assets.ga4.answers import Reported
from assets.sync.records import Observed, Signed
from warehouse.money import exponent
from warehouse.refusals import Refusal
from warehouse.rows.quantities import Count


def _number(value: Any) -> float | None:
    return None if value is None else float(_decimal(value))


Number = Annotated[float | None, BeforeValidator(_number)]


class ReportDay(Observed):
    """One row of one report of one day of a property, with what GA4 says of the whole report.

    Dimensions that the report does not have are None. A report without rows is one record, `is_empty`.
    """

    day: date
    report: str
    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    event: str | None = None
    country: str | None = None
    device: str | None = None
    sessions: Count = None
    engaged_sessions: Count = None
    total_users: Count = None  # different users: never summed
    event_count: Count = None
    key_events: Number = None
    revenue_minor: Signed = None
    currency: str | None = None
    is_empty: bool = False
    row_count: Count = None  # rows of the whole report
    time_zone: str | None = None  # in which the property cuts its days
    is_thresholded: bool = False  # rows may be withheld
    is_sampled: bool = False
    samples_read: Count = None
    sampling_space: Count = None
    has_other_row: bool = False  # rare values were put together as (other)
    data_loss: str | None = None  # why figures are missing, in GA4's words
    tokens_used: Count = None  # of the property's quota, by this request
    tokens_left: Count = None  # the least that any of its token quotas has left


def report_day(reported: Reported, row: dict[str, str]) -> ReportDay:
    """The record of a row of a report; raises Refusal for a row of another day."""
    told: dict[str, Any] = dict(row)
    _check_day(told.pop("day", None), reported.day)
    revenue = told.pop("revenue", None)
    return ReportDay(
        **_common(reported),
        **told,
        revenue_minor=None if revenue is None else _minor(revenue, reported.currency),
        currency=None if revenue is None else reported.currency,
    )


def empty_day(reported: Reported) -> ReportDay:
    """The record of a report that was read and has no row."""
    return ReportDay(**_common(reported), is_empty=True)


def _common(reported: Reported) -> dict[str, Any]:
    return {"day": reported.day, "report": reported.report, **reported.metadata}


def _check_day(told: str | None, asked: date) -> None:
    """A day that is none, such as (other), is tolerated: only one was asked for."""
    try:
        day = datetime.strptime(told or "", "%Y%m%d").date()
    except ValueError:
        return
    if day != asked:
        raise Refusal(f"a row of {asked}", told)


def _minor(amount: str, currency: str | None) -> int:
    """An amount in minor units, rounded: GA4 computes with floats. Refunds can make a day negative."""
    if currency is None:
        raise Refusal("a currency beside an amount of money", currency)
    return int(_decimal(amount).scaleb(exponent(currency)).to_integral_value())


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise Refusal("a number", value) from None
    if not number.is_finite():
        raise Refusal("a number", value)
    return number
