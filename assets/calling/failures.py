"""What a call to a platform can come to when it does not succeed, by what else fails the same way."""

from datetime import datetime


class CallFailed(Exception):
    """A call that gave no answer to use. The reason names what was expected and what came, and no secret."""

    kind = "request"  # the word for it in the ledger: request, token, version, budget, quota, permission, network, paging
    ends = "call"  # what else would fail the same way: this call only, the stream, or the account

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


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
        self.until = until
        super().__init__(reason)


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


class Gone(CallFailed):
    """The thing asked for is not there, or is not shown to us."""

    kind = "gone"


class MetricRefused(BadRequest):
    """One or more of the metrics asked for are refused; which one, the platform may not say."""

    ends = "call"
