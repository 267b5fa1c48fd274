"""almanac.yaml for simulated businesses, always marked as a demonstration."""

from collections.abc import Iterable
from pathlib import Path

from twin.files import write_text
from twin.world import Business

MARK = "demonstration: true"
IMPORT = """\
imports:
  - id: crm_{id}
    business: {id}
    files: "crm_leads*.csv"
    into: opportunities
    delimiter: ";"
    encoding: utf-8
    columns: {{id: lead, source: origin, type: interest, created_at: first_contact, status: stage,
      responded_at: first_reply, converted_at: closed_on, revenue: value, notes: note}}
"""


class OccupiedHomeError(FileExistsError):
    """A home that somebody uses is about to be filled with simulated data."""


def check(home: Path) -> None:
    """Raises OccupiedHomeError if the home has a configuration without the mark of a demonstration."""
    path = home / "almanac.yaml"
    if path.exists() and MARK not in path.read_text(encoding="utf-8").splitlines():
        raise OccupiedHomeError(
            f"{path}: expected no file or one with the line {MARK!r}, found other settings"
        )


def write(home: Path, businesses: Iterable[Business]) -> None:
    """Writes almanac.yaml; raises OccupiedHomeError where `check` does."""
    check(home)
    known = list(businesses)
    text = "# Simulated businesses: nothing in this home is about real people.\n"
    text += f"{MARK}\nbusinesses:\n" + "".join(map(_business, known))
    text += "".join(IMPORT.format(id=each.id) for each in known if each.crm_sources)
    write_text(home / "almanac.yaml", text)


def _business(business: Business) -> str:
    head = f"""\
  - id: {business.id}
    name: {business.name}
    timezone: {business.timezone}
    currency: {business.currency}
    week_starts: monday
    conversion_window_days: 30
    accounts:
"""
    accounts = (
        f'      - {{platform: {each.platform}, account: "{each.account}"}}\n' for each in business.channels
    )
    return head + "".join(accounts)
