"""Whether the parts of a configuration fit together: ids once, references that exist, steps in their funnel.

Works on the parsed YAML, whatever its shape, so that these problems are told together with those of values.
"""

from collections.abc import Iterator
from typing import Any

from warehouse.configuration.analyses import STEP_ATTRIBUTION
from warehouse.configuration.mappings import FIELDS, FREE_PREFIX, REQUIRED
from warehouse.refusals import Refusal, near

Problem = tuple[str, str]
Place = tuple[str, dict[str, Any]]


def inconsistencies(tree: Any) -> Iterator[Problem]:
    """Path and message of everything that does not fit together; silent about parts of the wrong shape."""
    root = tree if isinstance(tree, dict) else {}
    yield from _repeated(root, "", "businesses", "id")
    yield from _repeated(root, "", "imports", "id")
    for path, business in _mappings(root, "", "businesses"):
        yield from _repeated(business, path, "accounts", "platform", "account")
        for section in ("funnels", "cohorts", "experiments"):
            yield from _repeated(business, path, section, "id")
        for place in _mappings(business, path, "funnels"):
            yield from _steps(place)
    known = [business.get("id") for _, business in _mappings(root, "", "businesses")]
    for place in _mappings(root, "", "imports"):
        yield from _business(place, [one for one in known if isinstance(one, str)])
        yield from _columns(place)


def _mappings(parent: dict[str, Any], path: str, key: str) -> Iterator[Place]:
    values = parent.get(key)
    for position, value in enumerate(values if isinstance(values, list) else []):
        if isinstance(value, dict):
            yield f"{path}.{key}[{position}]".lstrip("."), value


def _repeated(parent: dict[str, Any], path: str, key: str, *identity: str) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], str] = {}
    for place, value in _mappings(parent, path, key):
        name = tuple(value[part] for part in identity if isinstance(value.get(part), str))
        if len(name) < len(identity):
            continue
        if name in seen:
            yield place, str(Refusal(f"another {' and '.join(identity)} than {seen[name]}", " ".join(name)))
        seen.setdefault(name, place)


def _business(place: Place, known: list[str]) -> Iterator[Problem]:
    path, value = place
    name = value.get("business")
    if isinstance(name, str) and known and name not in known:
        yield f"{path}.business", str(Refusal("the id of a business above", name, near(name, known)))


def _steps(place: Place) -> Iterator[Problem]:
    path, funnel = place
    steps = funnel.get("steps")
    if not isinstance(steps, list):
        return
    if steps and isinstance(steps[0], dict) and steps[0].get("optional") is True:
        yield f"{path}.steps[0].optional", "expected a first step that everybody takes, got an optional one"
    for spot, exclusion in _mappings(funnel, path, "exclusions"):
        yield from _between(spot, exclusion, len(steps))
    breakdown = funnel.get("breakdown")
    attribution = breakdown.get("attribution") if isinstance(breakdown, dict) else None
    match = STEP_ATTRIBUTION.fullmatch(attribution) if isinstance(attribution, str) else None
    if match and int(match[1]) > len(steps):
        yield f"{path}.breakdown.attribution", str(Refusal(f"a step from 1 to {len(steps)}", attribution))


def _between(path: str, exclusion: dict[str, Any], steps: int) -> Iterator[Problem]:
    first, last = exclusion.get("from_step"), exclusion.get("to_step")
    if isinstance(last, int) and last > steps:
        yield f"{path}.to_step", str(Refusal(f"a step up to {steps}, the number of steps", last))
    if isinstance(first, int) and isinstance(last, int) and first >= last:
        yield f"{path}.from_step", str(Refusal(f"a step before to_step ({last})", first))


def _columns(place: Place) -> Iterator[Problem]:
    path, value = place
    into, columns = value.get("into"), value.get("columns")
    if not isinstance(into, str) or into not in FIELDS or not isinstance(columns, dict):
        return
    for field in columns:
        if field not in FIELDS[into] and not str(field).startswith(FREE_PREFIX.get(into, "\n")):
            hint = near(str(field), FIELDS[into]) or f"fields are {', '.join(FIELDS[into])}"
            yield f"{path}.columns.{field}", str(Refusal(f"a field of {into}", field, hint))
    if missing := [field for field in REQUIRED[into] if field not in columns]:
        wanted = f"a column for each of {', '.join(REQUIRED[into])}"
        yield f"{path}.columns", f"expected {wanted}, got none for {', '.join(missing)}"
    yield from _headers(path, columns, value.get("header") is not False)


def _headers(path: str, columns: dict[str, Any], has_header: bool) -> Iterator[Problem]:
    wanted = (
        "a column's name (in quotes)" if has_header else "a column's number from 1, as the file has no header"
    )
    for field, column in columns.items():
        fits = isinstance(column, str) if has_header else isinstance(column, int) and column >= 1
        if isinstance(column, str | int) and not fits:
            yield f"{path}.columns.{field}", str(Refusal(wanted, column))
