"""Which post brought a visitor: the campaign in its link, by which visits and posts can be joined."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

import numpy as np

from twin.social_account import Account

REMEMBERED, FADES_AFTER = timedelta(days=9), timedelta(days=2)
IN_PROFILE = "profile"
CAMPAIGN = re.compile(r"utm_campaign=([\w-]+)")


class Campaigns:
    """Of one business's posts. Called with a platform and a moment, it draws one of those shown by then."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._accounts = {each.profile.platform: each for each in accounts}
        self._known: dict[str, tuple[list[datetime], list[str]]] = {}
        self._until = datetime(1970, 1, 1)

    def __call__(self, platform: str, moment: datetime, rng: np.random.Generator) -> str:
        """A newer post is likelier; where there is none it was the link in the profile."""
        if moment > self._until:
            self._until = moment + timedelta(weeks=4)
            self._known.clear()
        posted, campaigns = self._links(platform)
        first, last = bisect_left(posted, moment - REMEMBERED), bisect_right(posted, moment)
        drawn = rng.random()  # one draw whatever is known, so that every visit takes as many
        if first == last:
            return IN_PROFILE
        weights = [math.exp((each - moment) / FADES_AFTER) for each in posted[first:last]]
        index = int(np.searchsorted(np.cumsum(weights), drawn * sum(weights)))
        return campaigns[first + min(index, len(weights) - 1)]

    def _links(self, platform: str) -> tuple[list[datetime], list[str]]:
        if platform not in self._known:
            account = self._accounts.get(platform)
            lives = account.lives(self._until) if account else []
            found = [(each.first.posted_at, CAMPAIGN.search(each.first.body)) for each in lives]
            links = [(posted_at, link[1]) for posted_at, link in found if link]
            self._known[platform] = ([each for each, _ in links], [name for _, name in links])
        return self._known[platform]
