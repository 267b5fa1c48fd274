"""One exchange over HTTP: what is asked, and the whole answer to it or none."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import httpx

from assets.calling.answers import Answer
from assets.calling.failures import CallFailed, Unreachable

PATIENCE_SECONDS = 30.0


class Retry(Exception):
    """An attempt that is worth another one; its text holds no address and no token.

    `fails`: what the last of such attempts counts as.
    """

    def __init__(self, text: str, fails: type[CallFailed] = Unreachable) -> None:
        self.fails = fails
        super().__init__(text)


class Asked(NamedTuple):
    """What is called, the same at every attempt; `endpoint` names the rate budget it counts to."""

    method: str
    url: str
    endpoint: str
    params: Mapping[str, Any] | None
    json_body: Any
    form: Mapping[str, str] | None


async def answered(
    http: httpx.AsyncClient, asked: Asked, headers: Mapping[str, str], now: Callable[[], datetime]
) -> Answer:
    """The answer, whatever its status; raises Retry where no whole one comes within 30 seconds."""
    try:
        # httpx's own time-outs count single reads; a server that drips would hold us for ever.
        async with asyncio.timeout(PATIENCE_SECONDS):
            response = await http.request(
                asked.method, asked.url, params=asked.params, json=asked.json_body, data=asked.form,
                headers=headers, timeout=PATIENCE_SECONDS,
            )  # fmt: skip
    except TimeoutError:
        raise Retry(f"no whole answer within {PATIENCE_SECONDS:.0f} s") from None
    except httpx.HTTPError as error:
        # The error itself holds the request, and with it the token.
        raise Retry(f"no whole answer ({type(error).__name__})") from None
    return Answer(response.status_code, response.headers, _parsed(response), now())


def _parsed(response: httpx.Response) -> Any:
    try:
        return json.loads(response.content) if response.content else None
    except (ValueError, RecursionError):
        return None
