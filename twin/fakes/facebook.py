"""The fake Graph API for Facebook Pages: which path is answered with what."""

from datetime import datetime, timedelta
from typing import Any

from twin.clock import Clock
from twin.fakes import facebook_comments, facebook_page_insights, facebook_post_insights, facebook_posts
from twin.fakes.facebook_page import page_node
from twin.fakes.facebook_tokens import debugged, managed
from twin.fakes.faults import Faults
from twin.fakes.graph import HOST, GraphFake
from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError, missing_permission
from twin.fakes.graph_paging import page
from twin.fakes.graph_times import boundary
from twin.social import SocialAccount, SocialPost, SocialWorld

CONSENT_DAYS = 90
FEWEST_FOLLOWERS = 100  # a smaller Page has no insights
LISTED = ("published_posts", "posts", "feed")


class FacebookFake(GraphFake):
    """Facebook Pages. The fault missing_permission takes `permission`: read_insights empties insights.

    `consented_at`: when the person behind the token consented last; 90 days later all edges are empty.
    None: a system user's token, whose access does not end. `most_data`: things times fields of a page.
    """

    platform = "facebook"

    def __init__(
        self,
        world: SocialWorld,
        clock: Clock,
        faults: Faults | None = None,
        calls_a_day: int | None = None,
        consented_at: datetime | None = None,
        most_data: int = 2_500,
    ) -> None:
        super().__init__(world, clock, faults, calls_a_day)
        self.data_ends = consented_at + timedelta(days=CONSENT_DAYS) if consented_at else None
        self.most_data = most_data

    def served(self, call: Call, account: SocialAccount) -> Any:
        own = account.profile.account_id
        match [own if word == "me" and number == 0 else word for number, word in enumerate(call.path)]:
            case ["debug_token"]:
                return debugged(call, self.tokens, self.data_ends, self.now())
            case [name] if name == own:
                return page_node(call, account, self.clock.now())
            case [name, "accounts"] if name == own:
                return managed(account, call)
            case [name, edge] if name == own and edge in LISTED:
                return self._listed(call, account)
            case [name, "insights"] if name == own:
                return self._insights(call, account, None)
            case [name]:
                post = self.post_of(account, name)
                return facebook_posts.node(call, account, post, self.clock.now())
            case [name, "insights"]:
                return self._insights(call, account, self.post_of(account, name))
            case [name, "comments"]:
                return self._comments(call, account, self.post_of(account, name))
        raise GraphError(f"(#2500) Unknown path components: /{'/'.join(call.path)}", 2500)

    def _listed(self, call: Call, account: SocialAccount) -> dict[str, Any]:
        owner = account.profile.account_id
        if self._lacks("pages_read_engagement", owner):
            raise missing_permission("pages_read_engagement")
        limit = call.whole("limit", 25)
        if limit > 100 or limit * len(facebook_posts.fields(call)) > self.most_data:
            told = "Please reduce the amount of data you're asking for, then retry your request"
            raise GraphError(told, 1, status=500)
        now, since, until = self.clock.now(), boundary(call, "since"), boundary(call, "until")
        posts = [
            post
            for post in account.posts(now)
            if (since is None or since <= post.posted_at) and (until is None or post.posted_at <= until)
        ]
        posts = [] if self._is_closed() else posts
        return page(
            call, HOST, posts, lambda post: facebook_posts.node(call, account, post, now), limit,
            self.faults, owner,
        )  # fmt: skip

    def _insights(self, call: Call, account: SocialAccount, post: SocialPost | None) -> dict[str, Any]:
        owner = account.profile.account_id
        if self._lacks("pages_read_engagement", owner):
            raise missing_permission("pages_read_engagement")
        retired = self.retired_metric(owner)
        now = self.clock.now()
        if post is None:
            answer = facebook_page_insights.answer(call, HOST, account, now, retired)
        else:
            answer = facebook_post_insights.answer(call, account, post, now, retired)
        is_silent = self._lacks("read_insights", owner) or self.faults.active("empty_ok", owner) is not None
        if is_silent or self._is_closed() or account.followers(now) < FEWEST_FOLLOWERS:
            return {**answer, "data": []}
        return answer

    def _comments(self, call: Call, account: SocialAccount, post: SocialPost) -> dict[str, Any]:
        owner = account.profile.account_id
        for permission in ("pages_read_engagement", "pages_read_user_content"):
            if self._lacks(permission, owner):
                raise missing_permission(permission)
        found = [] if self._is_closed() else facebook_comments.under(call, account, post, self.clock.now())
        limit = min(call.whole("limit", 25), 100)
        shown = facebook_comments.shown(call)
        return page(call, HOST, found, shown, limit, self.faults, owner)

    def _lacks(self, permission: str, owner: str) -> bool:
        fault = self.faults.active("missing_permission", owner)
        return fault is not None and fault.get("permission", "pages_read_engagement") == permission

    def _is_closed(self) -> bool:
        return self.data_ends is not None and self.data_ends <= self.now()
