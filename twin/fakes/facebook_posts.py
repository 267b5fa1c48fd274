"""Posts of a fake Facebook Page as nodes: fields, summaries under aliases, and what is left out."""

from datetime import datetime
from typing import Any

from twin.fakes.graph_call import Call
from twin.fakes.graph_fields import Field, Shown, parsed, selected
from twin.fakes.graph_times import written
from twin.social import SocialAccount, SocialPost

STATUS = {
    "image": "added_photos", "carousel": "added_photos", "video": "added_video", "reel": "added_video",
    "link": "shared_story", "text": "mobile_status_update",
}  # fmt: skip
ATTACHED = {
    "image": ("photo", "photo"), "carousel": ("album", "album"), "video": ("video", "video_inline"),
    "reel": ("video", "video_inline"), "link": ("link", "share"),
}  # fmt: skip
REACTIONS = {"LOVE": 10, "HAHA": 25, "WOW": 40}  # one in so many; the others are likes


def fields(call: Call) -> tuple[Field, ...]:
    """What is asked for of each post; creation, text and id without a selection."""
    return parsed(call.params.get("fields", "created_time,message,id"))


def node(call: Call, account: SocialAccount, post: SocialPost, now: datetime) -> dict[str, Any]:
    """The fields of a post that are asked for."""
    counters = account.counters(post.id, now)
    kind = post.content_type
    shown: dict[str, Shown] = {
        "id": lambda _: post.id,
        "message": lambda _: post.body or None,
        "story": lambda _: None,
        "created_time": lambda _: written(post.posted_at),
        "updated_time": lambda _: written(_updated(account, post, now)),
        "permalink_url": lambda _: permalink(account, post),
        "status_type": lambda _: STATUS.get(kind, STATUS["text"]),
        "is_published": lambda _: True,
        "full_picture": lambda _: "https://cdn.example/picture.jpg" if kind == "image" else None,
        "from": lambda _: {"name": account.profile.name, "id": account.profile.account_id},
        "shares": lambda _: {"count": counters["shares"]} if counters["shares"] else None,
        "reactions": lambda field: _summary(field, _reacted(field, counters["likes"])),
        "comments": lambda field: _summary(field, counters["comments"]),
        "attachments": lambda field: _attachments(field, kind),
    }
    return selected(fields(call), shown, "PagePost")


def permalink(account: SocialAccount, post: SocialPost) -> str:
    """Where the post is seen; a reel has an address of its own kind."""
    number = post.id.rpartition("_")[2]
    if post.content_type == "reel":
        return f"https://www.facebook.com/reel/{number}/"
    return f"https://www.facebook.com/{account.profile.account_id}/posts/{number}"


def by_type(likes: int) -> dict[str, int]:
    """Reactions by type; only types that somebody has used."""
    others = {kind: likes // one_in for kind, one_in in REACTIONS.items()}
    counted = {"LIKE": likes - sum(others.values()), **others}
    return {kind: number for kind, number in counted.items() if number}


def _reacted(field: Field, likes: int) -> int:
    kind = field.modifiers.get("type")
    return by_type(likes).get(kind, 0) if kind else likes


def _summary(field: Field, count: int) -> dict[str, Any]:
    """An edge inside of a node: we show its people to nobody, its number where a summary is asked for."""
    told: dict[str, Any] = {"data": []}
    if "summary" in field.modifiers:
        told["summary"] = {"total_count": count}
    return told


def _attachments(field: Field, kind: str) -> dict[str, Any] | None:
    if kind not in ATTACHED:
        return None
    known = dict(zip(("media_type", "type"), ATTACHED[kind], strict=True))
    asked = [inner.name for inner in field.inner] or list(known)
    return {"data": [{name: known[name] for name in asked if name in known}]}


def _updated(account: SocialAccount, post: SocialPost, now: datetime) -> datetime:
    """Comments move it as well as edits."""
    comments = [comment.created_at for comment in account.comments(post.id, now)]
    return max([post.posted_at, post.edited_at or post.posted_at, *comments])
