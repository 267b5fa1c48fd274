"""Tokens: renewed once, whoever asks, kept before they are used, and lost by no crash, race or full disk."""

import asyncio
import errno
import os
import subprocess
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from assets.calling.failures import TokenRefused, Unreachable
from assets.calling.tokens import Tokens
from tests.pond import MORNING, REFRESH, SECRET, TOKEN, Pond, PondDialect, calls
from tests.virtual_time import virtually
from warehouse import credentials
from warehouse.credentials import Credential
from warehouse.locks import exclusively

CONFIGURED = Credential(TOKEN, REFRESH, None, SECRET)


def tokens(home, now, configured=CONFIGURED) -> Tokens:
    return Tokens(home, "pond", "17", configured, PondDialect(), now)


def test_two_callers_of_one_account_renew_once(home):
    pond = Pond()
    pond.access = "elsewhere"

    async def work(now):
        caller = calls(home, pond, now)
        return await asyncio.gather(*(caller.get("/posts", "posts") for _ in range(5)))

    answers, _ = virtually(MORNING, work)
    assert [answer.status for answer in answers] == [200] * 5
    assert pond.renewals == 1


def test_two_connections_in_one_process_renew_once_and_do_not_block_each_other(home):
    pond = Pond()
    pond.access = "elsewhere"

    async def work(now):
        callers = [calls(home, pond, now) for _ in range(3)]
        return await asyncio.gather(*(caller.get("/posts", "posts") for caller in callers))

    answers, took = virtually(MORNING, work)
    assert [answer.status for answer in answers] == [200] * 3
    assert pond.renewals == 1
    assert took < timedelta(seconds=2)


RENEW = """
import asyncio, sys
import httpx
from datetime import datetime
from pathlib import Path
from assets.calling.tokens import Tokens
from tests.pond import PondDialect
from warehouse.credentials import Credential
from warehouse.home import Home

class Far(PondDialect):
    async def renewed(self, http, credential, now):
        answer = await http.post(sys.argv[2], content=credential.refresh_token)
        if answer.status_code != 200:
            raise SystemExit("renewed twice")
        given = answer.json()
        return Credential(given["access"], given["refresh"], None, credential.client_secret)

async def main():
    configured = Credential("pond-access-token-0", "pond-refresh-token-0", None, "pond-client-secret")
    tokens = Tokens(Home(Path(sys.argv[1])), "pond", "17", configured, Far(), lambda: datetime(2026, 10, 20))
    print("ready", flush=True)
    sys.stdin.readline()
    async with httpx.AsyncClient(trust_env=False) as http:
        await tokens.renew(http, "pond-access-token-0")
    print(tokens.credential.access_token)

asyncio.run(main())
"""


class _Exchange(BaseHTTPRequestHandler):
    """Gives new tokens for the refresh token in force, once; slow enough for a race."""

    def do_POST(self):
        came = self.rfile.read(int(self.headers["content-length"])).decode()
        self.server.exchanged.append(came)
        threading.Event().wait(0.3)
        self.send_response(200 if self.server.exchanged.count(came) == 1 else 400)
        self.end_headers()
        self.wfile.write(b'{"access": "pond-access-1", "refresh": "pond-refresh-1"}')

    def log_message(self, *_arguments):
        pass


def test_two_processes_renew_once(home, repository):
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Exchange)
    server.exchanged = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    command = [sys.executable, "-c", RENEW, str(home.root), f"http://127.0.0.1:{server.server_port}/"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    runs = [subprocess.Popen(command, cwd=repository, **pipes) for _ in range(2)]
    for run in runs:
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        run.stdin.write("\n")
        run.stdin.flush()
    said = [run.communicate(timeout=60)[0].strip() for run in runs]
    server.shutdown()
    server.server_close()
    assert said == ["pond-access-1", "pond-access-1"]
    assert server.exchanged == [REFRESH]


def test_a_token_is_renewed_five_minutes_before_it_ends(home):
    pond = Pond()

    async def work(now):
        caller = calls(home, pond, now)
        caller.tokens.credential = Credential(
            TOKEN, REFRESH, None, SECRET, expires_at=MORNING + timedelta(minutes=10)
        )
        await caller.get("/posts", "posts")
        before = pond.renewals
        await asyncio.sleep(301)
        await caller.get("/posts", "posts")
        return before

    before, _ = virtually(MORNING, work)
    assert (before, pond.renewals) == (0, 1)


def test_what_is_given_in_exchange_is_stored_before_it_is_used(home, monkeypatch):
    pond = Pond()
    pond.access = "elsewhere"

    async def work(now):
        caller = calls(home, pond, now)
        await caller.tokens.renew(caller.http, TOKEN)
        file = credentials.path(home, "pond", "17")
        assert file.stat().st_mode & 0o777 == 0o600
        assert home.credentials.stat().st_mode & 0o777 == 0o700
        # The run crashes here: nobody has used the new token yet. The next run goes on with it.
        following = calls(home, pond, now)
        assert (await following.get("/posts", "posts")).status == 200

    virtually(MORNING, work)
    assert pond.renewals == 1


def test_on_a_full_disk_nothing_is_exchanged(home, monkeypatch):
    pond = Pond()

    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    async def work(now):
        caller = calls(home, pond, now)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(OSError, match="No space left"):
                await caller.tokens.renew(caller.http, TOKEN)
        assert pond.renewals == 0
        assert not list(home.credentials.glob("*.tmp"))
        await caller.tokens.renew(caller.http, TOKEN)

    virtually(MORNING, work)
    assert pond.renewals == 1


def test_an_exchange_that_did_not_arrive_is_sent_again_and_one_that_may_have_is_not(home):
    pond = Pond()
    answer = pond.answer
    came = []

    async def flaky(request):
        came.append(request)
        if len(came) < 3:
            raise httpx.ConnectError("nobody there")
        return await answer(request)

    async def work(now):
        pond.transport = httpx.MockTransport(flaky)
        caller = calls(home, pond, now)
        await caller.tokens.renew(caller.http, TOKEN)
        assert len(came) == 3

        async def cut(request):
            came.append(request)
            raise httpx.ReadError("cut off")

        pond.transport = httpx.MockTransport(cut)
        caller = calls(home, pond, now)
        with pytest.raises(Unreachable, match="ReadError"):
            await caller.tokens.renew(caller.http, caller.tokens.credential.access_token)
        assert len(came) == 4

    virtually(MORNING, work)


def test_an_exchange_that_gives_something_else_is_a_refusal_that_tells_nothing(home):
    async def odd(request):
        return httpx.Response(200, json={"token": f"x{REFRESH}"})

    async def work(now):
        pond = Pond()
        pond.transport = httpx.MockTransport(odd)
        caller = calls(home, pond, now)
        with pytest.raises(TokenRefused, match=r"expected a new one, got something else \(KeyError\)"):
            await caller.tokens.renew(caller.http, TOKEN)

    virtually(MORNING, work)


def test_who_finds_the_account_being_renewed_for_too_long_is_told(home):
    async def work(now):
        pond = Pond()
        caller = calls(home, pond, now)
        lock = credentials.path(home, "pond", "17").with_suffix(".lock")
        async with exclusively(lock):
            with pytest.raises(Unreachable, match="another run has held it"):
                await caller.tokens.renew(caller.http, TOKEN)

    virtually(MORNING, work)


def test_every_secret_that_was_ever_used_is_known_as_one(home):
    pond = Pond()

    async def work(now):
        caller = calls(home, pond, now)
        await caller.tokens.renew(caller.http, TOKEN)
        return caller.tokens.secrets

    assert virtually(MORNING, work)[0] == {TOKEN, REFRESH, SECRET, "pond-access-1", "pond-refresh-1"}


def test_a_credential_shows_nothing(home):
    assert TOKEN not in repr(CONFIGURED) and REFRESH not in str(CONFIGURED)
    assert TOKEN not in repr(tokens(home, lambda: MORNING).__dict__["credential"])
