"""Batches of the Graph API: up to 50 calls in one, each with a status and a body of its own."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import httpx

from assets.calling.answers import Again, Answer
from assets.calling.caller import TRIES, Caller
from assets.calling.failures import BadRequest, CallFailed, QuotaUsedUp, Unreachable
from assets.calling.secrecy import shown

BATCH = 50
PATIENCE_SECONDS = 5.0  # before parts that were not answered are asked again


class Part(NamedTuple):
    """One call of a batch: its own status and parsed body, and why it failed (None where it did not)."""

    status: int
    body: Any
    at: datetime
    failure: CallFailed | None = None


async def batch(caller: Caller, endpoint: str, addresses: Sequence[str]) -> list[Part]:
    """The answers to up to 50 different relative addresses, in their order.

    Each address begins with the version, the same one: v25.0/17/insights?metric=... Parts that the platform
    did not get to are asked again; what is still open after four times has failed with Unreachable. Raises
    CallFailed for what ends more than one part: token, version, quota.
    """
    done: dict[str, Part] = {}
    open_ones, longest, waited = list(addresses), 0.0, 0.0
    for attempt in range(TRIES):
        if attempt:
            pause = max(longest, PATIENCE_SECONDS * 2**attempt)
            await caller.throttle.wait(endpoint, pause, waited=waited)
            waited += pause
        longest = await _round(caller, endpoint, open_ones, done)
        open_ones = [address for address in addresses if address not in done]
        if not open_ones:
            break
    if open_ones and longest:
        raise QuotaUsedUp(f"{endpoint}: throttled {TRIES} times in a row")
    missing = Unreachable(f"{endpoint}: a part of a batch was not answered, {TRIES} times")
    return [done.get(address) or Part(0, None, caller.now(), missing) for address in addresses]


async def _round(caller: Caller, endpoint: str, addresses: Sequence[str], done: dict[str, Part]) -> float:
    """One call for all addresses: what is answered goes into `done`; the longest wait that any asks for."""
    version = addresses[0].partition("/")[0]
    parts = [{"method": "GET", "relative_url": address.partition("/")[2]} for address in addresses]
    answer = await caller.call("POST", f"/{version}/", endpoint, form={"batch": json.dumps(parts)})
    if not isinstance(answer.body, list) or len(answer.body) != len(addresses):
        raise BadRequest(f"{endpoint}: expected {len(addresses)} parts of a batch, got another answer")
    longest = 0.0
    for address, part in zip(addresses, answer.body, strict=True):
        own = _answer(part, answer.at)
        await caller.heed(endpoint, own)
        verdict = caller.dialect.judge(own) if own.body is not None else Again("no answer")
        if isinstance(verdict, Again):
            longest = max(longest, verdict.after or 0.0)
            continue
        if verdict is not None:
            verdict.reason = shown(verdict.reason, caller.tokens.secrets)
            if verdict.ends == "account":
                raise verdict
        done[address] = Part(own.status, own.body, own.at, verdict)
    return longest


def _answer(part: Any, at: datetime) -> Answer:
    """A part as if it had been called alone; a part that is null was not answered in time."""
    if not isinstance(part, dict):
        return Answer(0, httpx.Headers(), None, at)
    headers = httpx.Headers([(one["name"], one["value"]) for one in part.get("headers") or ()])
    try:
        body = json.loads(part.get("body") or "null")
    except ValueError:
        body = None
    return Answer(int(part.get("code", 0)), headers, body, at)
