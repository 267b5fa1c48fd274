"""What invented people write under a post, and when: as many comments as its counter says."""

from datetime import datetime, timedelta

import numpy as np

from twin.people import PEOPLE, person
from twin.phrases import lines
from twin.randomness import happens, one
from twin.social import Commented
from twin.social_growth import share
from twin.social_ids import author_id, comment_id
from twin.social_posts import Life

ANSWERS = 0.15
TEXTS = lines("""
Needed this today.
Trying it on Saturday!
Does this work for beginners as well?
I have been doing it wrong for years.
Beautiful.
Where can I book?
My teacher always said the opposite.
Saved for later.
More of this, please.
Is there still a place left next week?
""")


def under(life: Life, platform: str, rng: np.random.Generator) -> list[Commented]:
    """All comments that a post ever gets, oldest first, with the likes that they get in the end."""
    found: list[Commented] = []
    for index, created_at in enumerate(life.counted.comments):
        number = int(rng.integers(PEOPLE))
        parent = found[int(rng.integers(index))] if index and happens(rng, ANSWERS) else None
        found.append(
            Commented(
                id=comment_id(platform, life.first.id, index),
                created_at=created_at,
                author_id=author_id(platform, number),
                author_name=_name(platform, number),
                text=one(rng, TEXTS),
                likes=int(rng.geometric(0.5)) - 1,
                parent_id=(parent.parent_id or parent.id) if parent else None,
            )
        )
    return found


def likes(comment: Commented, moment: datetime) -> int:
    """How many of a comment's likes are there at that moment."""
    return round(comment.likes * share(moment - comment.created_at + timedelta(seconds=1), 12.0))


def _name(platform: str, number: int) -> str:
    somebody = person(number)
    return somebody.handle.removeprefix("@") if platform == "instagram" else somebody.name
