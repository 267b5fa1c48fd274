"""What reads cost, counted before they are made: a budget stops a sync, it is not found out afterwards."""

from dataclasses import dataclass

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

    def check(self, cost: int) -> None:
        """Raises OutOfBudget where reads for `cost` more would go beyond the budget of the month."""
        if self.allowed is not None and self.spent_before + self.spent + cost > self.allowed:
            raise OutOfBudget(
                f"budget of ${self.allowed / MICRO:,.2f} for {self.platform} in {self.month}: "
                f"${(self.spent_before + self.spent) / MICRO:,.2f} are spent, the next read costs ${cost / MICRO:,.3f}; "
                f"raise budgets.{self.platform}.usd_per_month, or wait for the next month"
            )

    def pay(self, cost: int) -> None:
        """Books reads that were made."""
        self.spent += cost
