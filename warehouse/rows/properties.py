"""The free properties of an event: any names, any values, as one canonical JSON text without persons."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from warehouse.refusals import Refusal
from warehouse.rows.extras import canonical_text
from warehouse.rows.fields import context
from warehouse.rows.reading import LONGEST_TEXT


def _properties(value: Any, info: ValidationInfo) -> str:
    key = context(info).key
    text = canonical_text(value, key)
    if len(text) > LONGEST_TEXT and any(
        len(canonical_text({name: one}, key)) > LONGEST_TEXT for name, one in value.items()
    ):
        raise Refusal(f"at most {LONGEST_TEXT:,} characters for each property", value)
    return text


Properties = Annotated[str, BeforeValidator(_properties)]
