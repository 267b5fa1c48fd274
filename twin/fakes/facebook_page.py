"""The node of a fake Facebook Page: its names and how many follow it now."""

from datetime import datetime
from typing import Any

from twin.fakes.graph_call import Call
from twin.fakes.graph_fields import Shown, parsed, selected
from twin.social import SocialAccount


def page_node(call: Call, account: SocialAccount, now: datetime) -> dict[str, Any]:
    """The fields of the Page that are asked for; its name and id without a selection."""
    profile, followers = account.profile, account.followers(now)
    shown: dict[str, Shown] = {
        "id": lambda _: profile.account_id,
        "name": lambda _: profile.name,
        "username": lambda _: profile.handle,
        "link": lambda _: f"https://www.facebook.com/{profile.handle}",
        "followers_count": lambda _: followers,
        "fan_count": lambda _: followers - followers // 40,
        "access_token": lambda _: call.token,
    }
    return selected(parsed(call.params.get("fields", "name")), shown, "Page")
