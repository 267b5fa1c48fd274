"""Comments under a fake Facebook post: of the first level, or all of them as one stream."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from twin.fakes.graph_call import Call
from twin.fakes.graph_error import GraphError
from twin.fakes.graph_fields import Field, Shown, parsed, selected
from twin.fakes.graph_times import written
from twin.social import Commented, SocialAccount, SocialPost


def under(call: Call, account: SocialAccount, post: SocialPost, now: datetime) -> list[Commented]:
    """The comments that are asked for; replies only with filter=stream."""
    which = call.params.get("filter", "toplevel")
    if which not in ("stream", "toplevel"):
        raise GraphError("(#100) Param filter must be one of {stream, toplevel}", 100)
    found = account.comments(post.id, now)
    found = found if which == "stream" else [comment for comment in found if comment.parent_id is None]
    return found[::-1] if call.params.get("order") == "reverse_chronological" else found


def shown(call: Call) -> Callable[[Commented], dict[str, Any]]:
    """How each comment is shown: with the fields that are asked for."""
    fields = parsed(call.params.get("fields", "created_time,from,message,id"))
    return lambda comment: selected(fields, _known(comment), "Comment")


def _known(comment: Commented) -> dict[str, Shown]:
    return {
        "id": lambda _: comment.id,
        "created_time": lambda _: written(comment.created_at),
        "from": lambda _: {"name": comment.author_name, "id": comment.author_id},
        "message": lambda _: comment.text,
        "like_count": lambda _: comment.likes,
        "parent": lambda field: _parent(field, comment),
    }


def _parent(_field: Field, comment: Commented) -> dict[str, str] | None:
    return {"id": comment.parent_id} if comment.parent_id else None
