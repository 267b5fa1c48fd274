"""A CRM's table of leads: semicolons, its own column names, wall times without a zone, no currency."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from twin.files import Record, write_table
from twin.moments import local
from twin.opportunities import Opportunity
from twin.opportunity_files import revenue, status
from twin.phrases import words

COLUMNS = words("lead first_contact origin interest stage first_reply closed_on value note")


def write(
    path: Path, leads: Iterable[Opportunity], moment: datetime, zone: ZoneInfo, more: list[Record]
) -> None:
    """Writes the leads as the CRM knows them at that moment, and `more` rows after them."""
    rows = [_row(lead, moment, zone) for lead in leads] + [dict(record) for record in more]
    cells = ([row.get(column, "") for column in COLUMNS] for row in rows)
    write_table(path, COLUMNS, cells, delimiter=";")


def _row(lead: Opportunity, moment: datetime, zone: ZoneInfo) -> dict[str, str]:
    is_won = status(lead, moment) == "won"
    return {
        "lead": lead.id,
        "first_contact": _wall(lead.created_at, moment, zone),
        "origin": lead.source,
        "interest": lead.kind,
        "stage": status(lead, moment),
        "first_reply": _wall(lead.responded_at, moment, zone),
        "closed_on": _wall(lead.won_at, moment, zone) if is_won else "",
        "value": f"{revenue(lead, moment) / 100:.2f}" if is_won else "",
        "note": lead.summary,
    }


def _wall(event: datetime | None, moment: datetime, zone: ZoneInfo) -> str:
    return local(event, zone).strftime("%Y-%m-%d %H:%M") if event is not None and event <= moment else ""
