"""What each platform gives for a post: its counters, how engagement splits into them, how fast they grow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

EPOCH = datetime(2010, 11, 4, 1, 42, 54)


@dataclass(frozen=True)
class Facts:
    """A platform's counters under the names of its own tools; what is not named here is not given there.

    `parts` are the shares of engagement, `audience` is the counter of views, of which a share of
    `engagement_rate` engage; at an age of `growth_hours` a post has two thirds of its final figures.
    """

    written: str
    parts: Mapping[str, float]
    audience: str
    engagement_rate: float
    growth_hours: float
    reach: float | None = None
    click_rate: float | None = None
    video_views: float | None = None
    aside: Mapping[str, float] = field(default_factory=dict)


X = Facts(
    written="twitter",
    parts={"likes": 0.78, "replies": 0.09, "retweets": 0.13},
    audience="impressions",
    engagement_rate=0.028,
    growth_hours=10,
    click_rate=0.012,
    aside={"quotes": 0.02, "bookmarks": 0.07},
)
LINKEDIN = Facts(
    written="linkedin",
    parts={"likes": 0.82, "comments": 0.12, "shares": 0.06},
    audience="impressions",
    engagement_rate=0.034,
    growth_hours=30,
    reach=0.62,
    click_rate=0.022,
)
INSTAGRAM = Facts(
    written="instagram",
    parts={"likes": 0.84, "comments": 0.05, "shares": 0.04, "saves": 0.07},
    audience="views",
    engagement_rate=0.052,
    growth_hours=24,
    reach=0.7,
)
FACEBOOK = Facts(
    written="facebook",
    parts={"likes": 0.83, "comments": 0.1, "shares": 0.07},
    audience="views",
    engagement_rate=0.024,
    growth_hours=26,
    reach=0.75,
    click_rate=0.015,
    video_views=0.4,
)
TIKTOK = Facts(
    written="tiktok",
    parts={"likes": 0.9, "comments": 0.04, "shares": 0.06},
    audience="views",
    engagement_rate=0.046,
    growth_hours=48,
)
PLATFORMS = {"x": X, "linkedin": LINKEDIN, "instagram": INSTAGRAM, "facebook": FACEBOOK, "tiktok": TIKTOK}


def post_id(platform: str, moment: datetime, number: int) -> str:
    """An id in the platform's own style; posts of the same moment differ by `number`."""
    stamp = (moment - EPOCH) // timedelta(milliseconds=1)
    snowflake = (stamp << 22) | (number & 0x3FFFFF)
    if platform == "linkedin":
        return f"urn:li:share:{snowflake}"
    if platform == "instagram":
        return f"178{stamp:012d}{number % 1000:03d}"
    if platform == "facebook":
        return f"104857600123456_{snowflake}"
    return str(snowflake)
