"""What is wrong with the shape of a configuration: pydantic's findings as path and message for a person."""

import re
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from warehouse.refusals import Refusal, kind, near

_EXPECTED = {
    "missing": "a value",
    "model_type": "a mapping (key: value)",
    "dict_type": "a mapping (key: value)",
    "list_type": "a list",
    "bool_type": "true or false",
    "string_type": "text",
}


def problems(model: type[BaseModel], error: ValidationError) -> list[tuple[str, str]]:
    """Path and message of every problem that the validation of `model` found."""
    found = [one for one in error.errors(include_url=False) if one["type"] != "default_factory_not_called"]
    return [(path(one["loc"]), _message(model, dict(one))) for one in found]


def path(location: tuple[int | str, ...]) -> str:
    """The place as people write it: ("businesses", 0, "timezone") is businesses[0].timezone."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in location if part != "[key]"]
    return "".join(parts).lstrip(".")


def _message(model: type[BaseModel], found: dict[str, Any]) -> str:
    problem, came, context = found["type"], found["input"], found.get("ctx", {})
    if isinstance(context.get("error"), Refusal):
        return str(context["error"])
    if problem == "extra_forbidden":
        return _unknown_key(_model_at(model, found["loc"][:-1]), str(found["loc"][-1]))
    if problem == "literal_error":
        return _not_an_option(re.findall(r"'([^']*)'", context["expected"]), came)
    if problem == "too_short":
        return f"expected at least {context['min_length']} in the list, got {context['actual_length']}"
    if problem == "too_long":
        return f"expected at most {context['max_length']} in the list, got {context['actual_length']}"
    came = "nothing" if problem == "missing" else kind(came)
    return f"expected {_EXPECTED.get(problem, found['msg'])}, got {came}"


def _not_an_option(options: list[str], came: object) -> str:
    hint = near(came, options) if isinstance(came, str) else ""
    return str(Refusal(f"one of {', '.join(options)}", came, hint))


def _unknown_key(model: type[BaseModel], key: str) -> str:
    known = [field.alias or name for name, field in model.model_fields.items()]
    return str(Refusal(f"one of the keys {', '.join(known)}", key, near(key, known)))


def _model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    for part in location:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if part in fields:
            model = _model_in(fields[str(part)].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, BaseModel) else None
    found = (_model_in(part) for part in get_args(annotation))
    return next((one for one in found if one), None)
