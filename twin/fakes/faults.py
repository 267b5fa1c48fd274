"""Faults that are switched on by name, for one account or for all, and what each is set to."""

from typing import Any

NAMES = (
    "expired_token", "rate_limited", "retired_metric", "retired_version", "server_errors", "slow",
    "truncated_body", "repeated_cursor", "empty_ok", "missing_permission", "clock_skew",
)  # fmt: skip
ALL = "*"


class Faults:
    """The faults of one fake platform.

    Details: server_errors, rate_limited and truncated_body (times: so many calls, None: for good),
    slow(seconds), retired_metric(metric), clock_skew(seconds: how far the platform's clock is ahead).
    """

    def __init__(self) -> None:
        self._on: dict[tuple[str, str], dict[str, Any]] = {}

    def switch_on(self, name: str, account_id: str = ALL, **details: Any) -> None:
        """Switches a fault on; raises KeyError for a name that is none."""
        if name not in NAMES:
            raise KeyError(f"no such fault: {name}; there are {', '.join(NAMES)}")
        self._on[name, account_id] = details

    def switch_off(self, name: str | None = None, account_id: str = ALL) -> None:
        """Switches one fault off, or all."""
        if name is None:
            self._on.clear()
        else:
            self._on.pop((name, account_id), None)

    def active(self, name: str, account_id: str | None) -> dict[str, Any] | None:
        """The details of a fault that is on for the account, None where it is off. Counts down `times`."""
        for key in ((name, account_id or ALL), (name, ALL)):
            details = self._on.get(key)
            if details is None:
                continue
            if details.get("times") is not None:
                if details["times"] <= 0:
                    continue
                details["times"] -= 1
            return details
        return None
