"""One simulated account on a platform: what `twin.social.SocialAccount` promises, drawn when asked for."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from operator import attrgetter
from zoneinfo import ZoneInfo

from twin import social_posts, social_stories
from twin.moments import local
from twin.randomness import generator
from twin.social import Commented, SocialPost
from twin.social_audience import Audience
from twin.social_comments import likes, under
from twin.social_days import edges, figures, told
from twin.social_followers import Followers
from twin.social_growth import Counted
from twin.social_posts import Author, Life
from twin.world import monday

FOLLOWERS_PER_ENGAGEMENT = 60
published_at = attrgetter("first.posted_at")


class Account:
    """A SocialAccount. Weeks are drawn once, in order, as far as somebody has looked."""

    def __init__(self, seed: int, author: Author, purpose: tuple[str, ...]) -> None:
        self.profile, self.author = author.profile, author
        self._seed, self._purpose = seed, purpose
        base = int(author.channel.engagement * FOLLOWERS_PER_ENGAGEMENT)
        self._followers = Followers(seed, purpose, author.start, base)
        self._next = monday(local(author.start, ZoneInfo(author.business.timezone)).date())
        self._posts: list[Life] = []
        self._stories: list[Life] = []
        self._by_id: dict[str, Life] = {}
        self._days: dict[tuple[date, str], dict[str, int]] = {}
        self._comments: dict[str, list[Commented]] = {}

    def posts(self, now: datetime) -> list[SocialPost]:
        return [post for life in self._published(now) if (post := life.at(now))]

    def stories(self, now: datetime) -> list[SocialPost]:
        self._draw(now)
        live = [life.at(now) for life in self._stories if published_at(life) > now - social_stories.LIVE]
        return [story for story in reversed(live) if story]

    def find(self, any_id: str, now: datetime) -> SocialPost | None:
        post = life.at(now) if (life := self.life(any_id, now)) else None
        return post if post is not None and any_id in post.ids else None

    def counters(self, post_id: str, now: datetime) -> dict[str, int]:
        return self._known(post_id, now).counted.at(now)

    def followers(self, now: datetime) -> int:
        return self._followers.now(now)

    def following(self, now: datetime) -> int:
        weeks = max((now - self.author.start) / timedelta(weeks=1), 0)
        return 180 + len(self.profile.handle) + int(weeks / 3)

    def day(self, day: date, zone: str, now: datetime) -> dict[str, int] | None:
        end = edges(day, zone)[1]
        if end > now or end <= self.author.start:
            return None
        if (day, zone) not in self._days:
            self._draw(end)
            self._days[day, zone] = figures(day, zone, self._between, self._followers)
        return told(self._days[day, zone], day, zone, now)

    def demographics(self, now: datetime) -> dict[str, dict[str, int]]:
        return self._audience.at(now, self.followers(now))

    def comments(self, post_id: str, now: datetime) -> list[Commented]:
        life = self._known(post_id, now)
        if post_id not in self._comments:
            rng = generator(self._seed, *self._purpose, "comments", post_id)
            self._comments[post_id] = under(life, self.profile.platform, rng)
        there = self._comments[post_id][: life.counted.commented(now)]
        return [replace(each, likes=likes(each, now)) if each.likes else each for each in there]

    def life(self, any_id: str, now: datetime) -> Life | None:
        """The whole life of the post or story with that id, whatever becomes of it; else None."""
        self._draw(now)
        return self._by_id.get(any_id)

    def lives(self, now: datetime) -> list[Life]:
        """The lives of all posts and stories published until then, deleted ones too, oldest first."""
        self._draw(now)
        known = [*self._posts, *self._stories]
        return sorted((life for life in known if published_at(life) <= now), key=published_at)

    @cached_property
    def _audience(self) -> Audience:
        rng = generator(self._seed, *self._purpose, "audience")
        return Audience(self.profile.timezone, self.author.start, rng)

    def _known(self, post_id: str, now: datetime) -> Life:
        life = self.life(post_id, now)
        if life is None:
            raise KeyError(
                f"{self.profile.platform} {self.profile.account_id} has no post {post_id} at {now}"
            )
        return life

    def _published(self, now: datetime) -> Iterator[Life]:
        self._draw(now)
        return reversed(self._posts[: bisect_right(self._posts, now, key=published_at)])

    def _between(self, start: datetime, end: datetime) -> Iterator[Counted]:
        for lives in (self._posts, self._stories):
            first, last = (bisect_left(lives, moment, key=published_at) for moment in (start, end))
            yield from (life.counted for life in lives[first:last])

    def _draw(self, now: datetime) -> None:
        """Draws all weeks that have begun at `now`, wherever it is a day later already."""
        while datetime(self._next.year, self._next.month, self._next.day) <= now + timedelta(days=1):
            rng = generator(self._seed, *self._purpose, self._next.isoformat())
            # Two that were planned for the same minute may be published in the other order.
            posts = sorted(social_posts.week_of(self.author, self._next, rng), key=published_at)
            stories = sorted(social_stories.week_of(self.author, self._next, rng), key=published_at)
            self._posts += posts
            self._stories += stories
            for life in [*posts, *stories]:
                for name in (life.edited or life.first).ids:
                    self._by_id[name] = life
            self._next += timedelta(days=7)
