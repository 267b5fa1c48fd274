"""When a token of the Graph API ends: by its own time, or because nobody has consented for 90 days."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from assets.calling.caller import Caller
from assets.calling.failures import TokenRefused
from assets.facebook.graph_batch import batch
from assets.facebook.graph_errors import CONNECT_AGAIN
from assets.sync.pull import Pull

ASK_AGAIN_AFTER = timedelta(hours=20)
NOTE = "token"
EPOCH = datetime(1970, 1, 1)


async def know_token(pull: Pull, endpoint: str) -> None:
    """Puts into the credential when the token ends, for the ledger; asks the platform once a day.

    Raises TokenRefused for a token that is invalid or whose access to data has ended: with such a one edges
    answer with nothing instead of an error.
    """
    connection, caller = pull.connection, pull.connection.caller
    fingerprint, notes = caller.tokens.credential.fingerprint, connection.memory.notes
    told = notes.get(NOTE, {})
    asked = datetime.fromisoformat(told["asked_at"]) if told.get("fingerprint") == fingerprint else None
    if asked is None or asked + ASK_AGAIN_AFTER <= connection.now():
        ends = await _asked(pull, caller, endpoint)
        told = {
            "fingerprint": fingerprint,
            "asked_at": connection.now().isoformat(),
            "ends": ends.isoformat() if ends else None,
        }
        notes[NOTE] = told
    if told["ends"]:
        ends = datetime.fromisoformat(told["ends"])
        caller.tokens.credential = replace(caller.tokens.credential, expires_at=ends)


async def _asked(pull: Pull, caller: Caller, endpoint: str) -> datetime | None:
    """The earlier of both ends, None for a token that has none or of which we are not told."""
    token = caller.tokens.credential.access_token
    # As a part of a batch the address travels in the body of a POST, and the token is in no log.
    version = pull.connection.api_version
    [part] = await batch(caller, endpoint, [f"{version}/debug_token?input_token={quote(token, safe='')}"])
    if part.failure is not None:
        pull.remarks.append(f"when the token ends is not known: {part.failure.reason}")
        return None
    told = part.body.get("data") or {}
    if told.get("is_valid") is False:
        raise TokenRefused(f"the token is not valid any more; {CONNECT_AGAIN}")
    by_time, by_consent = _moment(told.get("expires_at")), _moment(told.get("data_access_expires_at"))
    if by_consent is not None and by_consent <= caller.server_now:
        raise TokenRefused(
            f"access to data ended on {by_consent:%Y-%m-%d}, 90 days after the last consent; {CONNECT_AGAIN}"
        )
    return min((each for each in (by_time, by_consent) if each is not None), default=None)


def _moment(seconds: Any) -> datetime | None:
    """Naive UTC; 0 means never."""
    return EPOCH + timedelta(seconds=int(seconds)) if seconds else None
