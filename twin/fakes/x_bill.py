"""What X charges: each object once a UTC day, dearer when it is not one's own, until credits are gone."""

from collections import Counter
from datetime import date, datetime

OWN_POST, FOREIGN_POST, USER = 1_000, 5_000, 10_000  # millionths of a dollar


class Bill:
    """One app's account. `credits` in dollars, None: they do not end; `cap`: posts that may be read."""

    def __init__(self, credits: float | None = None, cap: int | None = None) -> None:
        self.credits, self.cap = credits, cap
        self.spent = 0
        self.posts_by_day: Counter[date] = Counter()
        self._billed: set[tuple[date, str]] = set()

    def read(self, now: datetime, thing: str, price: int) -> None:
        """Books an object that was returned; nothing where it was already returned on that day."""
        key = (now.date(), thing)
        if key in self._billed:
            return
        self._billed.add(key)
        self.spent += price
        if price != USER:
            self.posts_by_day[now.date()] += 1

    @property
    def is_depleted(self) -> bool:
        return self.credits is not None and self.spent >= self.credits * 1_000_000

    @property
    def is_capped(self) -> bool:
        return self.cap is not None and sum(self.posts_by_day.values()) >= self.cap
