"""Ids in each platform's own style: of accounts, posts, comments and the people who write them."""

import zlib
from datetime import datetime

from twin.platforms import post_id
from twin.randomness import generator

LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def account_id(business_id: str, platform: str, number: int) -> str:
    """The native id of a business's account number 0, 1, 2 ... on a platform; the same for every seed."""
    rng = generator(zlib.crc32(business_id.encode()), "account", platform, str(number))
    if platform == "tiktok":
        return "-000" + "".join(LETTERS[index] for index in rng.integers(len(LETTERS), size=32))
    first, digits = {
        "x": ("17", 17),
        "linkedin": ("10", 6),
        "facebook": ("1048", 11),
        "instagram": ("178414", 11),
    }[platform]
    return first + "".join(map(str, rng.integers(10, size=digits).tolist()))


def native_post_id(platform: str, account: str, content_type: str, moment: datetime, number: int) -> str:
    """The id of a post; posts of the same moment on one platform differ by `number` (0..999)."""
    plain = post_id(platform, moment, number)
    if platform == "linkedin" and content_type in ("document", "video"):
        return plain.replace("share", "ugcPost")
    return f"{account}_{plain.split('_')[1]}" if platform == "facebook" else plain


def comment_id(platform: str, post: str, index: int) -> str:
    """The id of a post's comment number `index`."""
    if platform == "facebook":
        return f"{post.split('_')[-1]}_{zlib.crc32(post.encode())}{index:04d}"
    return f"17{post[-13:]}{index:03d}"


def author_id(platform: str, person: int) -> str:
    """The id that the platform gives to a person."""
    return f"{'2489' if platform == 'facebook' else '9051'}{10_000_000_000 + person * 7919}"
