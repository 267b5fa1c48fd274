"""The simulated world: the accounts and products of the three businesses, or more accounts for tests."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from twin.careers import COMPASS
from twin.golf import FAIRWAY
from twin.pottery import SPREEWERK
from twin.product import PRODUCTS, ProductWorld
from twin.product_campaigns import Campaigns
from twin.social import Profile, SocialWorld
from twin.social_account import Account
from twin.social_followers import purges
from twin.social_ids import account_id
from twin.social_posts import Author
from twin.world import Business, Channel

BUSINESSES = (FAIRWAY, SPREEWERK, COMPASS)
START = datetime(2026, 5, 24)
AGE = timedelta(days=900)


def social_world(
    seed: int = 7,
    start: datetime = START,
    businesses: tuple[Business, ...] = BUSINESSES,
    accounts_each: int = 1,
) -> SocialWorld:
    """The accounts of all channels, each `accounts_each` times under other ids.

    Nothing is published before `start`. The same seed and start give the same history, whatever is asked
    first and whoever else is in the world.
    """
    accounts = social_accounts(seed, start, businesses, accounts_each)
    return SocialWorld(seed, tuple(accounts), tuple(products(seed, start, businesses, accounts)))


def social_accounts(
    seed: int = 7,
    start: datetime = START,
    businesses: tuple[Business, ...] = BUSINESSES,
    accounts_each: int = 1,
) -> list[Account]:
    """The accounts of `social_world` with their whole lives, for those who may know the future."""
    return [
        account(seed, start, business, channel, number, order * accounts_each + number)
        for order, business in enumerate(businesses)
        for channel in business.channels
        for number in range(accounts_each)
    ]


def products(
    seed: int, start: datetime, businesses: Iterable[Business], accounts: Iterable[Account]
) -> Iterator[ProductWorld]:
    """The products of those businesses that have one; some visitors come from the posts of the accounts."""
    known = list(accounts)
    for business in businesses:
        if business.id in PRODUCTS:
            own = [each for each in known if each.profile.business_id == business.id]
            yield ProductWorld(seed, business.id, start, Campaigns(own))


def busy_world(
    seed: int = 7,
    start: datetime = START,
    businesses: tuple[Business, ...] = (FAIRWAY, SPREEWERK),
    accounts_each: int = 3,
) -> SocialWorld:
    """Like `social_world`, but every business is on every platform."""
    return social_world(seed, start, tuple(map(everywhere, businesses)), accounts_each)


def everywhere(business: Business) -> Business:
    """The business with a channel on each platform; those that it does not have are like those of others."""
    own = {channel.platform: channel for channel in business.channels}
    others = {channel.platform: channel for other in BUSINESSES for channel in other.channels}
    missing = (
        replace(channel, account=f"{business.id}.everywhere")
        for platform, channel in others.items()
        if platform not in own
    )
    return replace(business, channels=(*business.channels, *missing))


def account(
    seed: int, start: datetime, business: Business, channel: Channel, number: int, ordinal: int
) -> Account:
    """The account number 0, 1, 2 ... of a channel; `ordinal` (0..9) is another for each on a platform."""
    again = str(number + 1) if number else ""
    profile = Profile(
        business_id=business.id,
        platform=channel.platform,
        account_id=account_id(business.id, channel.platform, number),
        handle=channel.account + again,
        name=f"{business.name} {again}".strip(),
        timezone=business.timezone,
        created_at=start - AGE,
    )
    purpose = (business.id, "social", channel.platform, str(number))
    author = Author(profile, business, channel, ordinal, start, purges(seed, purpose, start))
    return Account(seed, author, purpose)
