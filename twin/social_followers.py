"""How many people follow an account: some come and some go every day, and bots are purged now and then."""

from datetime import datetime, timedelta

from twin.randomness import generator

DAY = timedelta(days=1)
WEEK = 7 * DAY
COMING, GOING, PURGED = 0.0028, 0.001, 0.008  # shares of the followers at the beginning, a day or a purge


class Followers:
    """The followers of one account since the world began; `came` and `went` only ever grow."""

    def __init__(self, seed: int, purpose: tuple[str, ...], start: datetime, at_first: int) -> None:
        self.at_first = at_first
        self._seed, self._purpose, self._start = seed, purpose, start
        self._purges = purges(seed, purpose, start)
        self._came, self._went = [0], [0]  # at the end of each whole day since the start

    def now(self, moment: datetime) -> int:
        return self.at_first + self.came(moment) - self.went(moment)

    def came(self, moment: datetime) -> int:
        """How many have begun to follow since the world began."""
        return self._until(self._came, moment)

    def went(self, moment: datetime) -> int:
        """How many have stopped to follow since the world began, purged bots with them."""
        purged = sum(int(self.at_first * PURGED) for at in self._purges if at <= moment)
        return self._until(self._went, moment) + purged

    def _until(self, sums: list[int], moment: datetime) -> int:
        passed = max((moment - self._start) / DAY, 0.0)
        day = int(passed)
        while len(sums) < day + 2:
            self._draw_week()
        return sums[day] + int((sums[day + 1] - sums[day]) * (passed - day))

    def _draw_week(self) -> None:
        number = (len(self._came) - 1) // 7
        rng = generator(self._seed, *self._purpose, "followers", str(number))
        for sums, rate in ((self._came, COMING), (self._went, GOING)):
            for count in rng.poisson(self.at_first * rate, size=7).tolist():
                sums.append(sums[-1] + count)


def purges(seed: int, purpose: tuple[str, ...], start: datetime) -> tuple[datetime, ...]:
    """When the platform removes bots from followers and likes: about every eight weeks, for ten years."""
    rng = generator(seed, *purpose, "purges")
    seconds = rng.integers(8 * 7 * 86400, size=65).tolist()
    return tuple(start + 8 * number * WEEK + timedelta(seconds=at) for number, at in enumerate(seconds))
