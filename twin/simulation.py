"""One business over one period: everything that happened to it, drawn from a seed."""

from dataclasses import dataclass, replace
from datetime import datetime

from twin import flaws, opportunities
from twin.flaws import Flaw
from twin.opportunities import Opportunity
from twin.product import ProductWorld
from twin.randomness import generator
from twin.social_account import Account
from twin.social_posts import Life
from twin.world import Business, Period

CRM_LEADS_PER_DAY = 0.35


@dataclass(frozen=True)
class Simulation:
    """What happened: opportunities of the list and of the CRM, accounts, a product, and bad records."""

    business: Business
    period: Period
    seed: int
    listed: list[Opportunity]
    leads: list[Opportunity]
    accounts: list[Account]
    flaws: list[Flaw]
    product: ProductWorld | None = None

    @property
    def as_of(self) -> datetime:
        return self.period.end

    @property
    def opportunities(self) -> list[Opportunity]:
        return [*self.listed, *self.leads]

    def posts(self, account: Account) -> list[Life]:
        """What the account has published and still shows at the end, oldest first; stories are not in it."""
        shown = {post.id for post in account.posts(self.as_of)}
        return [life for life in account.lives(self.as_of) if life.first.id in shown]


def simulate(
    business: Business,
    period: Period,
    seed: int,
    accounts: list[Account],
    product: ProductWorld | None = None,
) -> Simulation:
    """Lets a business live through the period; the same seed gives the same life."""
    return Simulation(
        business=business,
        period=period,
        seed=seed,
        listed=_listed(business, period, seed),
        leads=_leads(business, period, seed),
        accounts=accounts,
        flaws=flaws.of(business.id, period),
        product=product,
    )


def _listed(business: Business, period: Period, seed: int) -> list[Opportunity]:
    number = round(business.opportunities_per_day * period.weeks * 7)
    rng = generator(seed, business.id, "opportunities")
    return list(opportunities.simulate(business, business.sources, period, number, rng))


def _leads(business: Business, period: Period, seed: int) -> list[Opportunity]:
    if not business.crm_sources:
        return []
    number = round(CRM_LEADS_PER_DAY * period.weeks * 7)
    rng = generator(seed, business.id, "crm")
    leads = opportunities.simulate(business, business.crm_sources, period, number, rng)
    return [
        replace(lead, id=f"KD-{number}", currency=business.currency)
        for number, lead in enumerate(leads, start=1001)
    ]
