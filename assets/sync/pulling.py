"""Pulls one stream of one account: reads, lands, and tells attempt and memory what became of it."""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime

from assets.calling.failures import CallFailed, OutOfBudget, QuotaUsedUp
from assets.calling.secrecy import shown
from assets.sync import outcome
from assets.sync.connection import Connection
from assets.sync.coverage import Coverage
from assets.sync.landing import Landing
from assets.sync.ledger import PARTIAL, Attempt
from assets.sync.open_pull import OpenPull
from assets.sync.pull import Pull, name_of
from assets.sync.records import schema
from assets.sync.refused import Refusals
from assets.sync.stream import Stream


async def pulled(connection: Connection, stream: Stream, attempt: Attempt, opened: OpenPull) -> None:
    """Reads the stream. What was read lands, also where a call failed; a fault of ours lands nothing."""
    landed_at, name = connection.now(), name_of(connection, stream.name)
    covered = connection.memory.stream(stream.name).coverage.stretches
    with ExitStack() as held:
        landing = held.enter_context(
            Landing(connection.home, stream.source, stream.name, name, schema(stream.record), landed_at)
        )
        refused = held.enter_context(Refusals(connection, stream.name, name, landed_at))
        pull = Pull(connection, stream.name, stream.record, landing, refused, booked=opened.book)
        failure = await _read(stream, pull)
        landing.finish()
        refused.finish()
    _told(attempt, pull, failure)
    if _is_useless(pull) and failure is None:
        # Nothing of it could be used: it counts as not read, so that a corrected release reads it.
        pull.memory.coverage = Coverage(covered)


async def _read(stream: Stream, pull: Pull) -> CallFailed | None:
    try:
        await stream.read(pull)
    except CallFailed as failed:
        return failed
    finally:
        pull.connection.caller.spending.release(pull.reader)
    return None


def _told(attempt: Attempt, pull: Pull, failure: CallFailed | None) -> None:
    every = pull.connection.contract.streams[pull.stream].every
    attempt.rows, attempt.refused, attempt.newest_data = pull.rows, len(pull.refusals), pull.newest
    attempt.due_at = attempt.started_at + every
    if failure is not None:
        _failed(attempt, pull, failure)
    elif _is_useless(pull):
        outcome.failed(attempt, f"nothing of it could be used: {pull.refusals.first}", "shape")
    elif pull.left:
        attempt.status, attempt.reason = PARTIAL, _clean(pull, pull.left[:1])
        attempt.failure, attempt.due_at = pull.left_kind, attempt.started_at
    elif pull.connection.days is None:
        pull.memory.last_ok = attempt.started_at
    attempt.remarks = _clean(pull, pull.remarks)
    attempt.left, attempt.lost = _clean(pull, pull.left), _clean(pull, pull.lost)


def _is_useless(pull: Pull) -> bool:
    """Whether things came, and all of them were refused."""
    return pull.rows + pull.unchanged == 0 and len(pull.refusals) > 0


def _failed(attempt: Attempt, pull: Pull, failure: CallFailed) -> None:
    """A call ended the pull: partial where something landed or a later run goes on, and others may stop."""
    reason = _clean(pull, [failure.reason]) or failure.kind
    outcome.failed(attempt, reason, failure.kind)
    if pull.rows or isinstance(failure, QuotaUsedUp | OutOfBudget):
        attempt.status = PARTIAL
    until: datetime | None = getattr(failure, "until", None)
    attempt.due_at = until or attempt.due_at
    if failure.ends == "account":
        stopped = {"sync_id": pull.connection.sync_id, "reason": reason, "failure": failure.kind}
        pull.connection.memory.notes["stopped"] = stopped


def _clean(pull: Pull, texts: Iterable[str]) -> str | None:
    """The texts as one, each once and without any secret; None where there are none."""
    return shown("; ".join(dict.fromkeys(texts)), pull.connection.secrets) or None
