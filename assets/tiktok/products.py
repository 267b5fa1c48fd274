"""Which of TikTok's two products reads an account: Business where almanac.yaml says so, else Display."""

from assets.calling.dialect import Dialect
from assets.calling.failures import BadRequest
from assets.sync.connection import Connection
from assets.tiktok.business_client import Business, BusinessDialect
from assets.tiktok.client import Display, DisplayDialect
from warehouse.configuration.settings import Account

DISPLAY, BUSINESS = "display", "business"


def is_business(account: Account) -> bool:
    """Whether the Accounts API (Business) reads the account."""
    return account.product == BUSINESS


def manners(account: Account, version: str) -> Dialect:
    """How the product that reads the account is spoken to."""
    return BusinessDialect(version) if is_business(account) else DisplayDialect(version)


def business(connection: Connection) -> Business:
    """The Accounts API of an account."""
    return Business(connection.caller, connection.api_version, connection.account_id)


def client(connection: Connection) -> Display | Business:
    """The calls of the product that reads the account; raises BadRequest for a product that is none."""
    if is_business(connection.account):
        return business(connection)
    if connection.account.product not in (None, DISPLAY):
        raise BadRequest(f"expected product: {DISPLAY} or {BUSINESS}, got {connection.account.product!r}")
    return Display(connection.caller, connection.api_version)
