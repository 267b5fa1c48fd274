"""All accounts that a simulated world is connected by, those of products among them, and what opens them."""

from collections.abc import Iterator

from twin.fakes.ga4_key import service_account_key
from twin.fakes.tokens import first_token
from twin.product import ProductWorld
from twin.social import Profile, SocialWorld
from twin.twin_file import base_url


def profiles(world: SocialWorld) -> list[Profile]:
    """The accounts on social platforms, then those where visitors and customers of products leave traces."""
    social = (account.profile for account in world.accounts)
    return [*social, *(profile for product in world.products for profile in _of(product))]


def secret(profile: Profile, port: int) -> str:
    """What opens the account: a token, or for GA4 the key of a service account."""
    if profile.platform == "ga4":
        return service_account_key(profile.account_id, f"{base_url(port, 'ga4')}/token")
    return first_token(profile.platform, profile.account_id)


def _of(product: ProductWorld) -> Iterator[Profile]:
    for platform, account_id in product.accounts.items():
        name, zone = product.business_id.capitalize(), product.product.timezone
        yield Profile(product.business_id, platform, account_id, name, name, zone, product.start)
