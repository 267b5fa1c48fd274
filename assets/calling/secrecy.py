"""Texts for people and logs, without any secret in them."""

import logging
import re
from collections.abc import Iterable

HIDDEN = "(not shown)"
_NAMED = re.compile(
    r"(?P<name>access_token|refresh_token|client_secret|appsecret_proof|assertion|input_token|fb_exchange_token"
    r"|authorization|access-token|bearer)(?P<between>[\"']?\s*[=:]?\s*[\"']?)(?P<value>[^\s\"'&,;}]+)",
    re.IGNORECASE,
)


def shown(text: str, secrets: Iterable[str] = ()) -> str:
    """The text, every given secret and everything that stands behind the name of a token replaced."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return _NAMED.sub(lambda match: match["name"] + match["between"] + HIDDEN, text)


def silence_http() -> None:
    """Keeps HTTP libraries from logging addresses, in which some platforms carry tokens."""
    for name in ("httpx", "httpcore", "hpack"):
        logging.getLogger(name).setLevel(logging.WARNING)
