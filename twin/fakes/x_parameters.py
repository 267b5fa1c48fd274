"""The parameters of a call to X, and what X says about wrong ones: unknown names, values that are none."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from twin.fakes.x_names import EXPANSIONS, FIELDS, LISTS
from twin.fakes.x_problems import Refused

ID = r"^[0-9]{1,19}$"
NAME = r"^[A-Za-z0-9_]{1,15}$"
FIRST_MOMENT = datetime(2010, 11, 6)


class Parameters:
    """The parameters of one call, checked. `words` is the vocabulary that the call uses: post or tweet."""

    def __init__(self, given: Mapping[str, str], names: Sequence[str], accepted: Sequence[str]) -> None:
        """Raises Refused for a name that is not one of `names` and no fields parameter that is accepted."""
        own = [f"{word}.fields" for word in accepted if "expansions" in names]
        for name, value in given.items():
            if name not in (*names, *own):
                known = ",".join((*names, *own))
                raise Refused(name, value, f"The query parameter [{name}] is not one of [{known}]")
        self._given = given
        self.words = next((word for word in accepted if f"{word}.fields" in given), accepted[0])

    def text(self, name: str) -> str | None:
        return self._given.get(name)

    def matching(self, name: str, pattern: str) -> str | None:
        """The value if it is of that form; raises Refused."""
        value = self._given.get(name)
        if value is not None and not re.fullmatch(pattern, value):
            raise Refused(
                name, value, f"The `{name}` query parameter value [{value}] does not match {pattern}"
            )
        return value

    def number(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number in bounds; raises Refused."""
        value = self._given.get(name)
        if value is None:
            return default
        if not value.isdecimal() or not least <= int(value) <= most:
            raise Refused(
                name, value, f"The `{name}` query parameter value [{value}] is not between {least} and {most}"
            )
        return int(value)

    def moment(self, name: str) -> datetime | None:
        """A moment as X writes it, not before X's own first; raises Refused."""
        value = self._given.get(name)
        if value is None:
            return None
        try:
            at = datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
        except ValueError:
            raise Refused(
                name, value, f"The `{name}` query parameter value [{value}] is not a valid RFC3339 date-time"
            ) from None
        if at <= FIRST_MOMENT + timedelta(seconds=-1):
            limit = f"{FIRST_MOMENT:%Y-%m-%dT%H:%MZ}"
            raise Refused(name, value, f"Invalid '{name}':'{value}'. '{name}' must be on or after {limit}")
        return at

    def listed(self, name: str) -> list[str]:
        """The members of a comma list, each a known one; raises Refused."""
        known = LISTS.get(name) or EXPANSIONS[self.words]
        return self._members(name, known)

    def fields(self, retired: str | None = None) -> list[str]:
        """The fields asked for in the call's own words; raises Refused for one that is none (any more)."""
        return self._members(f"{self.words}.fields", FIELDS[self.words] - frozenset({retired or ""}))

    def ids(self) -> list[str]:
        """One to a hundred ids; raises Refused."""
        value = self._given.get("ids", "")
        if not value:
            raise Refused("ids", "", "The `ids` query parameter can not be empty")
        members = value.split(",")
        if len(members) > 100:
            told = f"The number of values in the `ids` query parameter list [{len(members)}]"
            raise Refused("ids", value, f"{told} is not between 1 and 100")
        for member in members:
            if not re.fullmatch(ID, member):
                raise Refused("ids", value, f"The `ids` query parameter value [{member}] does not match {ID}")
        return members

    def _members(self, name: str, known: frozenset[str]) -> list[str]:
        value = self._given.get(name)
        members = value.split(",") if value else []
        for member in members:
            if member not in known:
                some = ",".join(sorted(known))
                raise Refused(
                    name, value or "", f"The `{name}` query parameter value [{member}] is not one of [{some}]"
                )
        return members
