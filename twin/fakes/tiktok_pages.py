"""Lists of videos as both of TikTok's products page them: newest first, by a cursor in milliseconds."""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

from twin.fakes.epoch import milliseconds
from twin.social import SocialPost

MOST = 20
SHORT_EVERY = 5  # one page of so many is short, one of twice so many is empty though more follow


class VideoPage(NamedTuple):
    """The videos of one page, the cursor of the next in milliseconds, and whether there is a next."""

    videos: list[SocialPost]
    cursor: int
    has_more: bool


def page(posts: Sequence[SocialPost], cursor: int | None, most: int, repeats: bool) -> VideoPage:
    """The page of posts older than the cursor; with `repeats` the next cursor is the one that came."""
    older = [post for post in posts if not cursor or milliseconds(post.posted_at) < cursor]
    videos = older[: _size(cursor, older, most)]
    if not older:
        following, has_more = cursor or 0, False
    elif not videos:
        following, has_more = (cursor or 0) - 1, True
    else:
        following, has_more = milliseconds(videos[-1].posted_at), len(older) > len(videos)
    return VideoPage(videos, cursor or following, True) if repeats else VideoPage(videos, following, has_more)


def _size(cursor: int | None, older: Sequence[SocialPost], most: int) -> int:
    """How many videos a page holds: fewer than asked for now and then, always the same ones for a cursor."""
    odd = zlib.crc32(str(cursor or older[:1]).encode())
    if cursor and odd % (2 * SHORT_EVERY) == 0:
        return 0
    return max(most - 3, 1) if odd % SHORT_EVERY == 0 else most
