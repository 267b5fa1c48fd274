"""Comments under fake Instagram media: the newest first, replies inside of what they reply to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from twin.fakes.graph_call import Call
from twin.fakes.graph_fields import Field, Shown, parsed, selected
from twin.fakes.graph_times import written
from twin.social import Commented, SocialAccount, SocialPost

MOST = 50  # comments in one answer


class Thread:
    """All comments of one post at one moment."""

    def __init__(self, call: Call, account: SocialAccount, post: SocialPost, now: datetime) -> None:
        self._fields = parsed(call.params.get("fields", "id,timestamp,text"))
        self._all = account.comments(post.id, now)

    @property
    def first_level(self) -> list[Commented]:
        return [each for each in reversed(self._all) if each.parent_id is None]

    def shown(self, comment: Commented) -> dict[str, Any]:
        """A comment with the fields that are asked for."""
        return self._selected(comment, self._fields)

    def _selected(self, comment: Commented, fields: Sequence[Field]) -> dict[str, Any]:
        known: dict[str, Shown] = {
            "id": lambda _: comment.id,
            "timestamp": lambda _: written(comment.created_at),
            "text": lambda _: comment.text,
            "username": lambda _: comment.author_name,
            "like_count": lambda _: comment.likes,
            "hidden": lambda _: False,
            "parent_id": lambda _: comment.parent_id,
            "from": lambda _: {"id": comment.author_id, "username": comment.author_name},
            "replies": lambda field: self._replies(comment, field),
        }
        return selected(fields, known, "InstagramComment")

    def _replies(self, comment: Commented, field: Field) -> dict[str, Any] | None:
        """Absent where nobody has replied."""
        fields = field.inner or parsed("id,timestamp,text")
        found = [self._selected(each, fields) for each in self._all if each.parent_id == comment.id]
        return {"data": found} if found else None
