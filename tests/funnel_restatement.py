"""Funnels as DEFINITIONS.md §1.3 has them, event by event and run by run: slow and plain, without SQL."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.funnel_parts import LATEST, NONE, Event, Exclusion, Funnel, Step

ALL = "(all)"
LARGEST = 25


@dataclass(frozen=True)
class Run:
    """One try: the events it took, by the number of the step (in any order: by how many steps were done)."""

    start: datetime
    lane: str
    taken: dict[int, Event] = field(hash=False)
    place: tuple[int, str] = (0, "")

    @property
    def rank(self) -> tuple[int, datetime, tuple[int, str], str]:
        """The furthest first, then the earliest, inside an instant in the order in which events are used."""
        return -len(self.taken), self.start, self.place, self.lane


@dataclass
class Unit:
    """All that a user, or a session, did, and the first times of the user behind it."""

    funnel: Funnel
    events: list[Event]
    firsts: dict[int, datetime]

    def hits(self, number: int) -> list[Event]:
        """The events that may be this step."""
        step, (begin, end) = self.funnel.steps[number - 1], self.funnel.bounds()
        last = end if self.funnel.clip_to_range else LATEST
        return [
            event
            for event in self.events
            if step.is_met_by(event)
            and begin <= event.at < last
            and (step.first_time is None or event.at == self.firsts.get(number))
        ]

    def order(self, event: Event) -> tuple[datetime, int, str]:
        """Inside an instant the event that fits the fewest steps is used first."""
        return event.at, sum(step.is_met_by(event) for step in self.funnel.steps), event.id

    def earliest(
        self, number: int, lane: str, since: datetime, until: datetime, used: Iterable[Event]
    ) -> Event | None:
        """The first event for the step that is still free."""
        spent = {event.id for event in used}
        free = [
            event
            for event in self.hits(number)
            if since <= event.at <= until and event.id not in spent and lane in ("", self.funnel.value(event))
        ]
        return min(free, key=self.order, default=None)

    def runs(self) -> Iterator[Run]:
        """Every run that nothing spoils."""
        whole = self.unordered() if self.funnel.order == "unordered" else self.ordered()
        return (
            run for run in whole if not any(self.is_spoiled(run, each) for each in self.funnel.exclusions)
        )

    def entries(self, numbers: Iterable[int]) -> Iterator[tuple[Event, str]]:
        _, end = self.funnel.bounds()
        by_lane = self.funnel.properties and (self.funnel.attribution, self.funnel.at) == (
            "all_events",
            "event",
        )
        for number in numbers:
            for event in self.hits(number):
                if event.at < end:
                    yield event, self.funnel.value(event) if by_lane else ""

    def ordered(self) -> Iterator[Run]:
        first, *others = self.funnel.required
        for entry, lane in self.entries([first]):
            taken, last = {first: entry}, entry
            for number in others:
                found = self.earliest(number, lane, last.at, self.funnel.until(entry.at), taken.values())
                if found is None or (self.funnel.order == "strict" and self.is_between(last, found)):
                    break
                taken[number] = last = found
            yield Run(entry.at, lane, taken, self.order(entry)[1:])

    def is_between(self, before: Event, after: Event) -> bool:
        """Whether anything but an optional step happened between two events."""
        return any(before.at < event.at < after.at and not self.is_skippable(event) for event in self.events)

    def is_skippable(self, event: Event) -> bool:
        met = [step for step in self.funnel.steps if step.is_met_by(event)]
        return bool(met) and all(step.optional for step in met)

    def unordered(self) -> Iterator[Run]:
        def breadth(number: int) -> tuple[bool, int, int]:
            step = self.funnel.steps[number - 1]
            return step.name == "*", -len(step.where), number

        for start, lane in {(entry.at, lane) for entry, lane in self.entries(self.funnel.required)}:
            found: list[Event] = []
            for number in sorted(self.funnel.required, key=breadth):
                event = self.earliest(number, lane, start, self.funnel.until(start), found)
                found += [event] if event else []
            taken = sorted(found, key=self.order)
            yield Run(start, lane, dict(enumerate(taken, start=1)))

    def is_spoiled(self, run: Run, exclusion: Exclusion) -> bool:
        required = self.funnel.required
        begins = max(number for number in required if number <= exclusion.from_step)
        ends = next((number for number in required if number >= exclusion.to_step), None)
        if begins not in run.taken:
            return False
        after, until = run.taken[begins].at, self.funnel.until(run.start)
        before = run.taken[ends].at if ends in run.taken else None
        return any(
            exclusion.event.is_met_by(event)
            and event.at > after
            and (event.at < before if before else event.at <= until)
            for event in self.events
        )

    def with_optional_steps(self, run: Run) -> dict[int, Event]:
        """The run's events and, between them, those of the steps that may be left out."""
        taken = dict(run.taken)
        for number in range(1, len(self.funnel.steps) + 1):
            needed = [each for each in self.funnel.required if each < number]
            if number in self.funnel.required or not set(needed) <= set(taken):
                continue
            since = max(event.at for each, event in taken.items() if each < number)
            until = min(
                (event.at for each, event in taken.items() if each > number),
                default=self.funnel.until(run.start),
            )
            lane = run.lane if self.funnel.attribution == "all_events" and self.funnel.at == "event" else ""
            found = self.earliest(number, lane, since, until, taken.values())
            taken |= {number: found} if found else {}
        return dict(sorted(taken.items()))


def units(funnel: Funnel, events: list[Event]) -> dict[str, Unit]:
    """What each unit did, with the first times of its person."""
    of_unit, of_person = defaultdict(list), defaultdict(list)
    for event in events:
        of_unit[event.session if funnel.unit == "session" else event.person].append(event)
        of_person[event.person].append(event)
    return {
        key: Unit(funnel, own, dict(_firsts(funnel, of_person[own[0].person])))
        for key, own in of_unit.items()
    }


def _firsts(funnel: Funnel, events: list[Event]) -> Iterator[tuple[int, datetime]]:
    """When the person first did what a step asks a first time of: the event at all, or one that fits."""
    for number, step in enumerate(funnel.steps, start=1):
        wanted = Step(step.name) if step.first_time == "ever" else step
        times = [event.at for event in events if wanted.is_met_by(event)]
        if step.first_time and times:
            yield number, min(times)


def _value_at_step(funnel: Funnel, run: Run) -> str:
    number = funnel.attribution_step or 1
    place = max(each for each in funnel.required if each <= number)
    return funnel.value(run.taken[place]) if place in run.taken else ""


def best_runs(unit: Unit) -> dict[str, Run]:
    """The furthest and then earliest run of each lane; a lane is a value that runs are told apart by."""
    funnel, lanes = unit.funnel, defaultdict(list)
    by_step = funnel.properties and (funnel.attribution, funnel.at) == ("step", "event")
    for run in unit.runs():
        lane = _value_at_step(funnel, run) if by_step else run.lane
        lanes[lane].append(replace(run, lane=lane))
    return {lane: min(runs, key=lambda run: run.rank) for lane, runs in lanes.items()}


def shown_under(unit: Unit, everything: list[Event]) -> dict[str, Run]:
    """The unit's best run for each value that it counts under."""
    funnel, best = unit.funnel, best_runs(unit)
    if not funnel.properties or not best:
        return {}
    if funnel.at == "user":
        own = [event for event in everything if event.person == unit.events[0].person]
        full = sorted((e for e in own if not funnel.is_empty(e)), key=lambda e: (e.at, e.id))
        touched = full[:1] if funnel.attribution == "first_touch" else full[-1:]
        return {_touch(funnel, touched): best[""]}
    if funnel.attribution in ("first_touch", "last_touch"):
        return {_touch(funnel, _touches(unit, best[""])): best[""]}
    reached = {lane: run for lane, run in best.items() if lane}
    return reached or {NONE: best[""]}


def _touches(unit: Unit, run: Run) -> list[Event]:
    funnel = unit.funnel
    numbers = range(1, len(funnel.steps) + 1)
    full = {
        event.id: event for number in numbers for event in unit.hits(number) if not funnel.is_empty(event)
    }
    ordered = sorted(full.values(), key=unit.order)
    if funnel.attribution == "first_touch":
        return ordered[:1]
    last = max(event.at for event in run.taken.values())
    return [event for event in ordered if event.at <= last][-1:]


def _touch(funnel: Funnel, touched: list[Event]) -> str:
    return funnel.value(touched[0]) if touched else NONE


@dataclass
class Figures:
    """What a funnel comes to at one step."""

    users: int = 0
    matured_users: int = 0
    seconds: list[float] = field(default_factory=list)


def report(funnel: Funnel, events: list[Event], as_of: datetime) -> dict[tuple[str, int], Figures]:
    """The figures by value and step; `(all)` is everybody."""
    found: dict[tuple[str, int], Figures] = defaultdict(Figures)
    for value, unit, run in _counted(funnel, events):
        taken = unit.with_optional_steps(run)
        before = None
        for number, event in taken.items():
            cell = found[value, number]
            cell.users += 1
            cell.matured_users += funnel.until(run.start) <= as_of
            if before:
                cell.seconds.append((event.at - before.at) / timedelta(seconds=1))
            before = event
    return dict(found)


def _counted(funnel: Funnel, events: list[Event]) -> Iterator[tuple[str, Unit, Run]]:
    shown: dict[str, dict[str, Run]] = {}
    everybody = units(funnel, events)
    for key, unit in everybody.items():
        shown[key] = shown_under(unit, events)
        best = best_runs(unit)
        if best:
            yield ALL, unit, min(best.values(), key=lambda run: run.rank)
    sizes: dict[str, int] = defaultdict(int)
    for runs in shown.values():
        for value in runs:
            sizes[value] += 1
    largest = sorted(sizes, key=lambda value: (-sizes[value], value))[:LARGEST]
    for key, runs in shown.items():
        labels: dict[str, list[Run]] = defaultdict(list)
        for value, run in runs.items():
            labels[value if value in largest else "Other"].append(run)
        for label, own in labels.items():
            yield label, everybody[key], min(own, key=lambda run: run.rank)


def weeks(funnel: Funnel, events: list[Event], first_weekday: int) -> dict[date, tuple[int, int]]:
    """By first local day of the week of entry: how many units entered, and how many of them came through."""
    found: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for unit in units(funnel, events).values():
        came: dict[date, bool] = {}
        for run in unit.runs():
            day = run.start.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(funnel.zone)).date()
            week = day - timedelta(days=(day.weekday() - first_weekday) % 7)
            came[week] = came.get(week, False) or len(run.taken) == len(funnel.required)
        for week, is_through in came.items():
            found[week][0] += 1
            found[week][1] += is_through
    return {week: (entered, completed) for week, (entered, completed) in found.items()}
