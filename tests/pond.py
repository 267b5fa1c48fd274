"""A tiny invented platform, for tests of what is the same for all: contract, manners, streams, server."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.caller import Caller
from assets.calling.failures import CallFailed, MetricRefused, PermissionMissing, TokenRefused
from assets.calling.paging import Pages
from assets.calling.spending import Spending
from assets.calling.throttle import Throttle
from assets.calling.tokens import Tokens
from assets.sync import accounts, contract
from assets.sync.accounts import Sync
from assets.sync.ledger import Attempt
from assets.sync.pull import Page, Pull
from assets.sync.records import AccountDay, PostObservation
from assets.sync.stream import Stream
from warehouse.configuration.loading import load
from warehouse.credentials import Credential
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey

MORNING = datetime(2026, 10, 20, 9, 0)
TOKEN, REFRESH, SECRET = "pond-access-token-0", "pond-refresh-token-0", "pond-client-secret"
CONTRACT = """
platform: pond
base_url: http://pond.test
api_version: v2
versions: {v1: 2026-11-01, v2: 2027-01-10}
read_on: 2026-10-01
refresh: [{younger_than: 90d, every: 24h}]
streams:
  posts: {every: 1h, page: 3, usd_per_thing: 0.005}
  account_days: {every: 24h, window_days: 7, history_days: 30, look_back_days: 3}
"""


class PondDialect:
    """Bearer tokens, 401, 403, 429 with a header of ours, and remaining calls with an epoch in seconds."""

    def headers(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"}

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        text = str((answer.body or {}).get("error", "")) if isinstance(answer.body, dict) else ""
        if answer.status == 400:
            return MetricRefused(text)
        if answer.status == 401:
            return TokenRefused(f"HTTP 401: {text}")
        if answer.status == 403:
            return PermissionMissing(f"HTTP 403: {text}")
        if answer.status == 429:
            return Again("too many calls", float(answer.headers["wait"]))
        return Again(f"HTTP {answer.status} {text}") if answer.status >= 500 else None

    def allowance(self, answer: Answer) -> Allowance | None:
        pause = float(answer.headers.get("pause", 0))
        if "reset" not in answer.headers:
            return Allowance(pause=pause) if pause else None
        reset = datetime(1970, 1, 1) + timedelta(seconds=int(answer.headers["reset"]))
        return Allowance(int(answer.headers["remaining"]), reset, pause)

    async def renewed(self, http: httpx.AsyncClient, credential: Credential, now: datetime) -> Credential:
        answer = await http.post("http://pond.test/token", data={"refresh_token": credential.refresh_token})
        if answer.status_code != 200:
            raise TokenRefused(f"the refresh token {credential.refresh_token} is of no use: {answer.text}")
        given = answer.json()
        ends = now + timedelta(hours=2)
        return replace(
            credential, access_token=given["access"], refresh_token=given["refresh"], expires_at=ends
        )


class Pond:
    """The server. `script`: answers (or errors) that are given first; `calls`: every path asked for."""

    def __init__(self, posts: int = 7) -> None:
        self.posts: list[Any] = [
            {"id": str(number), "at": f"2026-10-{10 + number:02}T08:00:00", "likes": number}
            for number in range(posts)
        ]
        self.access, self.refresh, self.renewals = TOKEN, REFRESH, 0
        self.script: list[httpx.Response | Exception] = []
        self.calls: list[str] = []
        self.transport = httpx.MockTransport(self.answer)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request.url.path)
        if request.url.path == "/token":
            return self._renew(request)
        if self.script:
            scripted = self.script.pop(0)
            if isinstance(scripted, Exception):
                raise scripted
            return scripted
        if request.headers["authorization"] != f"Bearer {self.access}":
            return httpx.Response(401, json={"error": f"bad token {request.headers['authorization']}"})
        return httpx.Response(200, content=json.dumps(self._given(request)).encode())

    def _renew(self, request: httpx.Request) -> httpx.Response:
        if self.refresh not in request.content.decode():
            return httpx.Response(400, json={"error": "no such refresh token"})
        self.renewals += 1
        self.access, self.refresh = f"pond-access-{self.renewals}", f"pond-refresh-{self.renewals}"
        return httpx.Response(200, json={"access": self.access, "refresh": self.refresh})

    def _given(self, request: httpx.Request) -> Any:
        if request.url.path == "/days":
            return {"items": request.url.params["days"].split(",")}
        start = int(request.url.params.get("cursor", 0))
        more = start + 3 < len(self.posts)
        return {"items": self.posts[start : start + 3], "next": str(start + 3) if more else None}


def post(item: Any) -> PostObservation:
    return PostObservation(
        post_id=item["id"], posted_at=item["at"], text=item.get("text"), likes=item["likes"]
    )


async def read_posts(pull: Pull) -> None:
    connection, pages, cursor = pull.connection, Pages("posts"), None
    while True:
        pull.afford(3)
        answer = await connection.caller.get("/posts", "posts", cursor=cursor)
        pull.pay(len(answer.body["items"]))
        page = Page("posts", pages.number, answer.at)
        for item in answer.body["items"]:
            record = pull.take(post, item, page)
            pull.saw(record.posted_at if isinstance(record, PostObservation) else None)
        cursor = answer.body["next"]
        if not pages.more(cursor, len(answer.body["items"])):
            break
    for stretch in pull.stretches():
        pull.memory.coverage.add(*stretch)


async def read_days(pull: Pull) -> None:
    for first, last in pull.day_windows(pull.connection.now().date()):
        wanted = [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
        answer = await pull.connection.caller.get("/days", "days", days=",".join(wanted))
        page = Page("days", 0, answer.at)
        for day in answer.body["items"]:
            pull.take(lambda item: AccountDay(day=item, day_boundary="UTC"), day, page)
        pull.read_days(first, last)


def manners(_account: Any, _version: str) -> PondDialect:
    return PondDialect()


POSTS = Stream("pond", "posts", PostObservation, read_posts, manners)
DAYS = Stream("pond", "account_days", AccountDay, read_days, manners)


def calls(
    home: Home,
    pond: Pond,
    now: Callable[[], datetime],
    longest: timedelta = timedelta(minutes=16),
    **given: Any,
) -> Caller:
    """A caller of the pond, without any sync around it."""
    credential = given.get("credential", Credential(TOKEN, REFRESH, None, SECRET))
    tokens = Tokens(home, "pond", "17", credential, PondDialect(), now)
    throttle = Throttle(now, longest, given.get("paces", {}), given.get("resets", {}))
    http = httpx.AsyncClient(transport=pond.transport)
    spending = Spending("pond", "2026-10")
    return Caller(http, "http://pond.test", PondDialect(), tokens, throttle, spending, now)


class Shore:
    """A home in which accounts of the pond are configured, and a sync of them at a moment."""

    def __init__(self, home: Home, patch: pytest.MonkeyPatch, accounts: int = 1, extra: str = "") -> None:
        home.create()
        InstallKey.create(home)
        for name, value in (("ACCESS", TOKEN), ("REFRESH", REFRESH), ("SECRET", SECRET)):
            patch.setenv(f"POND_{name}", value)
        secrets = "token: env:POND_ACCESS, refresh_token: env:POND_REFRESH, client_secret: env:POND_SECRET"
        given = "".join(
            f"      - {{platform: pond, account: '{17 + number}', {secrets}}}\n" for number in range(accounts)
        )
        home.config_file.write_text(
            "businesses:\n  - id: acme\n    timezone: UTC\n    currency: USD\n    accounts:\n" + given + extra
        )
        self.home, self.configuration = home, load(home)

    async def read(
        self, pond: Pond, now: Callable[[], datetime], *streams: Stream, **asked: Any
    ) -> list[Attempt]:
        sync = Sync(self.home, self.configuration, now, transport=pond.transport, **asked)
        return await accounts.read(sync, streams or (POSTS,))


@pytest.fixture
def contracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The contract of the pond, where contracts are looked for."""
    folder = tmp_path / "contracts"
    (folder / "pond").mkdir(parents=True)
    (folder / "pond" / "contract.yaml").write_text(CONTRACT)
    monkeypatch.setattr(contract, "FOLDER", folder)
    contract.contract.cache_clear()
    yield folder
    contract.contract.cache_clear()
