"""The manners of the Graph API that only Instagram has: conditions of media that look like errors of ours."""

from assets.calling.answers import Again, Answer
from assets.calling.failures import CallFailed, MetricRefused
from assets.facebook.graph import GraphDialect
from warehouse.configuration.settings import Account

INSTAGRAM_LOGIN = "instagram_login"
BEFORE_PROFESSIONAL = 2108006
NOT_CROSS_POSTED = 2207086
NO_PERMISSION = 10


class TooFewViewers(CallFailed):
    """Fewer than five people have seen a story: it shows no insights yet, though we may read them."""

    kind = "data"


class NotYetProfessional(CallFailed):
    """The media is from before the account became a professional one: it never has insights."""

    kind = "data"


class InstagramDialect(GraphDialect):
    """One version of the Graph API as Instagram answers it."""

    def judge(self, answer: Answer) -> CallFailed | Again | None:
        """As the Graph API is judged, but for what Instagram tells of media by codes of other things."""
        error = answer.body.get("error") if isinstance(answer.body, dict) else None
        if isinstance(error, dict):
            code, subcode, message = (error.get(name) for name in ("code", "error_subcode", "message"))
            if subcode == BEFORE_PROFESSIONAL:
                return NotYetProfessional(f"{message} (subcode {subcode})")
            if subcode == NOT_CROSS_POSTED:
                return MetricRefused(f"{message} (subcode {subcode})")
            # The code is that of a missing permission; only the text tells them apart.
            if code == NO_PERMISSION and "not enough viewers" in str(message).lower():
                return TooFewViewers(str(message))
        return super().judge(answer)


def manners(account: Account, version: str) -> InstagramDialect:
    """The dialect of an account; only tokens of the Instagram login renew, at the host of all calls."""
    return InstagramDialect(version, renews_at="" if account.product == INSTAGRAM_LOGIN else None)
