"""What the fake Graph API tells of tokens: debug_token, and the Pages that a token may read."""

from datetime import datetime
from typing import Any

from twin.fakes.epoch import seconds
from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError
from twin.fakes.tokens import TokenBook
from twin.social import SocialAccount

SCOPES = ["pages_show_list", "pages_read_engagement", "pages_read_user_content", "read_insights"]


def debugged(call: Call, book: TokenBook, data_ends: datetime | None, now: datetime) -> dict[str, Any]:
    """What is known of `input_token`; expires_at 0: it does not end by time."""
    token = call.params.get("input_token")
    if token is None:
        raise GraphError("(#100) The parameter input_token is required", 100)
    given = book.ends(token)
    if given is None:
        told = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
        return {"data": {"error": told, "is_valid": False, "scopes": []}}
    return {
        "data": {
            "app_id": "4100000000000001",
            "type": "PAGE",
            "is_valid": given.expires_at is None or given.expires_at > now,
            "expires_at": seconds(given.expires_at) if given.expires_at else 0,
            "data_access_expires_at": seconds(data_ends) if data_ends else 0,
            "profile_id": given.account_id,
            "user_id": "9",
            "scopes": SCOPES,
            "granular_scopes": [],
        }
    }


def managed(account: SocialAccount, call: Call) -> dict[str, Any]:
    """The Pages of the person whose token it is: here the one Page that the token belongs to."""
    one = {
        "id": account.profile.account_id,
        "name": account.profile.name,
        "access_token": call.token,
        "tasks": ["ANALYZE", "MODERATE"],
    }
    return {"data": [one], "paging": {"cursors": {"before": "MQ", "after": "MQ"}}}
