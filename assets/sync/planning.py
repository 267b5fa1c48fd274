"""What reading the past of accounts would take, computed from contracts: calls, minutes, money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from assets.calling.spending import MICRO
from assets.sync.contract import Contract, StreamContract
from assets.sync.durations import minutes

POSTS_A_DAY = 1.0  # assumed where nothing is known of an account yet


@dataclass(frozen=True)
class Things:
    """How many posts an account has a day, and where that is known from; or how many there are in all."""

    a_day: float
    source: str
    in_all: int | None = None

    def within(self, days: int) -> int:
        """How many posts the stretch of so many days has, rounded up."""
        return ceil(self.a_day * days) if self.in_all is None else self.in_all


@dataclass(frozen=True)
class StreamPlan:
    """What one stream of one account would take: minutes with all waits, money in millionths of a dollar."""

    business_id: str
    platform: str
    account_id: str
    stream: str
    first: date
    last: date
    things: int | None  # posts; None for a stream of days, and for a snapshot
    pages: int
    calls: int
    minutes: float
    microusd: int
    lost: str  # what cannot be had any more, in words; empty where all can
    assumption: str  # where the number of things is from; empty where it does not matter
    note: str = ""  # what the contract says of the stream


@dataclass(frozen=True)
class PlatformPlan:
    """All accounts of one platform. `minutes` until the slowest is read: they are read side by side."""

    platform: str
    streams: tuple[StreamPlan, ...]
    minutes: float
    budget: int | None = None  # millionths of a dollar that are left this month; None without a budget

    @property
    def calls(self) -> int:
        return sum(each.calls for each in self.streams)

    @property
    def microusd(self) -> int:
        return sum(each.microusd for each in self.streams)

    @property
    def is_over_budget(self) -> bool:
        """Whether the budget would stop the back-fill before its end."""
        return self.budget is not None and self.microusd > self.budget


def things(
    posted: Iterable[datetime], moment: datetime, assumed: int | None = None, thing: str = "post"
) -> Things:
    """How many posts to reckon with: an assumed number in all, else what was measured, else one a day."""
    if assumed is not None:
        return Things(0.0, f"{assumed:,} {thing}s for each account, as assumed by whoever asks", assumed)
    known = [at for at in posted if at <= moment]
    if not known:
        return Things(
            POSTS_A_DAY, f"{POSTS_A_DAY:g} {thing} a day, assumed: nothing is known of the account yet"
        )
    days = max((moment - min(known)).total_seconds() / 86_400, 1.0)
    rate = len(known) / days
    return Things(rate, f"{rate:.2f} {thing}s a day, measured: {len(known):,} in {days:,.0f} days")


def plan(
    rules: Contract,
    business_id: str,
    account_id: str,
    names: Sequence[str],
    since: date,
    today: date,
    of: Things,
) -> list[StreamPlan]:
    """The plan of every named stream of an account, from `since` until `today` (the running day)."""
    return [_stream(rules, business_id, account_id, name, since, today, of) for name in names]


def _stream(
    rules: Contract, business_id: str, account_id: str, name: str, since: date, today: date, of: Things
) -> StreamPlan:
    stream = rules.streams[name]
    first, last, lost = _reach(stream, since, today)
    number = of.within(max((last - first).days + 1, 0)) if _is_of_things(stream) else None
    if number is not None and stream.history_things and number > stream.history_things:
        lost = f"{lost}; only the newest {stream.history_things:,} are given".lstrip("; ")
        number = stream.history_things
    pages, calls = _calls(stream, first, last, number)
    return StreamPlan(
        business_id, rules.platform, account_id, name, first, last, number, pages, calls,
        round(minutes(rules, {name: calls}), 1), _price(stream, number), lost,
        of.source if number is not None else "", stream.note,
    )  # fmt: skip


def _reach(stream: StreamContract, since: date, today: date) -> tuple[date, date, str]:
    """First and last day that can be read, and in words what cannot."""
    if not _is_of_things(stream) and stream.window_days is None:
        lost = "its past was never kept by the platform: it is known from the first sync on"
        return today, today, lost if since < today else ""
    last = today - timedelta(days=1 + stream.closed_after_days) if stream.window_days else today
    horizon = today - timedelta(days=stream.history_days) if stream.history_days else since
    if since >= horizon:
        return since, last, ""
    lost = f"{since} to {horizon - timedelta(days=1)}: given for {stream.history_days} days only"
    return horizon, last, lost


def _is_of_things(stream: StreamContract) -> bool:
    return stream.page is not None


def _calls(stream: StreamContract, first: date, last: date, number: int | None) -> tuple[int, int]:
    """Pages and all calls: listings and details, or windows of days, or one snapshot."""
    if number is not None and stream.page:
        pages = max(1, ceil(number / stream.page))
        return pages, pages + ceil(stream.details * ceil(number / stream.batch))
    if stream.window_days:
        windows = max(0, ceil(((last - first).days + 1) / stream.window_days))
        return windows, windows * stream.calls
    return 1, stream.calls


def _price(stream: StreamContract, number: int | None) -> int:
    """Millionths of a dollar: of every post, or of the one thing that a snapshot is."""
    return round((1 if number is None else number) * stream.usd_per_thing * MICRO)
