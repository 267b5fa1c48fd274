"""A post's final figures under the names that all platforms share, whatever a platform shows of them."""

import numpy as np

from twin.posts import Post

OURS = {"replies": "comments", "retweets": "shares", "bookmarks": "saves", "impressions": "views"}


def split(
    post: Post, seconds: float | None, rng: np.random.Generator
) -> tuple[dict[str, int], dict[str, int], int]:
    """The final figures that only grow, those that may fall, and the number of comments."""
    totals = {OURS.get(name, name): value for name, value in post.totals.items()}
    views, engaged = totals["views"], totals["likes"] + totals["comments"] + totals["shares"]
    watched = _watched(post, totals, rng) if seconds else 0
    growing = {
        "views": views,
        "impressions": views,
        "reach": totals.get("reach", int(views * rng.uniform(0.6, 0.85))),
        "clicks": totals.get("clicks", int(rng.poisson(views * 0.008))),
        "profile_clicks": int(rng.poisson(views * 0.002)),
        "follows": int(rng.poisson(views * 0.0008)),
        "video_views": watched,
        "watch_ms": int(watched * (seconds or 0) * 1000 * rng.uniform(0.25, 0.6)),
        "completed": int(watched * rng.uniform(0.1, 0.4)),
    }
    falling = {
        "likes": totals["likes"],
        "shares": totals["shares"],
        "quotes": totals.get("quotes", 0),
        "saves": totals.get("saves", int(rng.poisson(engaged * 0.03))),
    }
    return growing, falling, totals["comments"]


def _watched(post: Post, totals: dict[str, int], rng: np.random.Generator) -> int:
    """How often a video was watched: each view of a reel or a TikTok, else a part of the views."""
    if post.platform in ("instagram", "tiktok"):
        return totals["views"]
    return totals.get("video_views", int(totals["views"] * rng.uniform(0.3, 0.5)))
