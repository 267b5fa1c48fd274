"""Keeps tokens of the Instagram login alive: they last 60 days, and one that has ended cannot be renewed."""

from datetime import timedelta

from assets.calling.failures import CallFailed
from assets.instagram.dialect import INSTAGRAM_LOGIN
from assets.sync.pull import Pull

EARLY = timedelta(days=30)
TRIED = "token_renewal_tried_on"


async def keep_alive(pull: Pull) -> None:
    """Renews the token, at most once a day, where less than 30 days are left or nobody knows how many.

    A refusal is a remark: a token must be a day old, and if it is of no use, the next call says so.
    """
    connection = pull.connection
    caller, today = connection.caller, connection.now().date().isoformat()
    ends = caller.tokens.credential.expires_at
    if connection.account.product != INSTAGRAM_LOGIN or connection.memory.notes.get(TRIED) == today:
        return
    if ends is not None and ends - EARLY > connection.now():
        return
    connection.memory.notes[TRIED] = today
    try:
        await caller.tokens.renew(caller.http, caller.tokens.credential.access_token)
    except CallFailed as failed:
        pull.remarks.append(f"the token could not be renewed today: {failed.reason}")
