"""The fake Graph API for Instagram's professional accounts: which path is answered with what."""

from datetime import datetime, timedelta
from typing import Any

from twin.clock import Clock
from twin.fakes import instagram_days, instagram_media_insights
from twin.fakes.faults import Faults
from twin.fakes.graph import HOST, GraphFake
from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError
from twin.fakes.graph_paging import page
from twin.fakes.instagram_audience import demographics, node
from twin.fakes.instagram_comments import MOST as MOST_COMMENTS
from twin.fakes.instagram_comments import Thread
from twin.fakes.instagram_media import media
from twin.fakes.instagram_metrics import DEMOGRAPHICS, OF_ACCOUNTS, refuse_unknown
from twin.social import SocialAccount, SocialPost, SocialWorld

MOST_MEDIA = 100
LIFETIME, YOUNGEST = timedelta(days=60), timedelta(hours=24)


class InstagramFake(GraphFake):
    """Instagram for both logins. The fault missing_permission takes `permission`: for insights, or another.

    `professional_since`: older media have no insights at all. `latency`: how late insights of media are.
    """

    platform, throttle_code, usage_type = "instagram", 80002, "instagram"

    def __init__(
        self,
        world: SocialWorld,
        clock: Clock,
        faults: Faults | None = None,
        calls_a_day: int | None = None,
        professional_since: datetime | None = None,
        latency: timedelta = timedelta(),
    ) -> None:
        super().__init__(world, clock, faults, calls_a_day)
        self.professional_since, self.latency = professional_since, latency

    def served(self, call: Call, account: SocialAccount) -> Any:
        own, now = account.profile.account_id, self.clock.now()
        match call.path:
            case ["refresh_access_token"]:
                return self._refreshed(call)
            case [name] if name == own:
                return node(call, account, now)
            case [name, "media"] if name == own:
                return self._listed(call, account, account.posts(now))
            case [name, "stories"] if name == own:
                return self._listed(call, account, account.stories(now))
            case [name, "insights"] if name == own:
                return self._insights(call, account, None)
            case [name]:
                return media(call, account, self.post_of(account, name), now)
            case [name, "insights"]:
                return self._insights(call, account, self.post_of(account, name))
            case [name, "comments"]:
                return self._comments(call, account, self.post_of(account, name))
        raise GraphError(f"(#2500) Unknown path components: /{'/'.join(call.path)}", 2500)

    def _listed(self, call: Call, account: SocialAccount, posts: list[SocialPost]) -> dict[str, Any]:
        owner, now = account.profile.account_id, self.clock.now()
        self._require("instagram_basic", owner)
        limit = min(call.whole("limit", 25), MOST_MEDIA)
        return page(
            call, HOST, posts, lambda post: media(call, account, post, now), limit, self.faults, owner
        )

    def _insights(self, call: Call, account: SocialAccount, post: SocialPost | None) -> dict[str, Any]:
        owner, now = account.profile.account_id, self.clock.now()
        self._require("instagram_manage_insights", owner)
        retired = self.retired_metric(owner)
        if post is None:
            answer = _of_account(call, account, now, retired)
        elif self.professional_since and post.posted_at < self.professional_since:
            raise GraphError("Invalid parameter", 100, 2108006)
        else:
            as_of = now - self.latency
            answer = instagram_media_insights.answer(call, account, post, now, as_of, retired)
        return {"data": []} if self.faults.active("empty_ok", owner) is not None else answer

    def _comments(self, call: Call, account: SocialAccount, post: SocialPost) -> dict[str, Any]:
        owner = account.profile.account_id
        self._require("instagram_manage_comments", owner)
        thread = Thread(call, account, post, self.clock.now())
        limit = min(call.whole("limit", 25), MOST_COMMENTS)
        return page(call, HOST, thread.first_level, thread.shown, limit, self.faults, owner)

    def _refreshed(self, call: Call) -> dict[str, Any]:
        """A token for 60 days more, in exchange for one of the Instagram login that is a day old."""
        if call.params.get("grant_type") != "ig_refresh_token":
            raise GraphError("(#100) The parameter grant_type must be ig_refresh_token", 100)
        given, now = self.tokens.ends(call.token), self.now()
        assert given is not None  # a call with an unknown token does not get here
        if given.expires_at is not None and given.expires_at - LIFETIME > now - YOUNGEST:
            raise GraphError("(#10) The access token is not 24 hours old yet", 10)
        renewed = self.tokens.renew(given.refresh, now, LIFETIME)
        assert renewed is not None
        seconds = int(LIFETIME.total_seconds())
        return {"access_token": renewed.access, "token_type": "bearer", "expires_in": seconds}

    def _require(self, permission: str, owner: str) -> None:
        fault = self.faults.active("missing_permission", owner)
        if fault is not None and fault.get("permission", "instagram_manage_insights") == permission:
            raise GraphError("(#10) Application does not have permission for this action", 10)


def _of_account(call: Call, account: SocialAccount, now: datetime, retired: str | None) -> dict[str, Any]:
    names = call.words("metric")
    refuse_unknown(names, OF_ACCOUNTS, retired)
    if DEMOGRAPHICS not in names:
        return instagram_days.answer(call, account, now)
    if len(names) > 1:
        raise GraphError(f"(#100) {DEMOGRAPHICS} cannot be combined with other metrics", 100)
    return demographics(call, account, now)
