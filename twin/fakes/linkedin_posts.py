"""The posts resource of the fake LinkedIn: the shape of a post, and the finder by author."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from twin.fakes.epoch import milliseconds
from twin.fakes.linkedin_refusals import illegal
from twin.social import SocialAccount, SocialPost

DEFAULT_COUNT, MOST_COUNT = 10, 100
_LITTLE = re.compile(r"[\\()\[\]{}@#*_~<>|]")
_TAG = re.compile(r"#(\w+)")


def organization(account: SocialAccount) -> str:
    """The URN of the account's page."""
    return f"urn:li:organization:{account.profile.account_id}"


def by_urn(account: SocialAccount, now: datetime) -> dict[str, SocialPost]:
    """The posts that are there, newest first, by their URNs."""
    return {post.id: post for post in account.posts(now)}


def finder(account: SocialAccount, params: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A page of the author's posts; offsets count in the list as it is at this moment."""
    order = params.get("sortBy", "LAST_MODIFIED")
    if order not in ("LAST_MODIFIED", "CREATED"):
        raise illegal(f"Invalid value for parameter sortBy: {order}")
    start, count = window(params)
    posts = [shape(account, post) for post in account.posts(now)]
    posts.sort(key=lambda post: post["createdAt" if order == "CREATED" else "lastModifiedAt"], reverse=True)
    return page(posts[start : start + count], start, count)


def page(elements: Sequence[Any], start: int = 0, count: int = DEFAULT_COUNT) -> dict[str, Any]:
    """Elements in the envelope of every list; neither total nor links can be relied on."""
    return {"paging": {"start": start, "count": count, "links": []}, "elements": list(elements)}


def window(params: dict[str, Any]) -> tuple[int, int]:
    """Start and count of a page; raises Refused."""
    try:
        start, count = int(params.get("start", 0)), int(params.get("count", DEFAULT_COUNT))
    except (TypeError, ValueError):
        raise illegal("Invalid paging parameters: start and count must be numbers") from None
    if start < 0 or not 0 <= count <= MOST_COUNT:
        raise illegal(f"Invalid paging parameters: start={start}, count={count}")
    return start, count


def shape(account: SocialAccount, post: SocialPost) -> dict[str, Any]:
    """A post as the API shows it."""
    published = milliseconds(post.posted_at)
    modified = milliseconds(post.edited_at) if post.edited_at else published + 4_000
    content = contents(post)
    return {
        "id": post.id,
        "author": organization(account),
        "commentary": little(post.body),
        "createdAt": published - 877,
        "publishedAt": published,
        "lastModifiedAt": modified,
        "lifecycleState": "PUBLISHED",
        "lifecycleStateInfo": {"isEditedByAuthor": post.edited_at is not None},
        "visibility": "PUBLIC",
        "isReshareDisabledByAuthor": False,
        "distribution": {"feedDistribution": "MAIN_FEED", "thirdPartyDistributionChannels": []},
        **({"content": content} if content else {}),
    }


def contents(post: SocialPost) -> dict[str, Any] | None:
    """What is attached; a post of mere text has no such part."""
    number = post.id.rpartition(":")[2]
    if post.content_type == "link":
        return {"article": {"source": f"https://example.com/{number}", "title": post.body[:40]}}
    if post.content_type == "carousel":
        return {
            "multiImage": {
                "images": [{"id": f"urn:li:image:D4E{number}{at}", "altText": ""} for at in (1, 2)]
            }
        }
    if post.content_type == "poll":
        options = [{"text": text, "voteCount": 0} for text in ("Yes", "No")]
        return {
            "poll": {"question": post.body[:140], "options": options, "settings": {"duration": "THREE_DAYS"}}
        }
    kind = {"image": "image", "video": "video", "reel": "video", "document": "document"}.get(
        post.content_type
    )
    return {"media": {"id": f"urn:li:{kind}:D4E{number}"}} if kind else None


def little(text: str) -> str:
    """The text in LinkedIn's own format: hashtags as templates, signs that mean something escaped."""
    parts = re.split(_TAG, text)
    return "".join(
        f"{{hashtag|\\#|{part}}}" if at % 2 else _LITTLE.sub(lambda sign: "\\" + sign[0], part)
        for at, part in enumerate(parts)
    )
