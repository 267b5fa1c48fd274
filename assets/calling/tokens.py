"""The token of one account: renewed before it ends or when it is refused, and stored before it is used."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import stamina

from assets.calling.dialect import Dialect
from assets.calling.failures import CallFailed, TokenRefused, Unreachable
from assets.calling.secrecy import shown
from warehouse import credentials
from warehouse.credentials import Credential
from warehouse.home import Home
from warehouse.locks import Busy, exclusively

EARLY = timedelta(minutes=5)
PATIENCE_SECONDS = 30.0
# Only what surely did not arrive is sent again: a refresh token may be good for one use.
NOT_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


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
        self.secrets = {*configured.secrets, *self.credential.secrets}

    async def token(self, http: httpx.AsyncClient) -> str:
        """The access token, renewed first where it ends within five minutes or is none; raises CallFailed."""
        held = self.credential
        is_ending = held.expires_at is not None and held.expires_at - EARLY <= self._now()
        if (is_ending or not held.access_token) and held.is_renewable:
            await self.renew(http, held.access_token)
        return self.credential.access_token

    async def renew(self, http: httpx.AsyncClient, used: str) -> None:
        """Gets another access token, unless the token `used` has been replaced meanwhile.

        Raises TokenRefused where the platform gives no other, Unreachable where it does not answer.
        """
        file = credentials.path(self._home, self._platform, self._account)
        async with self._renewing:
            if self.credential.access_token != used:
                return
            try:
                async with exclusively(file.with_suffix(".lock")):
                    await self._renew(http, used)
            except Busy as busy:
                raise Unreachable(f"renewing the token: {busy}") from None

    async def _renew(self, http: httpx.AsyncClient, used: str) -> None:
        self._use(self._newest())
        if self.credential.access_token != used:
            return
        # On a full disk what is given in exchange would be lost: better to find out before.
        self._store(self.credential)
        try:
            given = await self._exchanged(http)
        except CallFailed as failed:
            failed.reason = shown(failed.reason, self.secrets)
            raise
        self._store(given)
        self._use(given)

    async def _exchanged(self, http: httpx.AsyncClient) -> Credential:
        try:
            async for attempt in stamina.retry_context(on=NOT_ARRIVED, attempts=3, timeout=None):
                with attempt:
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        given = await self._dialect.renewed(http, self.credential, self._now())
        except (httpx.HTTPError, TimeoutError) as error:
            raise Unreachable(f"renewing the token: no whole answer ({type(error).__name__})") from None
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            came = f"something else ({type(error).__name__})"
            raise TokenRefused(f"renewing the token: expected a new one, got {came}") from None
        return given

    def _newest(self) -> Credential:
        return credentials.current(self._home, self._platform, self._account, self._configured)

    def _store(self, credential: Credential) -> None:
        credentials.store(self._home, self._platform, self._account, self._configured, credential)

    def _use(self, credential: Credential) -> None:
        self.secrets |= {*credential.secrets}
        self.credential = credential
