"""Why a row is refused: the fields at fault, in words for people and in words that may go to raw."""

from typing import Any, NamedTuple

from pydantic import ValidationError

from warehouse.refusals import Refusal


class Problem(NamedTuple):
    """What is wrong with a field. `reason` never holds a value of the row, `detail` does."""

    field: str
    reason: str
    detail: str


class Rejected(Exception):
    """A row that does not land, with everything that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.detail for problem in problems))


def refused(name: str, refusal: Refusal) -> Problem:
    """The problem of a field whose value is not what was expected."""
    return Problem(name, f"expected {refusal.expected}", f"{name}: {refusal}")


def missing(name: str, expected: str = "a value") -> Problem:
    """The problem of a field that has to be there."""
    return Problem(name, "missing", f"{name}: expected {expected}, but it is missing")


def problems(error: ValidationError) -> list[Problem]:
    """The problems of a row in the order of its fields."""
    return [_problem(one) for one in error.errors(include_url=False)]


def is_blank(value: Any) -> bool:
    """Whether nothing was given: null, or a text of spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def _problem(error: Any) -> Problem:
    name = ".".join(str(part) for part in error["loc"]) or "row"
    if error["type"] == "missing":
        return missing(name)
    refusal = error.get("ctx", {}).get("error")
    if not isinstance(refusal, Refusal):
        refusal = Refusal(str(error["msg"]).removeprefix("Input should be "), error["input"])
    return missing(name, refusal.expected) if is_blank(error["input"]) else refused(name, refusal)
