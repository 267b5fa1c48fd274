"""What X's endpoints share: who calls, which parameters were given, whose account is meant."""

from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.requests import Request

from twin.fakes.x_parameters import Parameters
from twin.social import SocialAccount

if TYPE_CHECKING:
    from twin.fakes.x import XFake


class Viewer(NamedTuple):
    """Who calls: the account whose token it is, None for an app's own token."""

    account_id: str | None


def parameters(fake: "XFake", request: Request, names: tuple[str, ...]) -> Parameters:
    """The parameters of the call; raises Refused for those that the endpoint does not know."""
    return Parameters(dict(request.query_params), names, fake.accepts)


def in_path(request: Request, name: str, pattern: str) -> str:
    """A part of the path; raises Refused where it is not of that form."""
    return str(Parameters(request.path_params, (name,), ("post",)).matching(name, pattern))


def account(fake: "XFake", parameter: str, value: str) -> SocialAccount | None:
    """The account of that id or that username."""
    if parameter == "id":
        return fake.world.account("x", value)
    named = (each for each in fake.world.of("x") if each.profile.handle.lower() == value.lower())
    return next(named, None)


def body_of(data: list[Any], errors: list[Any]) -> dict[str, Any]:
    """Keys with nothing behind them are absent, as X leaves them out."""
    return ({"data": data} if data else {}) | ({"errors": errors} if errors else {})
