"""What reading posts of X costs, each once a UTC day, and how many more of them the budget allows."""

from collections.abc import Iterable, Sequence

from assets.calling.failures import OutOfBudget
from assets.sync.known import KnownPost
from assets.sync.pull import Pull


class Bill:
    """The bill of one pull. What was seen earlier on this UTC day is paid already."""

    def __init__(self, pull: Pull, known: Iterable[KnownPost]) -> None:
        self._pull = pull
        today = pull.connection.caller.server_now.date()
        seen = [post for post in known if post.last_present and post.last_present.date() == today]
        self._paid = {name for post in seen for name in (post.post_id, post.version_id or post.post_id)}

    def unpaid(self, ids: Iterable[str]) -> list[str]:
        """The ids that would cost something now."""
        return [name for name in dict.fromkeys(ids) if name not in self._paid]

    def room(self, most: int, least: int = 1) -> int:
        """How many of `most` further posts the budget allows; raises OutOfBudget where fewer than `least`."""
        while most > least:
            try:
                self._pull.afford(most)
                return most
            except OutOfBudget:
                most = max(least, most // 2)
        self._pull.afford(most)
        return most

    def affordable(self, ids: Sequence[str]) -> Sequence[str]:
        """The first of the ids, as many as the budget allows; raises OutOfBudget where it is none."""
        unpaid = self.unpaid(ids)
        room = self.room(len(unpaid)) if unpaid else 0
        return ids if room == len(unpaid) else ids[: ids.index(unpaid[room])]

    def book(self, ids: Iterable[str]) -> None:
        """Pays for posts that came."""
        new = self.unpaid(ids)
        self._paid.update(new)
        self._pull.pay(len(new))

    @property
    def posts_for_a_user(self) -> int:
        """What looking up an account costs, in posts: the money of this stream."""
        streams = self._pull.connection.contract.streams
        return round(streams["audience"].usd_per_thing / streams["posts"].usd_per_thing)
