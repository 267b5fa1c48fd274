"""What the resources of the fake LinkedIn answer to a call that has passed the gate; one page a token."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from twin.fakes import linkedin_refusals as refusals
from twin.fakes.faults import Faults
from twin.fakes.linkedin_posts import by_urn, finder, organization, page, shape, window
from twin.fakes.linkedin_statistics import follower_facets, follower_gains, share_statistics
from twin.social import SocialAccount


@dataclass(frozen=True)
class Manners:
    """What a fake does that not every answer of the platform shows."""

    refuses_late: bool = False  # gains of days that are not told yet are an error instead of missing
    pages_statistics: bool = False  # statistics come in pages like everything else
    zero_sizes: frozenset[str] = frozenset()  # accounts whose network size is told as 0 by mistake


@dataclass(frozen=True)
class Call:
    """A call that may be answered; `entity` is the last part of its path."""

    account: SocialAccount
    params: dict[str, Any]
    now: datetime
    entity: str
    faults: Faults
    manners: Manners

    def fault(self, name: str) -> dict[str, Any] | None:
        """The details of a fault that is on for the account."""
        return self.faults.active(name, self.account.profile.account_id)


def roles(call: Call) -> Any:
    """Which pages the member behind the token may administer."""
    _only(call, q="roleAssignee")
    member = f"urn:li:person:m{call.account.profile.account_id}"
    role = {"role": "ADMINISTRATOR", "state": "APPROVED", "roleAssignee": member}
    return page([{"organization": organization(call.account), **role}], *window(call.params))


def organization_of(call: Call) -> Any:
    """The page itself: how it is called."""
    profile = call.account.profile
    if call.entity != profile.account_id:
        raise refusals.denied("organizations")
    names = {"localizedName": profile.name, "vanityName": profile.handle.removeprefix("@")}
    return {"id": int(profile.account_id), "$URN": organization(call.account), **names, "versionTag": "1"}


def posts(call: Call) -> Any:
    """The finder of an author's posts."""
    _only(call, q="author", author=organization(call.account))
    start, count = window(call.params)
    if call.fault("empty_ok") is not None:
        return page([], start, count)
    is_stuck = call.fault("repeated_cursor") is not None
    return finder(call.account, {**call.params, "start": 0} if is_stuck else call.params, call.now)


def post(call: Call) -> Any:
    """One post; a deleted one cannot be told from one that never was."""
    found = by_urn(call.account, call.now).get(call.entity)
    if found is None:
        raise refusals.not_found(call.entity)
    return shape(call.account, found)


def shares(call: Call) -> Any:
    """Share statistics: lifetime, by day, by post."""
    _only(call, q="organizationalEntity", organizationalEntity=organization(call.account))
    return _gathered(call, share_statistics(call.account, call.params, call.now))


def followers(call: Call) -> Any:
    """Follower statistics: by facet, or gains by day."""
    _only(call, q="organizationalEntity", organizationalEntity=organization(call.account))
    if "timeIntervals" not in call.params:
        return _gathered(call, [follower_facets(call.account, call.now)])
    given = call.params["timeIntervals"]
    return _gathered(call, follower_gains(call.account, given, call.now, call.manners.refuses_late))


def size(call: Call) -> Any:
    """How many follow the page now."""
    _only(call, edgeType="COMPANY_FOLLOWED_BY_MEMBER")
    if call.entity != organization(call.account):
        raise refusals.denied("networkSizes")
    is_zero = call.account.profile.account_id in call.manners.zero_sizes
    return {"firstDegreeSize": 0 if is_zero else call.account.followers(call.now)}


def _gathered(call: Call, elements: list[dict[str, Any]]) -> Any:
    """The statistics as an answer, without a metric that is retired."""
    if call.fault("empty_ok") is not None:
        elements = []
    if retired := call.fault("retired_metric"):
        for part in (part for element in elements for part in element.values() if isinstance(part, dict)):
            part.pop(retired["metric"], None)
    start, count = window(call.params)
    shown = elements[start : start + count] if call.manners.pages_statistics else elements[start:]
    return page(shown, start, count)


def _only(call: Call, **wanted: str) -> None:
    """Raises Refused unless the parameters are these; another page than the token's own is not shown."""
    for name, value in wanted.items():
        given = call.params.get(name)
        if given != value and str(given).startswith("urn:li:organization:"):
            raise refusals.denied(str(given))
        if given != value:
            raise refusals.illegal(f"Invalid value for parameter {name}: {given}")
