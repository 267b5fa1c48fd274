"""Texts for people and logs, without any secret in them."""

import json
import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus

import stamina

HIDDEN = "(not shown)"
_NAMES = (
    "access_token|refresh_token|client_secret|appsecret_proof|assertion|input_token|fb_exchange_token"
    "|authorization|access-token"
)
_SCHEME = r"(?:bearer|basic)(?:\s|\+|%20)+"
# A name with "=" or ":" and what follows, be it JSON, an address or a header.
_NAMED = re.compile(
    rf"(?P<before>(?:{_NAMES})[\"']?\s*(?:=|:|%3D)\s*[\"']?(?:{_SCHEME})?)(?!\(not shown\))[^\s\"'&,;}}]+",
    re.IGNORECASE,
)
# "Bearer" or "Basic" before something that is no word of a sentence.
_SCHEMED = re.compile(rf"(?P<before>\b{_SCHEME})[\w.~+/|%-]{{16,}}=*", re.IGNORECASE)


def shown(text: str, secrets: Iterable[str] = ()) -> str:
    """The text, every given secret and everything that stands behind the name of a token replaced."""
    text = hidden(text, secrets)
    for pattern in (_NAMED, _SCHEMED):
        text = pattern.sub(lambda match: match["before"] + HIDDEN, text)
    return text


def hidden(text: str, secrets: Iterable[str]) -> str:
    """The text with every given secret replaced, however it is written: as it is, in an address, in JSON."""
    for spelling in _spellings(frozenset(secrets)):
        text = text.replace(spelling, HIDDEN)
    return text


def silence_http() -> None:
    """Keeps HTTP libraries from logging addresses, in which some platforms carry tokens, and every retry."""
    for name in ("httpx", "httpcore", "hpack"):
        logging.getLogger(name).setLevel(logging.WARNING)
    stamina.instrumentation.set_on_retry_hooks([])


@lru_cache(maxsize=64)
def _spellings(secrets: frozenset[str]) -> list[str]:
    """How secrets may be written, the longest first: one may be the beginning of another."""
    found = set(secrets)
    for secret in secrets:
        found |= {quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
    return sorted(found - {""}, key=len, reverse=True)
