"""What reads cost, counted before they are made: a budget stops a sync, it is not found out afterwards."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from assets.calling.failures import OutOfBudget

MICRO = 1_000_000


@dataclass
class Spending:
    """Money of one platform in this month, in millionths of a dollar; `allowed` is None without a budget."""

    platform: str
    month: str
    allowed: int | None = None
    spent_before: int = 0
    spent: int = 0
    _promised: dict[Hashable, int] = field(default_factory=dict)

    def check(self, cost: int, reader: Hashable = None) -> None:
        """Raises OutOfBudget where reads for `cost` more would go beyond the budget of the month.

        What a reader was granted counts for the others as spent, until it pays or asks again.
        """
        self.release(reader)
        gone = self.spent_before + self.spent + sum(self._promised.values())
        if self.allowed is not None and gone + cost > self.allowed:
            raise OutOfBudget(
                f"budget of ${self.allowed / MICRO:,.2f} for {self.platform} in {self.month}: "
                f"${gone / MICRO:,.2f} are spent, the next read costs ${cost / MICRO:,.3f}; "
                f"raise budgets.{self.platform}.usd_per_month, or wait for the next month"
            )
        self._promised[reader] = cost

    def pay(self, cost: int, reader: Hashable = None) -> None:
        """Books reads that were made."""
        self.release(reader)
        self.spent += cost

    def release(self, reader: Hashable) -> None:
        """Gives back what a reader was granted and did not use."""
        self._promised.pop(reader, None)
