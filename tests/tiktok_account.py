"""A simulated account on TikTok that tests can foretell: posts at even times, each growing for 30 days."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from twin.social import Profile, SocialPost

START = datetime(2026, 11, 20, 13, 0)
NAME = "-000steadySteadySteady"
GROWS_FOR = timedelta(days=30)
PROFILE = Profile("studio", "tiktok", NAME, "steady", "Steady Studio", "UTC", datetime(2025, 1, 1))
COUNTRIES = ("DE", "AT", "CH", "FR", "IT", "ES", "PL", "SE", "NO", "DK", "NL", "BE")


@dataclass
class Steady:
    """A SocialAccount: `number` posts from `begun` on, one every `every` hours, each seventh a photo."""

    number: int
    begun: datetime
    every: float = 12
    deleted: dict[str, datetime] = field(default_factory=dict)
    followers_at_start: int = 1_000
    analytics_since: datetime = datetime(2025, 1, 1)
    profile: Profile = PROFILE

    def __post_init__(self):
        step = timedelta(hours=self.every)
        self.all = [self._post(self.begun + step * index, index) for index in reversed(range(self.number))]
        self._by_id = {post.id: post for post in self.all}

    def _post(self, at, index):
        kind, seconds = ("image", None) if index % 7 == 3 else ("video", 20.0)
        post_id = str(7_570_000_000_000_000_000 + int(at.timestamp()))
        return SocialPost((post_id,), f"Clip {index} #Steady", kind, ("steady",), at, None, seconds)

    def publish(self, at):
        """One post more, newer than all others."""
        self.all.insert(0, self._post(at, len(self.all)))
        self._by_id = {post.id: post for post in self.all}

    def posts(self, now):
        return [post for post in self.all if self.find(post.id, now)]

    def find(self, any_id, now):
        post, gone = self._by_id.get(any_id), self.deleted.get(any_id)
        return post if post and post.posted_at <= now and (gone is None or now < gone) else None

    def counters(self, post_id, now):
        views = int(min(now - self._by_id[post_id].posted_at, GROWS_FOR) / timedelta(hours=1) * 10)
        return {
            "views": views,
            "reach": views // 2,
            "likes": views // 10,
            "comments": views // 50,
            "shares": views // 40,
            "saves": views // 30,
            "clicks": views // 100,
            "profile_clicks": views // 90,
            "follows": views // 500,
            "watch_ms": views * 7_000,
            "completed": views // 4,
        }

    def followers(self, now):
        return self.followers_at_start + (now - START).days

    def following(self, now):
        return 12

    def day(self, day, zone, now):
        begins = datetime.combine(day, time())
        if begins + timedelta(days=1) > now or begins < self.analytics_since:
            return None
        figures = {"reach": 300, "likes": 40, "comments": 5, "shares": 6, "saves": 2, "profile_views": 9}
        gained = {"website_clicks": 3, "follows": 4, "unfollows": 7, "accounts_engaged": 48}
        return {"views": 500 + day.day, **figures, **gained}

    def demographics(self, now):
        ages = {"18-24": 500, "25-34": 333, "35-44": 167}
        countries = {country: 100 - 5 * index for index, country in enumerate(COUNTRIES)}
        genders = {"F": 600, "M": 399, "U": 1}
        return {"age": ages, "gender": genders, "country": countries, "city": {"Köln": 10}}
