"""The fake API of Stripe: who gets an answer, how often, and what of the simulated business it shows."""

import asyncio
import base64
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from twin.clock import Clock
from twin.fakes import stripe_refusals as refusals
from twin.fakes.base import Fake, Handler, bearer
from twin.fakes.epoch import EPOCH
from twin.fakes.faults import Faults
from twin.fakes.limits import SlidingWindows
from twin.fakes.stripe_lists import FILTERS, asked, page
from twin.fakes.stripe_manners import Manners
from twin.fakes.stripe_objects import Shelf, Thing
from twin.fakes.stripe_refusals import Refused
from twin.product import ProductWorld

VERSION = re.compile(r"20\d\d-\d\d-\d\d(\.\w+)?")
LIVE, SANDBOX, ENDPOINT = 100, 25, 25  # calls a second: of an account, in a sandbox, to an endpoint
EXPANDABLE = {
    "balance_transaction": "balance_transactions",
    "customer": "customers",
    "charge": "charges",
    "source": "charges",
}


class StripeFake(Fake):
    """Stripe for the customers of a simulated product. `manners` may be changed between calls."""

    platform = "stripe"

    def __init__(
        self, shop: ProductWorld, clock: Clock, faults: Faults | None = None, manners: Manners | None = None
    ) -> None:
        self._shop = shop
        self.manners = manners or Manners()
        self._windows, self._counted_at = SlidingWindows(), EPOCH
        self._shelf: tuple[tuple[datetime, str], Shelf] | None = None
        super().__init__([shop.accounts[self.platform]], clock, faults)

    def routes(self) -> Sequence[tuple[str, str, Handler]]:
        return [
            ("GET", "/v1/{stream}", self._refusing(self._list)),
            ("GET", "/v1/{stream}/{identifier}", self._refusing(self._one)),
        ]

    def token_of(self, request: Request) -> str | None:
        """A key comes as Bearer, or as the user of Basic."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return bearer(request)
        return base64.b64decode(text).decode().partition(":")[0] or None

    def server_error(self) -> Response:
        message = "An unknown error occurred"
        return self.answer({"error": {"type": "api_error", "message": message}}, 500)

    def answer(self, body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
        return super().answer(body, status, {"Request-Id": f"req_{len(self.log):014d}", **(headers or {})})

    def _refusing(self, told: Any) -> Handler:
        async def handler(request: Request) -> Response:
            try:
                return self.answer(told(request, self._admitted(request)))
            except Refused as refused:
                return self.answer(refused.body, refused.status, refused.headers)

        return handler

    def _admitted(self, request: Request) -> str:
        """The account whose key the call carries, where it may be answered; raises Refused."""
        key, account_id = self.token_of(request), self.account_of(request)
        if key is None:
            raise refusals.no_key()
        if account_id is None:
            raise refusals.bad_key(key)
        if self.faults.active("expired_token", account_id) is not None:
            raise refusals.expired_key(key)
        version = request.headers.get("stripe-version", "2026-10-28.endive")
        if self.faults.active("retired_version", account_id) is not None or not VERSION.fullmatch(version):
            raise refusals.bad_version(version)
        stream = request.path_params["stream"]
        if stream not in FILTERS:
            raise refusals.unknown_path(request.method, request.url.path)
        self._count(stream, account_id)
        denied = self.faults.active("missing_permission", account_id)
        if denied is not None and denied.get("resource", stream) == stream:
            raise refusals.denied(stream)
        return account_id

    def _count(self, stream: str, account_id: str) -> None:
        """Counts the call against the rates, in the time that runs while calls are made; raises Refused."""
        limited = self.faults.active("rate_limited", account_id)
        if limited is not None:
            raise refusals.locked() if limited.get("is_lock") else refusals.too_many("global-rate")
        now = EPOCH + timedelta(seconds=asyncio.get_running_loop().time())
        if now < self._counted_at:
            self._windows = SlidingWindows()  # another event loop has begun, with a time of its own
        self._counted_at = now
        if not self._windows.count(now, ENDPOINT, 1, account_id, stream).allowed:
            raise refusals.too_many("endpoint-rate")
        if not self._windows.count(now, LIVE if self.manners.is_live else SANDBOX, 1, account_id).allowed:
            raise refusals.too_many("global-rate")

    def _list(self, request: Request, account_id: str) -> Any:
        stream = request.path_params["stream"]
        wanted = asked(stream, request.query_params.multi_items())
        shelf = self._shown(account_id)
        if self.faults.active("empty_ok", account_id) is not None:
            return {"object": "list", "url": f"/v1/{stream}", "has_more": False, "data": []}
        is_repeating = self.faults.active("repeated_cursor", account_id) is not None
        told = page(stream, shelf.things(stream), wanted._replace(after=None) if is_repeating else wanted)
        if is_repeating and told["data"]:
            told["has_more"] = True
        return {**told, "data": [_expanded(each, wanted.expanded, shelf) for each in told["data"]]}

    def _one(self, request: Request, account_id: str) -> Any:
        stream, identifier = request.path_params["stream"], request.path_params["identifier"]
        shelf = self._shown(account_id)
        found = [each for each in shelf.things(stream) if each["id"] == identifier]
        if not found and (gone := shelf.deleted(stream, identifier)):
            return gone
        if not found:
            raise refusals.missing(stream.removesuffix("s"), identifier, "id")
        wanted = [name for key, name in request.query_params.multi_items() if key == "expand[]"]
        return _expanded(found[0], wanted, shelf)

    def _shown(self, account_id: str) -> Shelf:
        """What the account holds in this second."""
        now = self.now(account_id).replace(microsecond=0)
        key = (now, repr(self.manners))
        if self._shelf is None or self._shelf[0] != key:
            self._shelf = key, Shelf(self._shop, self.manners, now)
        return self._shelf[1]


def _expanded(thing: Thing, names: Sequence[str], shelf: Shelf) -> Thing:
    """The thing with linked ones whole instead of their ids."""
    found = dict(thing)
    for name in names:
        linked = shelf.things(EXPANDABLE[name]) if name in EXPANDABLE else []
        found[name] = next((each for each in linked if each["id"] == thing.get(name)), thing.get(name))
    return found
