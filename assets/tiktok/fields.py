"""The fields to ask for: those of the contract, without the ones that TikTok refuses."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from assets.calling import metrics
from assets.calling.failures import BadRequest, MetricRefused
from assets.sync.pull import Pull

Found = TypeVar("Found")


class Fields:
    """One group of fields of the contract; what is refused is remembered, and tried again after 30 days."""

    def __init__(self, pull: Pull, group: str) -> None:
        self._pull, self._group = pull, f"{group}."
        self._today = pull.connection.now().date()
        self._names = pull.connection.contract.metrics[group]
        remembered = pull.connection.memory.dead_metrics
        self._dead = {key.removeprefix(self._group): remembered[key] for key in self._keys}
        self._asked_for = metrics.alive(self._names, self._dead, self._today)
        self._remember()

    async def asked(self, ask: Callable[[Sequence[str]], Awaitable[Found]]) -> Found:
        """What `ask` gives for the fields; where it refuses some, which ones is found out first.

        Raises BadRequest where it refuses without any of them as well: then it is not the fields.
        """
        try:
            return await ask(self._asked_for)
        except MetricRefused:
            pass
        try:
            await ask([])
        except MetricRefused as refused:
            raise BadRequest(refused.reason) from None
        await metrics.asked(ask, self._asked_for, self._dead, self._today)
        self._asked_for = [name for name in self._asked_for if name not in self._dead]
        self._remember()
        return await ask(self._asked_for)

    @property
    def _keys(self) -> list[str]:
        return [key for key in self._pull.connection.memory.dead_metrics if key.startswith(self._group)]

    def _remember(self) -> None:
        """Keeps the dead ones by group and name: days and posts have fields of the same name."""
        remembered = self._pull.connection.memory.dead_metrics
        for key in self._keys:
            del remembered[key]
        for name, reason in self._dead.items():
            remembered[self._group + name] = reason
            self._pull.remarks.append(f"TikTok refuses {name} ({reason})")
