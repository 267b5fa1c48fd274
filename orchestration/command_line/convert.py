"""`almanac convert`: marks an opportunity as converted, by a file in the inbox that the next run takes."""

import json as json_text
import re
from datetime import datetime
from decimal import Decimal
from difflib import SequenceMatcher, get_close_matches
from hashlib import sha256
from typing import Annotated, Any

import typer

from orchestration.command_line.console import Json, fail, out, show
from warehouse.activity import note
from warehouse.configuration.loading import Business, load
from warehouse.files import write_text
from warehouse.home import Home
from warehouse.money import MoneyError, minor_units
from warehouse.pseudonyms import InstallKey
from warehouse.publishing import reader
from warehouse.times import now

PSEUDONYM = re.compile("~[0-9a-f]{16}")


def convert(
    opportunity: Annotated[str, typer.Argument(metavar="ID", help="Id of the opportunity, as in your file.")],
    revenue: Annotated[str, typer.Option(help="What it brought, such as 500 or 499.90.")],
    currency: Annotated[str | None, typer.Option(help="ISO 4217; the business's own if not given.")] = None,
    at: Annotated[datetime | None, typer.Option(help="When it converted (UTC); now if not given.")] = None,
    notes: Annotated[str | None, typer.Option(help="A note that stays with it.")] = None,
    business: Annotated[
        str | None, typer.Option(help="Needed only where two businesses have the same id.")
    ] = None,
    json: Json = False,
) -> None:
    """Mark an opportunity as converted; the next run shows it everywhere."""
    home = Home.from_environment()
    try:
        result = converted(home, opportunity, revenue, currency, at or now(), notes, business)
    except (UnknownOpportunity, MoneyError) as fault:
        fail(str(fault), json)
    show(result, json, _told)


class UnknownOpportunity(LookupError):
    """No opportunity, or more than one, has that id."""


def converted(
    home: Home,
    opportunity: str,
    revenue: str,
    currency: str | None,
    at: datetime,
    notes: str | None,
    business: str | None,
) -> dict[str, Any]:
    """Writes the conversion into the inbox; raises UnknownOpportunity with near ids, or MoneyError."""
    key = InstallKey.load(home)
    identifier = key.pseudonymous_id(opportunity)
    owner = _owner(home, identifier, business)
    money = currency or owner.currency
    minor_units(revenue, money)
    record = {
        "opportunity_id": identifier,
        "converted_at": f"{at.isoformat()}Z",
        "revenue": str(Decimal(revenue)),
        "currency": money,
        "notes": key.pseudonymous(notes) if notes else None,
    }
    line = json_text.dumps(record, ensure_ascii=False) + "\n"
    path = (
        home.inbox
        / owner.id
        / f"conversions-{at:%Y%m%dT%H%M%S}-{sha256(line.encode()).hexdigest()[:8]}.ndjson"
    )
    write_text(path, line)
    note(home, "convert", f"{identifier} of {owner.id}: {record['revenue']} {money}")
    return {"business_id": owner.id, **record, "file": str(path)}


def _owner(home: Home, identifier: str, business: str | None) -> Business:
    """The business whose opportunity it is."""
    with reader(home) as connection:
        known = connection.execute("select business_id, opportunity_id from fct_opportunities").fetchall()
    owners = [owner for owner, name in known if name == identifier and business in (None, owner)]
    if len(owners) == 1:
        return load(home).business(owners[0])
    if owners:
        raise UnknownOpportunity(
            f"{identifier} is in {' and '.join(sorted(owners))}: say which with --business"
        )
    near = ", ".join(_near(identifier, [name for _, name in known]))
    hint = f"near it: {near}" if near else "none is near it"
    raise UnknownOpportunity(f"no opportunity {identifier} among {len(known)} published ones; {hint}")


def _near(identifier: str, known: list[str]) -> list[str]:
    """The three nearest ids, compared without their pseudonyms, which are alike only where they are equal."""
    readable = {name: PSEUDONYM.sub("", name) for name in known}
    wanted = PSEUDONYM.sub("", identifier)
    near = set(get_close_matches(wanted, set(readable.values()), n=3, cutoff=0.5))
    ranked = sorted(known, key=lambda name: -SequenceMatcher(None, wanted, readable[name]).ratio())
    return [name for name in ranked if readable[name] in near][:3]


def _told(result: dict[str, Any]) -> None:
    out.print(f"Marked     {result['opportunity_id']} of {result['business_id']}", markup=False)
    out.print(
        f"Revenue    {result['revenue']} {result['currency']}, at {result['converted_at']}", markup=False
    )
    out.print("Shown      after the next run: [bold]almanac run[/bold]")
