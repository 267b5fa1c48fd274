"""The token of one account: renewed before it ends or when it is refused, and stored before it is used."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx

from assets.calling.dialect import Dialect
from warehouse import credentials
from warehouse.credentials import Credential
from warehouse.home import Home
from warehouse.locks import exclusive

EARLY = timedelta(minutes=5)


class Tokens:
    """Gives the token to call with. Two runs that renew at the same time do not cancel each other's."""

    def __init__(
        self, home: Home, platform: str, account: str, configured: Credential, dialect: Dialect,
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._home, self._platform, self._account = home, platform, account
        self._configured, self._dialect, self._now = configured, dialect, now
        self._renewing = asyncio.Lock()
        self.credential = self._newest()

    async def token(self, http: httpx.AsyncClient) -> str:
        """The access token, renewed first where it ends within five minutes; raises TokenRefused."""
        ends = self.credential.expires_at
        if ends is not None and ends - EARLY <= self._now() and self.credential.refresh_token:
            await self.renew(http, self.credential.access_token)
        return self.credential.access_token

    async def renew(self, http: httpx.AsyncClient, used: str) -> None:
        """Exchanges the refresh token, unless the token `used` has been replaced meanwhile; raises TokenRefused."""
        async with self._renewing:
            if self.credential.access_token != used:
                return
            file = credentials.path(self._home, self._platform, self._account)
            with exclusive(file.with_suffix(".lock")):
                self.credential = self._newest()
                if self.credential.access_token != used:
                    return
                renewed = await self._dialect.renewed(http, self.credential, self._now())
                credentials.store(self._home, self._platform, self._account, self._configured, renewed)
                self.credential = renewed

    def _newest(self) -> Credential:
        return credentials.current(self._home, self._platform, self._account, self._configured)
