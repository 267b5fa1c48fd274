"""almanac.yaml for simulated businesses, always marked as a demonstration."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from twin.files import write_text
from twin.social import Profile
from twin.twin_file import base_url
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


def write(
    home: Path, businesses: Iterable[Business], profiles: Sequence[Profile] = (), port: int | None = None
) -> None:
    """Writes almanac.yaml; raises OccupiedHomeError where `check` does.

    With `profiles`, accounts are those, and their platforms answer at that port; else they are the channels.
    """
    check(home)
    known = list(businesses)
    text = "# Simulated businesses: nothing in this home is about real people.\n"
    text += f"{MARK}\nbusinesses:\n"
    for business in known:
        own = [profile for profile in profiles if profile.business_id == business.id]
        text += _business(business) + "".join(map(_account, own) if own else _channels(business))
        text += business.analyses if own else ""
    text += "".join(IMPORT.format(id=each.id) for each in known if each.crm_sources)
    if port is not None:
        text += _platforms(profiles, port)
    write_text(home / "almanac.yaml", text)


def variable(profile: Profile) -> str:
    """The environment variable that holds the token of a simulated account."""
    return f"TWIN_{profile.platform}_{profile.business_id}".upper()


def _business(business: Business) -> str:
    return f"""\
  - id: {business.id}
    name: {business.name}
    timezone: {business.timezone}
    currency: {business.currency}
    week_starts: monday
    conversion_window_days: 30
    accounts:
"""


def _channels(business: Business) -> Iterator[str]:
    for each in business.channels:
        yield f'      - {{platform: {each.platform}, account: "{each.account}"}}\n'


def _account(profile: Profile) -> str:
    product = ", product: business" if profile.platform == "tiktok" else ""
    who = f'platform: {profile.platform}, account: "{profile.account_id}"'
    return f"      - {{{who}, token: env:{variable(profile)}{product}}}  # {profile.handle}\n"


def _platforms(profiles: Iterable[Profile], port: int) -> str:
    names = dict.fromkeys(profile.platform for profile in profiles)
    history = {"ga4": ", days_back: 60"}  # it would be two years, with three calls a day
    lines = (f'  {name}: {{base_url: "{base_url(port, name)}"{history.get(name, "")}}}\n' for name in names)
    return "platforms:\n" + "".join(lines)
