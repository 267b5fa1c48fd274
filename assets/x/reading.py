"""One reading of an account's posts: what is known, what has been seen, whether private metrics are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assets.sync.coverage import Stretch
from assets.sync.known import KnownPost
from assets.sync.pull import Page, Pull
from assets.x import records
from assets.x.bill import Bill
from assets.x.client import FIELD_REFUSED, Found, XClient
from assets.x.dialect import UserTokenNeeded

BATCH = 100


@dataclass
class Reading:
    """The state of one reading. A post is taken once in it, whatever pages it comes on."""

    pull: Pull
    client: XClient
    known: dict[str, KnownPost]
    bill: Bill
    is_private: bool = True  # whether this token has been shown private metrics, as far as we know
    has_listed: bool = False  # whether the timeline has given any post
    seen: set[str] = field(default_factory=set)
    listed: list[Stretch] = field(default_factory=list)
    empty: list[Stretch] = field(default_factory=list)

    @classmethod
    def of(cls, pull: Pull) -> "Reading":
        """A reading that begins, with what raw knows of the account's posts."""
        connection = pull.connection
        known = connection.known_posts()
        return cls(pull, XClient(connection, pull.remarks), known, Bill(pull, known.values()))

    async def user_id(self) -> str:
        """The account's id, which is asked for once where the account is configured by its name."""
        account, notes = self.pull.connection.account_id, self.pull.connection.memory.notes
        if account.isdecimal():
            return account
        if "user_id" not in notes:
            self.pull.afford(self.bill.posts_for_a_user)
            await self.client.user()
            self.pull.pay(self.bill.posts_for_a_user)
        return str(notes["user_id"])

    def make_public(self, reason: str) -> None:
        """Goes on without private metrics, because this token is not shown any."""
        self.is_private = False
        self.pull.remarks.append(
            f"clicks are not read, private metrics are not shown to this token: {reason}"
        )

    async def by_id(self, ids: Sequence[str], private: bool) -> list[Found]:
        """The answers about the posts: with private metrics, and without for those whose are not shown."""
        private = private and self.is_private
        self.pull.afford(len(self.bill.unpaid(ids)))
        try:
            found = await self.client.posts(ids, private)
        except UserTokenNeeded as needed:
            if not private:
                raise
            self.make_public(needed.reason)
            return await self.by_id(ids, private=False)
        self.bill.book(_ids(found))
        refused = found.refused(FIELD_REFUSED) if private else []
        if refused and not found.posts:
            self.make_public(str(found.errors[0].get("detail")))
        return [found, *(await self.by_id(refused, private=False) if refused else [])]

    async def take(self, found: Found, page: Page, private: bool) -> None:
        """Lands the posts that have not been seen yet, edited ones with what their earlier versions count."""
        fresh = [item for item in found.posts if not _key(item) or _key(item) not in self.seen]
        self._note_absent(fresh)
        edited = [item for item in fresh if _key(item) and len(records.chain(item)) > 1]
        for item in fresh:
            if item not in edited:
                self._land(item, page)
        for item in edited:
            self._land(await self._with_earlier(item, private), page)

    def page(self, found: Found, endpoint: str, number: int = 1, window: Stretch | None = None) -> Page:
        """Where the posts of an answer come from."""
        start, end = window or (None, None)
        return Page(endpoint, number, found.at, start, end, found.words)

    def _land(self, item: Any, page: Page) -> None:
        record = self.pull.take(records.post, item, page)
        if isinstance(record, records.XPost):
            self.seen.add(record.post_id)
            self.pull.saw(record.posted_at)

    async def _with_earlier(self, item: Any, private: bool) -> Any:
        """The post with its earlier versions: X counts for each version what was done with it."""
        ids = records.chain(item)[:-1]
        answers = await self.by_id(ids, private)
        earlier = [each for found in answers for each in found.posts if _key(each) and each["id"] in ids]
        if len(earlier) < len(ids):
            self.pull.remarks.append(
                f"post {ids[0]}: its earlier versions cannot be read, their counters are missing"
            )
        return {**item, "earlier_versions": earlier}

    def _note_absent(self, items: Iterable[Any]) -> None:
        """Says which counters X does not give any more: they are empty, which nobody would notice else."""
        groups = [item.get("public_metrics") for item in items if isinstance(item, dict)]
        counted = [group for group in groups if isinstance(group, dict)]
        for name in self.pull.connection.contract.metrics["counted"]:
            if counted and not any(name in each for each in counted):
                self.pull.remarks.append(f"X gives no {name}")


def _ids(found: Found) -> list[str]:
    return [str(item["id"]) for item in found.posts if isinstance(item, dict) and "id" in item]


def _key(item: Any) -> str | None:
    return records.chain(item)[0] if isinstance(item, dict) and item.get("id") else None
