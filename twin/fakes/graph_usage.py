"""How the fake Graph API counts calls: percent of an allowance of a day, told in headers, refused at 100."""

import json
from datetime import datetime, timedelta
from typing import Any

from twin.fakes.limits import SlidingWindows
from twin.social import SocialAccount

CALLS_FOR_EACH_PERSON = 4_800
DAY_SECONDS = 86_400
FAULT_MINUTES = 5


class Usage:
    """The allowances of all accounts of one product (`kind`: pages, instagram)."""

    def __init__(self, kind: str, calls_a_day: int | None) -> None:
        self._kind, self._calls_a_day = kind, calls_a_day
        self._windows = SlidingWindows()

    def count(
        self, account: SocialAccount, now: datetime, fault: dict[str, Any] | None
    ) -> tuple[dict[str, str], bool]:
        """The headers after one call more, and whether it was allowed; `fault`: refused whatever is left."""
        owner = account.profile.account_id
        if fault is not None:
            return _headers(self._kind, owner, 100, fault.get("minutes", FAULT_MINUTES)), False
        state = self._windows.count(now, self._allowance(account, now), DAY_SECONDS, owner)
        percent = 100 * (state.limit - state.remaining) // state.limit
        minutes = 0 if state.allowed else -(-(state.reset - now) // timedelta(minutes=1))
        return _headers(self._kind, owner, percent, minutes), state.allowed

    def _allowance(self, account: SocialAccount, now: datetime) -> int:
        if self._calls_a_day is not None:
            return self._calls_a_day
        return CALLS_FOR_EACH_PERSON * max(1, account.followers(now) // 100)


def _headers(kind: str, owner: str, percent: int, minutes: int) -> dict[str, str]:
    use = {"call_count": percent, "total_cputime": percent // 4, "total_time": percent // 4}
    business = {owner: [{"type": kind, **use, "estimated_time_to_regain_access": minutes}]}
    return {
        "x-app-usage": json.dumps(use),
        "x-business-use-case-usage": json.dumps(business),
    }
