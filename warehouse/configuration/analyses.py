"""Funnels, cohorts and experiments as configuration describes them; what they come to is computed in dbt."""

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from warehouse.configuration.values import Day, Duration, Identifier, Settings, Text, number, whole
from warehouse.refusals import Refusal

STEP_ATTRIBUTION = re.compile(r"step ([1-9]\d?)")


def _conditions(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal("a mapping of properties to values", value)
    for name, wanted in value.items():
        for one in wanted if isinstance(wanted, list) else [wanted]:
            if not isinstance(one, str | int | float):
                raise Refusal(f"text, a number, true or false, or a list of them for {name}", one)
    return value


def _attribution(value: Any) -> str:
    known = ("first_touch", "last_touch", "all_events")
    if value not in known and not (isinstance(value, str) and STEP_ATTRIBUTION.fullmatch(value)):
        raise Refusal("first_touch, last_touch, all_events or `step 2`", value)
    return str(value)


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class EventFilter(Settings):
    """An event by name ("*" is any), and what its properties must be: a value, or one of a list."""

    event: Text
    where: Annotated[dict[str, Any], BeforeValidator(_conditions)] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _by_name_alone(cls, given: Any) -> Any:
        return {"event": given} if isinstance(given, str) else given


class Step(EventFilter):
    """One step of a funnel; an optional one may be left out, `first_time` takes a first such event."""

    optional: bool = False
    first_time: Literal["ever", "matching"] | None = None


class Exclusion(EventFilter):
    """An event that spoils a run when it comes between two steps, counted from 1."""

    from_step: Annotated[int, whole(1, 99)]
    to_step: Annotated[int, whole(2, 99)]


class Breakdown(Settings):
    """The one or two properties that a funnel is shown by, and which of a person's values counts."""

    properties: Annotated[
        list[Text], BeforeValidator(_one_or_more), Field(alias="property", min_length=1, max_length=2)
    ]
    attribution: Annotated[str, BeforeValidator(_attribution)] = "first_touch"
    at: Literal["event", "user"] = "event"


class Days(Settings):
    """Local days from and to, both included."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> "Days":
        if self.last < self.first:
            raise Refusal(f"`to` on or after {self.first}", str(self.last))
        return self


class Funnel(Settings):
    """The way through a product, step by step, and how a run through it is counted (DEFINITIONS.md §1.3)."""

    id: Identifier
    steps: Annotated[list[Step], Field(min_length=2, max_length=99)]
    order: Literal["ordered", "strict", "unordered"] = "ordered"
    window: Duration = timedelta(days=14)
    clip_to_range: bool = False
    days: Days | None = Field(default=None, alias="range")
    unit: Literal["user", "session"] = "user"
    exclusions: list[Exclusion] = Field(default_factory=list)
    breakdown: Breakdown | None = None


class Cohort(Settings):
    """Who is followed from which event on, and which event counts as coming back (DEFINITIONS.md §2.2)."""

    id: Identifier
    entry: EventFilter
    returning: EventFilter = Field(alias="return")
    period: Literal["hour", "day", "week", "month"] = "week"
    kind: Literal["first_time", "recurring"] = "first_time"
    periods: Annotated[int, whole(1, 366)] = 12


def _adding_up(shares: dict[str, float]) -> dict[str, float]:
    if len(shares) < 2 or abs(sum(shares.values()) - 100) > 1e-6:
        raise Refusal("two or more variants that add up to 100", sum(shares.values()))
    return shares


class Experiment(Settings):
    """A split of users over variants, in per cent; results compare the others with the first variant."""

    id: Identifier
    kind: Literal["risk_algorithm", "conversion_offer", "personalization", "urgency_message"]
    variants: Annotated[dict[str, Annotated[float, number(0, 100)]], AfterValidator(_adding_up)]
    metrics: Annotated[list[Text], Field(min_length=1)]
    status: Literal["draft", "running", "stopped"] = "draft"
