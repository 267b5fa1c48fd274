"""The mart post_scores, taken apart by business and platform: what every estimate on posts starts from."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assets.statistics.clusters import Ints
from assets.statistics.distributions import Floats

COLUMNS = (
    "business_id", "platform", "post_id", "account_id", "content_type", "hashtags",
    "posted_date", "posted_weekday", "posted_hour", "engagement_7d", "score",
)  # fmt: skip
ORDER = ("business_id", "platform", "posted_date", "post_id")


@dataclass(frozen=True)
class PlatformPosts:
    """The matured posts of a business on a platform, by date and id whatever order they came in."""

    business_id: str
    platform: str
    table: pa.Table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def numbers(self, name: str) -> Floats:
        return np.asarray(self.table[name].to_numpy(), dtype=np.float64)

    def whole(self, name: str) -> Ints:
        return np.asarray(self.table[name].to_numpy(), dtype=np.int64)

    def texts(self, name: str, absent: str = "") -> list[str]:
        """The column as texts, `absent` where it is NULL or empty."""
        return [text or absent for text in self.table[name].to_pylist()]

    def codes(self, *names: str) -> Ints:
        """For each post a number from 0, the same for posts that are equal in all these columns."""
        code = np.zeros(len(self), dtype=np.int64)
        for name in names:
            values = self.table[name].combine_chunks().dictionary_encode(null_encoding="encode")
            indices = np.asarray(values.indices.to_numpy(), dtype=np.int64)
            code = np.unique(code * (indices.max() + 1) + indices, return_inverse=True)[1]
        return code


def platforms(scores: pa.Table) -> Iterator[PlatformPosts]:
    """The posts with a score, one group a business and platform, sorted by both."""
    known = scores.filter(pc.is_valid(scores["score"])).sort_by([(name, "ascending") for name in ORDER])
    heads = [(row["business_id"], row["platform"]) for row in known.select(ORDER[:2]).to_pylist()]
    starts = [index for index, head in enumerate(heads) if index == 0 or head != heads[index - 1]]
    for start, end in pairwise([*starts, len(heads)]):
        yield PlatformPosts(*heads[start], known.slice(start, end - start))
