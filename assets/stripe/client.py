"""Stripe's lists and single objects as one account's key sees them. Knows nothing of runs."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, NamedTuple

from assets.calling.answers import Answer
from assets.calling.caller import Caller
from assets.calling.failures import BadRequest, TokenRefused
from assets.stripe.dialect import NEW_KEY
from assets.stripe.records import EPOCH
from assets.sync.connection import Connection
from assets.sync.coverage import Stretch
from warehouse.refusals import kind

TEST = "test"  # the product of almanac.yaml whose keys see test data
TEST_KEYS, LIVE_KEYS = ("sk_test_", "rk_test_"), ("sk_live_", "rk_live_")


class Told(NamedTuple):
    """One page of a list: its things, whether there are more, and when it came."""

    items: list[Any]
    has_more: bool
    at: datetime


@dataclass(frozen=True)
class StripeClient:
    """The calls for one account. All raise CallFailed; a stream bears the name of its list."""

    caller: Caller
    is_live: bool

    @classmethod
    def of(cls, connection: Connection) -> "StripeClient":
        """For an account and its key; raises TokenRefused where one is for tests and the other is not."""
        is_live = connection.account.product != TEST
        key = connection.caller.tokens.credential.access_token
        if key.startswith(TEST_KEYS if is_live else LIVE_KEYS):
            came, wanted = ("test", "live") if is_live else ("live", "test")
            raise TokenRefused(
                f"expected a {wanted} key of Stripe's, got a {came} key; {NEW_KEY}, "
                f"or {'set' if is_live else 'take away'} `product: {TEST}` for the account"
            )
        return cls(connection.caller, is_live)

    async def page(self, stream: str, within: Stretch, size: int, after: str | None) -> Told:
        """Things that were created in the stretch, the newest first; those after the thing of that id."""
        bounds = {"created[gte]": int(_seconds(within.start)), "created[lt]": ceil(_seconds(within.end))}
        answer = await self.caller.get(f"/v1/{stream}", stream, limit=size, starting_after=after, **bounds)
        return _told(stream, answer)

    async def newest(self, stream: str) -> Told:
        """The newest thing of all, if there is any."""
        return _told(stream, await self.caller.get(f"/v1/{stream}", stream, limit=1))

    async def one(self, stream: str, identifier: str) -> tuple[Any, datetime]:
        """One thing, and when it came; raises Gone."""
        answer = await self.caller.get(f"/v1/{stream}/{identifier}", stream)
        return answer.body, answer.at


def _told(stream: str, answer: Answer) -> Told:
    body = answer.body if isinstance(answer.body, dict) else {}
    if not isinstance(body.get("data"), list):
        raise BadRequest(f"{stream}: expected a list of data, got {kind(body.get('data'))}")
    return Told(body["data"], body.get("has_more") is True, answer.at)


def _seconds(moment: datetime) -> float:
    return max((moment - EPOCH).total_seconds(), 0.0)
