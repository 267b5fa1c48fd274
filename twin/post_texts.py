"""What stands in a post: phrases of the business, hashtags, and a link that may bear the post's campaign."""

from datetime import datetime

import numpy as np

from twin.randomness import one
from twin.world import Business, Channel

BLOG = "https://example.com/blog"


def link(business: Business, channel: Channel, planned: datetime) -> str:
    """Where a link in a post leads; a business that tags its links can tell which post somebody came from."""
    if not business.tags_links:
        return BLOG
    campaign = f"{channel.platform}-{planned:%Y%m%d-%H%M}"
    return f"{BLOG}?utm_source={channel.platform}&utm_medium=social&utm_campaign={campaign}"


def write(
    business: Business, content: str, hashtags: tuple[str, ...], rng: np.random.Generator, link: str = BLOG
) -> str:
    """A text of the business: an opening, something useful, a closing line or the link, the hashtags."""
    phrases = business.phrases
    closing = link if content == "link" else one(rng, phrases.closings)
    opening, body = one(rng, phrases.openings), one(rng, phrases.bodies)
    if not opening.endswith(":"):
        body = body[0].upper() + body[1:]
    lines = f"{opening} {body}\n\n{closing}"
    return " ".join([lines, *(f"#{name}" for name in hashtags)])
