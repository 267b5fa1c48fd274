"""Opportunities as the inbox sees them: exports that know only the past, and conversions noted by hand."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from twin.files import Record
from twin.moments import iso
from twin.opportunities import Opportunity


def amount(minor: int) -> int | float:
    """Minor units as people write an amount: 480, 89.5."""
    return minor // 100 if minor % 100 == 0 else minor / 100


def as_exported(opportunity: Opportunity, moment: datetime) -> Record:
    """The record as an export at that moment writes it: without what is absent or still to come."""
    stage = status(opportunity, moment)
    is_won = stage == "won"
    record: dict[str, Any] = {
        "id": opportunity.id,
        "source": opportunity.source,
        "type": opportunity.kind,
        "created_at": iso(opportunity.created_at),
        "contact": _contact(opportunity),
        "summary": opportunity.summary,
        "status": stage,
        "responded_at": _known(opportunity.responded_at, moment),
        "converted_at": _known(opportunity.won_at, moment) if is_won else None,
        "revenue": amount(revenue(opportunity, moment)) if is_won else None,
        "currency": opportunity.currency if is_won else None,
        "campaign": opportunity.campaign,
        "how_heard": opportunity.how_heard,
    }
    return {field: value for field, value in record.items() if value not in (None, "")}


def status(opportunity: Opportunity, moment: datetime) -> str:
    """new, responded, won or lost, as the list says at that moment; a win noted by hand is not in it."""
    if _is_past(opportunity.won_at, moment) and not opportunity.noted_by_hand:
        return "won"
    if _is_past(opportunity.lost_at, moment):
        return "lost"
    return "responded" if _is_past(opportunity.responded_at, moment) else "new"


def revenue(opportunity: Opportunity, moment: datetime) -> int:
    """The price as noted at that moment, minor units; a mistyped one is put right after three weeks."""
    is_fresh = opportunity.won_at is not None and moment - opportunity.won_at < timedelta(days=21)
    return opportunity.typed_first if is_fresh else opportunity.price


def changed(opportunities: Iterable[Opportunity], since: datetime, until: datetime) -> list[Record]:
    """The second export: everything new since the first one, and every record that has moved on."""
    newest = [
        (as_exported(each, until), as_exported(each, since), each.created_at > since)
        for each in opportunities
    ]
    return [now for now, then, is_new in newest if is_new or now != then]


def noted_conversions(opportunities: Iterable[Opportunity], moment: datetime) -> list[Record]:
    """The wins noted by hand until that moment, in the order of noting."""
    noted = [(each.won_at, each) for each in opportunities if each.noted_by_hand and each.won_at]
    return [
        {
            "opportunity_id": each.id,
            "converted_at": iso(won_at),
            "revenue": amount(revenue(each, moment)),
            "currency": each.currency,
        }
        for won_at, each in sorted(noted, key=lambda pair: (pair[0], pair[1].id))
        if won_at <= moment
    ]


def _contact(opportunity: Opportunity) -> dict[str, str]:
    way = "handle" if opportunity.contact == opportunity.person.handle else "email"
    return {"name": opportunity.person.name, way: opportunity.contact}


def _is_past(event: datetime | None, moment: datetime) -> bool:
    return event is not None and event <= moment


def _known(event: datetime | None, moment: datetime) -> str | None:
    return iso(event) if event is not None and event <= moment else None
