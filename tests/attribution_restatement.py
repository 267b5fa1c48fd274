"""Attribution once more, in plain Python, slowly, from its definition alone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

LOOK_BACK = timedelta(days=30)
HALF_LIFE = LOOK_BACK / 4
MODELS = ("first", "last", "last_non_direct", "linear", "position", "time_decay")


@dataclass(frozen=True)
class Session:
    """A visit; `post` is the (platform, id) that brought it."""

    key: str
    person: str
    at: datetime
    channel: str
    post: tuple[str, str] | None = None
    is_bot: bool = False


@dataclass(frozen=True)
class Conversion:
    """A payment or a won opportunity with its revenue in the business's currency, None where unknown."""

    kind: str
    id: str
    person: str | None
    at: datetime | None
    revenue: int | None
    refunded: int | None = 0


Share = tuple[str, str, str, int, str | None, str, float, int | None, int | None]


def path(conversion: Conversion, sessions: Iterable[Session]) -> list[Session]:
    """The touches of a conversion, the earliest first."""
    if conversion.person is None or conversion.at is None:
        return []
    mine = [each for each in sessions if each.person == conversion.person and not each.is_bot]
    touches = [each for each in mine if timedelta(0) <= conversion.at - each.at <= LOOK_BACK]
    return sorted(touches, key=lambda each: (each.at, each.key))


def weights(model: str, at: datetime, touches: list[Session]) -> list[Fraction]:
    """What each touch is given by a model; together 1."""
    number = len(touches)
    alike = [Fraction(1, number)] * number
    if model == "first":
        return [Fraction(place == 0) for place in range(number)]
    if model == "last_non_direct":
        others = [place for place, each in enumerate(touches) if each.channel != "direct"]
        chosen = others[-1] if others else number - 1
        return [Fraction(place == chosen) for place in range(number)]
    if model == "last":
        return [Fraction(place == number - 1) for place in range(number)]
    if model == "position":
        between = [Fraction(1, 5) / max(number - 2, 1)] * (number - 2)
        return [Fraction(2, 5), *between, Fraction(2, 5)] if number > 2 else alike
    if model == "time_decay":
        raw = [int(1e6 * 0.5 ** ((at - each.at) / HALF_LIFE) + 0.5) for each in touches]
        return [Fraction(each, sum(raw)) for each in raw]
    return alike


def dealt(amount: int | None, parts: list[Fraction]) -> list[int | None]:
    """An amount in whole units: everybody the whole part, what is left to the largest remainders."""
    if amount is None:
        return [None] * len(parts)
    exact = [abs(amount) * part for part in parts]
    found = [int(each) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (found[place] - exact[place], place))
    for place in by_remainder[: abs(amount) - sum(found)]:
        found[place] += 1
    return [-each if amount < 0 else each for each in found]


def shares(conversions: Iterable[Conversion], sessions: list[Session]) -> Iterator[Share]:
    """Of attribution_touches: kind, id, model, touch, session, channel, weight, revenue, refunded."""
    for each in conversions:
        touches = path(each, sessions)
        for model in MODELS:
            head = (each.kind, each.id, model)
            if not touches or each.at is None:
                yield (*head, 0, None, "(unattributed)", 1.0, each.revenue, each.refunded)
                continue
            parts = weights(model, each.at, touches)
            columns = [dealt(amount, parts) for amount in (10**6, each.revenue, each.refunded)]
            given = zip(touches, parts, *columns, strict=True)
            for number, (touch, part, *amounts) in enumerate(given, start=1):
                if part:
                    weight = (amounts[0] or 0) / 1e6
                    yield (*head, number, touch.key, touch.channel, weight, amounts[1], amounts[2])


def transitions(conversions: list[Conversion], sessions: list[Session]) -> Counter[tuple[str, str]]:
    """Every step of every journey, of those who converted and of those who did not."""
    journeys = [[*(each.channel for each in path(one, sessions)), "(conversion)"] for one in conversions]
    converted = {one.person for one in conversions}
    for person in {each.person for each in sessions} - converted:
        visits = sorted((s.at, s.key, s.channel) for s in sessions if s.person == person and not s.is_bot)
        journey: list[str] = []
        for number, (at, _, channel) in enumerate(visits):
            journey.append(channel)
            if number + 1 == len(visits) or visits[number + 1][0] - at > LOOK_BACK:
                journeys.append([*journey, "(null)"])
                journey = []
    return Counter(step for each in journeys if len(each) > 1 for step in pairwise(["(start)", *each]))


def posts(conversions: list[Conversion], sessions: list[Session]) -> dict[tuple[str, str], tuple[float, ...]]:
    """For each post that brought a session: sessions, people, then conversions and revenue, each by
    last_non_direct and linear, and the least and most of all models."""
    brought = [each for each in sessions if each.post and not each.is_bot]
    of = {each.key: each.post for each in brought}
    rows = list(shares(conversions, sessions))
    found = {}
    for post in {each.post for each in brought if each.post}:
        mine = [row for row in rows if row[4] is not None and of.get(row[4]) == post]
        given = {model: sum(row[6] for row in mine if row[2] == model) for model in MODELS}
        money = {model: sum(row[7] or 0 for row in mine if row[2] == model) for model in MODELS}
        visits = [each for each in brought if each.post == post]
        found[post] = (
            len(visits), len({each.person for each in visits}),
            *(round(each, 6) for each in _range(given)), *_range(money),
        )  # fmt: skip
    return found


def _range(by_model: dict[str, float]) -> tuple[float, ...]:
    least, most = min(by_model.values()), max(by_model.values())
    return by_model["last_non_direct"], by_model["linear"], least, most
