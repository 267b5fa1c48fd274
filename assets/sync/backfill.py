"""The plan of a back-fill for what is configured: each connected account, and what raw knows of its posts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from assets.calling.spending import MICRO
from assets.sync import ledger
from assets.sync.asked import connected
from assets.sync.contract import contract
from assets.sync.durations import minutes
from assets.sync.known import known_posts
from assets.sync.open_pull import unbooked
from assets.sync.planning import PlatformPlan, StreamPlan, Things, plan, things
from assets.sync.raw_rows import asked
from assets.sync.stream import Stream
from warehouse.configuration.settings import Account, Configuration
from warehouse.home import Home


def backfill(
    home: Home,
    configuration: Configuration,
    streams: Mapping[str, Sequence[Stream]],
    since: date,
    moment: datetime,
    businesses: Collection[str] = (),
    posts: int | None = None,
) -> list[PlatformPlan]:
    """The plan of each platform (`streams`: platform -> streams) that has a connected account.

    `posts`: how many posts to assume for each account; None: what raw knows, else one a day.
    """
    found = []
    for platform, offered in streams.items():
        planned: list[StreamPlan] = []
        longest = 0.0
        for business, account in connected(configuration, platform):
            if not businesses or business.id in businesses:
                of = _things(home, business.id, account, moment, posts)
                names = [stream.name for stream in offered if stream.applies(account)]
                rules = contract(platform)
                own = plan(rules, business.id, account.account, names, since, moment.date(), of)
                longest = max(longest, minutes(rules, {each.stream: each.calls for each in own}))
                planned += own
        if planned:
            left = _left(home, configuration, platform, moment)
            found.append(PlatformPlan(platform, tuple(planned), round(longest, 1), left))
    return found


def _things(home: Home, business_id: str, account: Account, moment: datetime, posts: int | None) -> Things:
    thing = contract(account.platform).thing
    return things(_moments(home, business_id, account, thing), moment, posts, thing)


def _moments(home: Home, business_id: str, account: Account, thing: str) -> list[datetime]:
    """When each thing of the account that has landed was posted, or created."""
    if thing == "post":
        known = known_posts(home, account.platform, business_id, account.account).values()
        return [post.posted_at for post in known if post.posted_at]
    sql = f"select min(created_at) from {{raw}} where business_id = ? and account_id = ? group by {thing}_id"
    return [at for (at,) in asked(home, account.platform, f"{thing}s", sql, [business_id, account.account])]


def _left(home: Home, configuration: Configuration, platform: str, moment: datetime) -> int | None:
    """What is left of the budget of this month, in millionths of a dollar; None without a budget."""
    budget, month = configuration.budgets.get(platform), f"{moment:%Y-%m}"
    if budget is None:
        return None
    gone = unbooked(home, platform, month) + ledger.spent(home, platform, month)
    return round(budget.usd_per_month * MICRO) - gone
