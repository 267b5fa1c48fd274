"""The insights of many posts at once: in batches, each post with the metrics of its kind that are alive."""

from collections.abc import Mapping, Sequence
from typing import Any

from assets.calling.failures import CallFailed, MetricRefused, PermissionMissing
from assets.facebook.client import FacebookClient
from assets.facebook.graph_batch import Part
from assets.facebook.graph_metrics import ask_alive
from assets.facebook.graph_reading import items, value_of
from assets.sync.pull import Pull

MOVING = ("video", "reel")


class PostMetrics:
    """Asks for the insights of posts of one Page.

    `given`: how many posts have had any; `asked`: of how many. `forbidden`: the refusal of a token that may
    not read insights.
    """

    def __init__(self, pull: Pull, client: FacebookClient) -> None:
        self._pull, self._client = pull, client
        self._metrics = pull.connection.contract.metrics
        self.asked = self.given = 0
        self.forbidden: PermissionMissing | None = None

    async def of(self, kinds: Mapping[str, str]) -> "Counted":
        """The insights of up to 50 posts, by id; `kinds` are their content types."""
        counted = Counted(self._client, {post_id: self._of_kind(kind) for post_id, kind in kinds.items()})
        if await ask_alive(self._pull, counted.ask, [*self._metrics["post"], *self._metrics["video"]]):
            self.asked += len(kinds)
        self.given += sum(bool(values) for values in counted.values.values())
        self.forbidden = self.forbidden or counted.forbidden
        for name, number in counted.refused.items():
            self._pull.remarks.append(f"{name} is not given for {number} of {len(kinds)} posts")
        return counted

    def _of_kind(self, kind: str) -> list[str]:
        return [*self._metrics["post"], *(self._metrics["video"] if kind in MOVING else [])]


class Counted:
    """The insights of one batch of posts as they come: `values` by post and metric, `failed` by post."""

    def __init__(self, client: FacebookClient, wanted: dict[str, list[str]]) -> None:
        self._client, self._wanted = client, wanted
        self._answered: dict[str, set[str]] = {post_id: set() for post_id in wanted}
        self.values: dict[str, dict[str, Any]] = {post_id: {} for post_id in wanted}
        self.failed: dict[str, CallFailed] = {}
        self.refused: dict[str, int] = {}
        self.forbidden: PermissionMissing | None = None

    async def ask(self, names: Sequence[str]) -> None:
        """Asks the posts that have not answered yet; raises MetricRefused where a name of several is refused.

        A single name is refused for good only if no post gives it.
        """
        asking = [
            (post_id, open_ones) for post_id in self._wanted if (open_ones := self._open(post_id, names))
        ]
        if not asking:
            return
        refusals = []
        for (post_id, metrics), part in zip(asking, await self._client.post_insights(asking), strict=True):
            if isinstance(part.failure, MetricRefused):
                refusals.append(part.failure)
            else:
                self._keep(post_id, metrics, part)
        if refusals and (len(names) > 1 or not any(names[0] in has for has in self._answered.values())):
            raise refusals[0]
        if refusals:
            self.refused[names[0]] = len(refusals)

    def _keep(self, post_id: str, metrics: Sequence[str], part: Part) -> None:
        """Keeps what one post answered, or why it did not."""
        if isinstance(part.failure, PermissionMissing):
            self.forbidden = part.failure
        elif part.failure is not None:
            self.failed[post_id] = part.failure
        else:
            self._answered[post_id].update(metrics)
            for entry in items(part.body, "insights"):
                self.values[post_id][entry["name"]] = value_of(entry)

    def _open(self, post_id: str, names: Sequence[str]) -> list[str]:
        if post_id in self.failed:
            return []
        return [
            name for name in self._wanted[post_id] if name in names and name not in self._answered[post_id]
        ]
