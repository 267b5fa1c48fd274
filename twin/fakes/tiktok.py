"""A fake of TikTok: Display API v2 and Accounts API (Business) v1.3 side by side, with one set of tokens."""

from collections.abc import Sequence
from datetime import timedelta

from starlette.applications import Starlette

from twin.clock import Clock
from twin.fakes.base import Handler, SocialFake
from twin.fakes.faults import Faults
from twin.fakes.tiktok_business import BusinessFake
from twin.fakes.tiktok_display import DisplayFake
from twin.social import SocialWorld


class TikTokFake(SocialFake):
    """Every account can be read through either product.

    `personal` are the accounts that are no business accounts; `latency` is how late the numbers of Business
    are (TikTok says 24 to 48 hours); `token_error_status` is that of Display's token errors, 200 or 400.
    """

    platform = "tiktok"

    def __init__(
        self,
        world: SocialWorld,
        clock: Clock,
        faults: Faults | None = None,
        *,
        personal: frozenset[str] = frozenset(),
        latency: timedelta = timedelta(hours=36),
        display_per_minute: int = 600,
        business_per_minute: int = 40,
        business_per_day: int | None = None,
        token_error_status: int = 400,
    ) -> None:
        super().__init__(world, clock, faults)
        self.display = DisplayFake(world, clock, self.faults, display_per_minute, token_error_status)
        self.business = BusinessFake(
            world, clock, self.faults, business_per_minute, business_per_day, personal, latency
        )
        for product in (self.display, self.business):
            product.tokens, product.log = self.tokens, self.log
        self.app = Starlette(routes=[*self.display.app.routes, *self.business.app.routes])

    def routes(self) -> Sequence[tuple[str, str, Handler]]:
        """None of its own: the two products have them."""
        return ()
