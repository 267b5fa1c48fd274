"""What a platform's client tells the caller about its platform: how to sign, judge, count and renew."""

from datetime import datetime
from typing import Protocol

import httpx

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.failures import CallFailed
from warehouse.credentials import Credential


class Dialect(Protocol):
    """The manners of one platform, without state."""

    def headers(self, token: str) -> dict[str, str]:
        """The headers of every call: the token, the version, the protocol."""

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        """None for an answer that can be used, Again for one worth another try, else why it failed.

        Judged by status and body: platforms throttle with 400 and put errors into 200.
        """

    def allowance(self, answer: Answer) -> Allowance | None:
        """What the headers say is left for this credential and endpoint, None where they say nothing."""

    async def renewed(self, http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
        """The credential that the platform gives for the refresh token; raises TokenRefused without one.

        One whose tokens cannot be renewed raises TokenRefused with what a person has to do. What httpx raises
        may pass: it counts as no answer.
        """
