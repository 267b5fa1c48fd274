"""What a call to a platform can come to when it does not succeed, by what else fails the same way."""

from collections.abc import Iterable
from datetime import datetime


class CallFailed(Exception):
    """A call that gave no answer to use. The reason names what was expected and what came, and no secret.

    `kind` is the word for it in the ledger; `ends` says what else would fail the same way: this call only,
    the stream, or the whole account.
    """

    kind = "request"
    ends = "call"

    def __init__(self, reason: str) -> None:
        # Not in `args` as well: a reason that is cleaned later must not stay there as it was.
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return self.reason

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.reason!r})"


class TokenRefused(CallFailed):
    """The token is expired, revoked or of no use; nothing of the account can be read until it is renewed."""

    kind = "token"
    ends = "account"


class VersionEnded(CallFailed):
    """The platform has switched the version of its API off that we call."""

    kind = "version"
    ends = "account"


class OutOfBudget(CallFailed):
    """The next read would cost more than the budget of the month allows."""

    kind = "budget"
    ends = "account"


class QuotaUsedUp(CallFailed):
    """The platform gives no more answers for longer than we wait; the rest is left for a later run."""

    kind = "quota"
    ends = "account"

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.until = until


class PermissionMissing(CallFailed):
    """The token is good, but may not read this."""

    kind = "permission"
    ends = "stream"


class BadRequest(CallFailed):
    """The platform does not understand or does not accept what was asked."""

    ends = "stream"


class Unreachable(CallFailed):
    """No whole answer after every try: network, server errors, half a body, no answer in time."""

    kind = "network"
    ends = "stream"


class BrokenPaging(CallFailed):
    """Pages that do not end: a cursor that came before, too many empty pages, too many pages."""

    kind = "paging"
    ends = "stream"


class NothingCame(CallFailed):
    """An answer that is in order and holds nothing, where there must be something."""

    kind = "empty"
    ends = "stream"


class Gone(CallFailed):
    """The thing asked for is not there, or is not shown to us."""

    kind = "gone"


class MetricRefused(BadRequest):
    """One or more of the metrics asked for are refused; `names` where the platform says which."""

    ends = "call"

    def __init__(self, reason: str, names: Iterable[str] = ()) -> None:
        super().__init__(reason)
        self.names = frozenset(names)
